/** What lands in which table: the documented actions, asked of a report as an auditor would. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { openDirect } from '../../src/cache/direct.ts';
import { openMoment } from '../../src/cache/moment.ts';
import { type Redaction, SECRETS_ONLY } from '../../src/domain/redaction-policy.ts';
import { DAY, HOUR } from '../../src/domain/time.ts';
import { zoneOf } from '../../src/export/zone.ts';
import { CONTROLS } from '../../src/report/controls.ts';
import { WHOLE_SCOPE } from '../../src/report/job.ts';
import { COMPLIANCE } from '../../src/report/reports/compliance.ts';
import { writeReport } from '../../src/report/run.ts';
import { windowBetween } from '../../src/report/windows.ts';
import { audit, job } from '../query/records.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { type ReadReport, readJson, tableOf } from './book.ts';

const NOW = Date.UTC(2026, 7, 20, 12);
const UTC = zoneOf('UTC') as NonNullable<ReturnType<typeof zoneOf>>;
const WINDOW = windowBetween(NOW - 7 * DAY, NOW, UTC);
const folder = temporaryFolder('evidence');
const dir = join(folder, 'cache');

type Outcome = 'success' | 'failure' | null;
/** Actions and resource types as https://dev.digicert.com and https://certifyclouds-docs.pages.dev list them. */
const SEEN: readonly (readonly [
  action: string,
  type: string | null,
  outcome: Outcome,
  title: string | null,
])[] = [
  ['CREATE', 'APIKEY', 'success', 'Token life cycle'],
  ['DELETE', 'APIKEY', 'success', 'Token life cycle'],
  ['DELETE', 'APIKEY', 'failure', 'Token life cycle'],
  ['DELETE', 'CLIENT_AUTH_CERT', 'failure', 'Token life cycle'],
  ['rotation.started', 'rotation', null, 'Token life cycle'],
  ['rotation.completed', 'rotation', 'success', 'Token life cycle'],
  ['UPDATE_PASSWORD', 'USER', 'success', 'Passwords and second factors'],
  ['UPDATE_TOTP', 'BASIC_AUTH_MFA', 'success', 'Passwords and second factors'],
  ['SEND_RESET_PASSWORD', 'USER', 'success', 'Passwords and second factors'],
  ['UPDATE', 'ROLE', 'success', 'Users, roles and privileges'],
  ['DISABLED', 'SERVICE_USER', 'success', 'Users, roles and privileges'],
  ['user.created', 'user', null, 'Users, roles and privileges'],
  ['FEATURE_ENABLED', 'ACCOUNT', 'success', 'Configuration changes'],
  ['UPDATE', 'LICENSE', 'failure', 'Configuration changes'],
  ['ENABLED', 'SSO_OIDC', 'success', 'Configuration changes'],
  ['UPDATE', 'SSO_SAML', 'success', 'Configuration changes'],
  ['Edit settings', 'Settings', null, 'Configuration changes'],
  ['settings.updated', 'setting', null, 'Configuration changes'],
  ['ACCOUNT_EXPIRY_EMAIL_SENT', 'ACCOUNT', 'success', null],
  ['LOW_LICENSE_WARNING_SENT', 'LICENSE', 'success', null],
  ['SAML_IDP_CERT_EXPIRY_EMAIL_SENT', 'SAML2_CONFIG', 'success', null],
  ['LOGIN', 'SSO_OIDC', 'success', null],
  ['LOGIN_ERROR', 'SSO_SAML', 'failure', 'Failed sign-ins'],
  ['Certificate issued: one.example.com', null, 'success', null],
  ['Certificate issued: two.example.com', null, 'success', null],
];
const entries = SEEN.map(([action, type, outcome], at) =>
  audit({
    id: `s${at}`,
    timestamp: NOW - (at + 1) * HOUR,
    action,
    outcome,
    resource: type === null ? null : { type, id: `r${at}`, name: null },
    ip: at === 0 ? '192.0.2.1' : null,
    account: { id: 'acc-1', name: 'One' },
    actor: at === 1 ? null : { type: 'user', id: 'u', name: 'u', email: null },
  }),
);
const orders = (['SUCCESS', 'FAILED'] as const).map((status, at) =>
  job({ id: `o${at}`, type: 'ORDER', status, completedAt: NOW - HOUR, startedAt: null, scheduledAt: null }),
);

beforeAll(async () => {
  mkdirSync(dir, { recursive: true });
  const cache = openDirect({ dir });
  const covered = { from: NOW - 30 * DAY, to: NOW };
  const around = { platform: 'prod', rejected: [], at: NOW, syncedAt: NOW, covered };
  const rows = (records: readonly ((typeof entries)[number] | (typeof orders)[number])[]) =>
    records.map((record) => ({ record: { ...record, platform: 'prod' }, raw: null }));
  await cache.commit({ ...around, stream: 'audit', kinds: ['audit'], rows: rows(entries) });
  await cache.commit({ ...around, stream: 'jobs', kinds: ['job'], rows: rows(orders) });
  const user = { type: 'user', id: 'u', actorType: 'user', status: 'found', email: 'u@example.com' } as const;
  const may = [
    { name: 'Trust Lifecycle', permissions: ['VIEW_EM_SEAT', 7, 'SIGN_SM_HASH'] },
    { name: 'IoT' },
    null,
  ];
  const names = { first_name: 'Uma', last_name: 'Ito', accounts: [{ name: 'One' }, { id: '2' }] };
  const methods = [
    { signInMethod: 'standard', status: 'enabled', mfaStatus: 'disabled', clientAuthCertLoginEnabled: true },
  ];
  const account = { type: 'account', id: 'acc-1', actorType: null, status: 'found', email: null } as const;
  await cache.saveProfiles(
    'prod',
    [
      { ...user, name: 'u', body: { ...names, applications: may } },
      {
        ...account,
        name: 'One',
        body: { active: true, sign_in_methods: methods, admins: [{ name: 'Ada' }] },
      },
    ],
    NOW,
  );
  await cache.close();
});

