import { isIP } from 'node:net';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Arrival } from '../../src/cache/ledger/answers.ts';
import type { Alert } from '../../src/domain/alert.ts';
import type { AuditEntry } from '../../src/domain/audit.ts';
import type { JsonObject } from '../../src/domain/json.ts';
import { refOf } from '../../src/domain/record.ts';
import { recordJson } from '../../src/domain/record-json.ts';
import { eventOf, maskSecrets } from '../../src/forward/event.ts';
import { deedOf } from '../../src/forward/fields/deed.ts';
import { FIELD_NAMINGS, type FieldNaming } from '../../src/forward/target.ts';
import { alert, audit, NOW } from '../cache/records.ts';

function out(record: AuditEntry | Alert, naming: FieldNaming) {
  const arrival: Arrival = {
    position: { seq: 1, index: 0 },
    at: NOW + 5,
    what: 'added',
    imported: false,
    kind: record.kind,
    ref: refOf(record),
    record,
  };
  return eventOf(arrival, naming, maskSecrets);
}

/** The value at a dotted path. */
function at(body: JsonObject, path: string): unknown {
  return path.split('.').reduce<unknown>((value, step) => (value as JsonObject | undefined)?.[step], body);
}

test.each([
  ['LOGIN', 'logon'],
  ['LOGIN_ERROR', 'logon'],
  ['auth.login_failed', 'logon'],
  ['UserLoggedIn', 'logon'],
  ['SIGN_OUT', 'logoff'],
  ['LOGOUT', 'logoff'],
  ['CREATE', 'create'],
  ['CERT_ISSUED', 'create'],
  ['secret.rotated', 'update'],
  ['CERT_REVOKED', 'update'],
  ['DELETE_USER', 'delete'],
  ['ASSIGN_ROLE', 'attach'],
  ['UNASSIGN_ROLE', 'detach'],
  ['RESET_PASSWORD', 'password-reset'],
  ['CHANGE_PASSWORD', 'password-change'],
  ['ENABLE_MFA', 'mfa-on'],
  ['account.locked', 'lock'],
  ['LOCK_USER', 'lock'],
  ['UNLOCK_USER', 'unlock'],
  ['DEACTIVATE', 'disable'],
  ['VIEW', 'read'],
  ['', 'other'],
  [null, 'other'],
])('%s is %s', (action, deed) => {
  expect(deedOf(action)).toBe(deed);
});

describe('ecs', () => {
  test.each([
    [{ action: 'LOGIN' }, 'authentication', ['start']],
    [{ action: 'LOGOUT' }, 'authentication', ['end']],
    [{ action: 'CREATE', resource: { type: 'USER', id: 'u', name: 'n' } }, 'iam', ['user', 'creation']],
    [{ action: 'UPDATE', resource: { type: 'ROLE', id: 'r', name: 'n' } }, 'iam', ['group', 'change']],
    [{ action: 'DELETE', resource: { type: 'API_KEY', id: 'k', name: 'n' } }, 'iam', ['user', 'deletion']],
    [{ action: 'RESET_PASSWORD', resource: null }, 'iam', ['user', 'change']],
    [
      { action: 'CREATE', resource: { type: 'certificate', id: 'c', name: 'n' } },
      'configuration',
      ['creation'],
    ],
    [{ action: 'VIEW', resource: null }, 'configuration', ['access']],
    [{ action: null, resource: null }, 'configuration', ['info']],
  ] as const)('%o is of the category %s', (given, category, types) => {
    const { body } = out(audit(given), 'ecs');
    expect(at(body, 'event.category')).toEqual([category]);
    expect(at(body, 'event.type')).toEqual(types);
  });

  test('says who, what, when and from where under its names', () => {
    const { body, id } = out(audit({ userAgent: 'curl/8', country: 'DE', outcome: 'failure' }), 'ecs');
    expect(body).toMatchObject({
      '@timestamp': '2026-08-20T11:59:58.000Z',
      event: {
        id,
        kind: 'event',
        action: 'LOGIN',
        outcome: 'failure',
        dataset: 'certdeck.audit',
        provider: 'prod',
      },
      message: 'User alice logged in',
      user: { id: 'u-1', name: 'alice', target: { id: 'u-1' } },
      source: { ip: '192.0.2.7', address: '192.0.2.7', geo: { country_iso_code: 'DE' } },
      user_agent: { original: 'curl/8' },
      organization: { id: 'acc-1', name: 'Example Inc' },
      related: { user: ['u-1', 'alice'], ip: ['192.0.2.7'] },
      certdeck: { ref: 'prod/audit/e1', record_id: 'e1', details: { errors: [{ code: 429 }] } },
    });
  });

  test('an alert is one, with what it is about', () => {
    expect(out(alert(), 'ecs').body).toMatchObject({
      event: { kind: 'alert', code: 'EXPIRING_SOON', severity: 47, dataset: 'certdeck.alert' },
      rule: { name: 'EXPIRING_SOON' },
      certdeck: { entity: { id: 'c-1' } },
    });
  });
});