async function report(name: string, redaction: Redaction = SECRETS_ONLY): Promise<ReadReport> {
  const out = join(folder, `${name}.json`);
  using moment = openMoment({ dir });
  const done = await writeReport(
    {
      ...{ name, format: 'json', window: WINDOW, scope: WHOLE_SCOPE, timezone: 'UTC', paper: 'a4' },
      ...{ longRunningAfter: HOUR, platforms: [], redaction, toolVersion: '9', coverage: [] },
    },
    { moment, out, clock: () => NOW },
  );
  if (!done.ok) throw new Error(JSON.stringify(done.failure));
  return readJson(out);
}

test('each documented action stands in the table that is evidence for it, and in no other', async () => {
  const read = await report('compliance');
  const titles = new Set(SEEN.flatMap(([, , , title]) => title ?? []));
  for (const [at, [action, type, , title]] of SEEN.entries()) {
    const found = [...titles].filter((one) => tableOf(read, one).some(({ id }) => id === `s${at}`));
    expect(found, `${action} ${type}`).toEqual(title === null ? [] : [title]);
  }
});

test('the summary tells what was tried from what was done', async () => {
  const summary = tableOf(await report('compliance'), 'Summary');
  const of = (finding: string) => summary.find((row) => row.finding === finding);
  expect(of('Deletions of API tokens and credentials')).toMatchObject({ count: 3, failed: 2 });
  expect(of('Changes and rotations of API tokens and credentials')).toMatchObject({ count: 1, failed: 0 });
  expect(of('Changes of configuration')).toMatchObject({ count: 6, failed: 1 });
  expect(of('Changes and resets of passwords and second factors')).toMatchObject({ count: 3, failed: 0 });
  expect(of('Failed operations')).toMatchObject({ failed: null });
});

test('says how many entries tell what a control asks of each', async () => {
  const read = await report('compliance');
  const content = tableOf(read, 'Content of entries');
  const of = (finding: string) => content.find((row) => row.finding === finding);
  const all = entries.length;
  expect(of('Entries that tell from which address')).toMatchObject({ count: 1, of: all, share: 4 });
  expect(of('Entries that name who acted')).toMatchObject({ count: all - 1, of: all });
  const controls = tableOf(read, 'Controls');
  expect(controls.find(({ section }) => section === 'Content of entries')).toMatchObject({ records: all });
  for (const { control, section, shows } of controls) expect(shows, `${control} ${section}`).toMatch(/\w/);
});

test('every control has evidence', () => {
  const named = new Set(COMPLIANCE.sections.flatMap(({ controls = [] }) => controls));
  expect([...named].sort()).toEqual(Object.keys(CONTROLS).sort());
});

test('an action that names what it is about is counted with the others of its sort', async () => {
  const counted = tableOf(await report('compliance'), 'By action');
  expect(counted.find(({ action }) => action === 'Certificate issued')).toMatchObject({ count: 2 });
  expect(counted.some(({ action }) => String(action).includes('example.com'))).toBe(false);
});

test('orders and certificates that were issued are in the weekly trend', async () => {
  const trends = tableOf(await report('weekly'), 'Issuance and renewal');
  const of = (series: string) => trends.find((row) => row.series === series);
  expect(of('Issuance jobs and orders done')).toMatchObject({ count: 1 });
  expect(of('Issuance jobs and orders failed')).toMatchObject({ count: 1 });
  expect(of('Issuance in audit logs')).toMatchObject({ count: 2 });
});

test('users and accounts are told with what they may do, and how one signs in', async () => {
  const read = await report('compliance');
  expect(tableOf(read, 'Users').find(({ id }) => id === 'u')).toMatchObject({
    person: 'Uma Ito',
    accounts: 'One, 2',
    applications: 'Trust Lifecycle: VIEW_EM_SEAT, SIGN_SM_HASH; IoT',
  });
  expect(tableOf(read, 'Accounts')).toMatchObject([
    {
      id: 'acc-1',
      status: 'ACTIVE',
      signIn: 'standard enabled, MFA disabled, client certificates',
      admins: 'Ada',
    },
  ]);
  const hidden = await report('compliance', { ...SECRETS_ONLY, personal: ['actor.name', 'actor.email'] });
  const shown = JSON.stringify(tableOf(hidden, 'Users')) + JSON.stringify(tableOf(hidden, 'Accounts'));
  for (const name of ['Uma', 'u@example.com', 'Ada']) expect(shown).not.toContain(name);
});