describe('ocsf', () => {
  test.each([
    [
      { action: 'LOGIN_ERROR', outcome: 'failure' },
      { class_uid: 3002, activity_id: 1, type_uid: 300201, status_id: 2 },
    ],
    [{ action: 'LOGOUT' }, { class_uid: 3002, activity_id: 2, type_uid: 300202 }],
    [{ action: 'CREATE' }, { class_uid: 3001, category_uid: 3, activity_id: 1, type_uid: 300101 }],
    [{ action: 'UPDATE' }, { class_uid: 3001, activity_id: 99, activity_name: 'UPDATE', type_uid: 300199 }],
    [{ action: 'LOCK_USER' }, { class_uid: 3001, activity_id: 9 }],
    [{ action: 'ASSIGN_ROLE' }, { class_uid: 3001, activity_id: 7 }],
    [
      { action: 'CREATE', resource: null },
      { class_uid: 6003, category_uid: 6, activity_id: 1, type_uid: 600301 },
    ],
    [
      { action: 'DELETE', resource: null },
      { class_uid: 6003, activity_id: 4 },
    ],
    [
      { action: 'WHATEVER', resource: null, outcome: null },
      { class_uid: 6003, activity_id: 99, status_id: 0 },
    ],
    [
      { action: null, resource: null },
      { class_uid: 6003, activity_id: 0, type_uid: 600300 },
    ],
  ] as const)('%o', (given, expected) => {
    expect(out(audit(given as Partial<AuditEntry>), 'ocsf').body).toMatchObject(expected);
  });

  test('says who and from where, and keeps the rest unmapped', () => {
    const { body, id } = out(
      audit({ action: 'CREATE', resource: { type: 'CERT', id: 'c', name: 'n' } }),
      'ocsf',
    );
    expect(body).toMatchObject({
      time: NOW - 2_000,
      metadata: { uid: id, version: '1.3.0', product: { name: 'certdeck' } },
      actor: { user: { uid: 'u-1', name: 'alice', type_id: 1 } },
      resources: [{ uid: 'c', name: 'n', type: 'CERT' }],
      src_endpoint: { ip: '192.0.2.7' },
      api: { operation: 'CREATE', service: { name: 'ACCOUNT_MANAGER' } },
      unmapped: { ref: 'prod/audit/e1', account: { id: 'acc-1' }, details: { id: 'e1' } },
    });
  });

  test('an alert is a finding', () => {
    expect(out(alert({ severity: 'error' }), 'ocsf').body).toMatchObject({
      class_uid: 2004,
      type_uid: 200401,
      severity_id: 4,
      finding_info: { uid: 'a1', title: 'Certificate expires soon', types: ['EXPIRING_SOON'] },
    });
  });
});

test('as it is: what --format json prints, and the id of the event', () => {
  const { body, id } = out(audit(), 'as-is');
  expect(body).toEqual({ eventId: id, ...(recordJson(audit()) as JsonObject) });
});

const text = fc.option(fc.string({ unit: 'binary', maxLength: 30 }));
const named = fc.option(fc.record({ type: text, id: text, name: text }));
const entry: fc.Arbitrary<AuditEntry> = fc
  .record({
    timestamp: fc.option(fc.integer({ min: -(2 ** 42), max: 2 ** 44 })),
    action: text,
    module: text,
    resource: named,
    actor: fc.option(
      fc.record({ type: fc.constantFrom('user', 'service', 'system'), id: text, name: text, email: text }),
    ),
    account: fc.option(fc.record({ id: text, name: text })),
    outcome: fc.option(fc.constantFrom('success', 'failure')),
    severity: fc.constantFrom('info', 'warning', 'error'),
    description: text,
    ip: fc.option(fc.oneof(fc.ipV4(), fc.ipV6(), fc.string())),
    country: fc.option(fc.constantFrom('DE', 'Germany', '')),
    userAgent: text,
    details: fc.jsonValue() as fc.Arbitrary<AuditEntry['details']>,
  })
  .map((given) => audit(given as Partial<AuditEntry>));

test('whatever a record says, each naming gives an event with its id and its details, and none breaks a type', () => {
  fc.assert(
    fc.property(entry, fc.constantFrom(...FIELD_NAMINGS), (record, naming) => {
      const { body, id } = out(record, naming);
      expect(id).toMatch(/^[0-9a-f]{32}$/);
      expect(JSON.stringify(body)).toContain(id);
      const ip =
        naming === 'ecs'
          ? at(body, 'source.ip')
          : naming === 'ocsf'
            ? at(body, 'src_endpoint.ip')
            : undefined;
      if (ip !== undefined) expect(isIP(String(ip))).not.toBe(0);
      const details = { ecs: 'certdeck.details', ocsf: 'unmapped.details', 'as-is': 'details' }[naming];
      const kept = maskSecrets(record).details;
      const isNothing = kept === null || kept === '' || (Array.isArray(kept) && kept.length === 0);
      if (!isNothing) expect(at(body, details)).toEqual(kept);
      expect(out(record, naming).id).toBe(id);
    }),
    { numRuns: 400 },
  );
});
