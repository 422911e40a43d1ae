/** The examples and value lists the vendors publish, through the connectors as they are. */
import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import type { AuditEntry } from '../../src/domain/audit.ts';
import { isObject } from '../../src/domain/json.ts';
import { DIGICERT_ONE } from '../../src/platforms/digicert-one/declaration.ts';
import type { LogStream, Page, Platform } from '../../src/platforms/port.ts';
import { SSL_CLM } from '../../src/platforms/ssl-clm/declaration.ts';
import { type Reply, startServer } from '../support/http-server.ts';
import { fakeTools, platformSettings, secret } from '../support/platform-tools.ts';

const fixture = (path: string) => readFileSync(new URL(`../fixtures/${path}`, import.meta.url), 'utf8');
const TUTORIAL = 'dev.digicert.com/audit-api-activity-for-compliance-reporting';
const MONITORING = 'docs.qcecuring.com/ssl-clm-platform-monitoring';
const signal = new AbortController().signal;

const open: { close(): Promise<unknown> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

async function platformOn(kind: 'digicert-one' | 'ssl-clm', reply: Reply): Promise<Platform> {
  const server = await startServer(() => reply);
  const values = { api_key: secret('a key'), token: secret('token') };
  const declared = kind === 'ssl-clm' ? SSL_CLM : DIGICERT_ONE;
  const platform = declared.create(platformSettings(kind, server.url, values), fakeTools());
  open.push(server, platform);
  return platform;
}

async function pageOf(platform: Platform, name: string): Promise<Page> {
  const stream = platform.streams.find((one) => one.name === name) as LogStream;
  const answer = await stream.page({ from: null, to: null, cursor: null, signal });
  if (!answer.ok) throw new Error(JSON.stringify(answer.failure));
  return answer.value;
}

describe('DigiCert Account Manager', () => {
  const values = JSON.parse(fixture(`${TUTORIAL}/values.json`));

  test('the user object', async () => {
    const platform = await platformOn('digicert-one', { text: fixture(`${TUTORIAL}/user.json`) });
    const id = '6792e182-4b96-4a2e-9061-14741be4234e';
    expect(await platform.lookUp?.({ type: 'user', id }, signal)).toEqual({
      ok: true,
      value: {
        type: 'user',
        id,
        status: 'found',
        name: 'Example service user',
        email: 'jane@example.com',
        actorType: 'service',
        body: JSON.parse(fixture(`${TUTORIAL}/user.json`)),
      },
    });
  });

  test('the account object', async () => {
    const platform = await platformOn('digicert-one', { text: fixture(`${TUTORIAL}/account.json`) });
    const id = 'ad65390a-0380-4522-bab6-f007c447757a';
    const profile = await platform.lookUp?.({ type: 'account', id }, signal);
    expect(profile).toMatchObject({
      ok: true,
      value: {
        type: 'account',
        id,
        status: 'found',
        name: 'Example account 1',
        email: null,
        actorType: null,
      },
    });
  });

  test('a user that is gone', async () => {
    const reply = { status: 404, text: fixture(`${TUTORIAL}/not-found.json`) };
    const platform = await platformOn('digicert-one', reply);
    expect(await platform.lookUp?.({ type: 'user', id: 'x' }, signal)).toMatchObject({
      ok: true,
      value: { status: 'missing' },
    });
  });

  test('an error body', async () => {
    const reply = { status: 400, text: fixture(`${TUTORIAL}/invalid-input-field.json`) };
    const platform = await platformOn('digicert-one', reply);
    expect(await platform.probe(signal)).toMatchObject({
      ok: false,
      failure: { code: 'PLATFORM_ERROR', cause: 'invalid_input_field: Invalid from [2026/01/01].' },
    });
  });

  test('the empty listing', async () => {
    const platform = await platformOn('digicert-one', { text: fixture(`${TUTORIAL}/empty-listing.json`) });
    expect(await pageOf(platform, 'audit')).toMatchObject({ rows: [], rejected: [], next: null, total: 0 });
  });

  test('the listing whose one item is a placeholder: set aside, no failure', async () => {
    const platform = await platformOn('digicert-one', { text: fixture(`${TUTORIAL}/listing.json`) });
    const page = await pageOf(platform, 'audit');
    expect(page).toMatchObject({ rows: [], next: null, rejected: [{ sample: '"ITEMS"' }] });
  });

  test('every published action, resource type and status is kept as it is', async () => {
    const items = (values.actions as string[]).map((action, index) => ({
      id: `e${index}`,
      account: { id: 'a1', name: 'Example account' },
      resource_type: values.resourceTypes[index % values.resourceTypes.length],
      resource_id: 'r1',
      resource_name: 'thing',
      action,
      user: { id: 'u1', name: 'jane' },
      timestamp: '2021-06-23T08:55:19Z',
      description: 'Done.',
      status: values.statusAnswers[index % 2],
    }));
    expect(Object.keys(items[0] ?? {})).toEqual(values.entryFields);
    const json = { total: items.length, offset: 0, limit: 1000, items };
    const { rows, rejected } = await pageOf(await platformOn('digicert-one', { json }), 'audit');
    expect(rejected).toEqual([]);
    const entries = rows.map(({ record }) => record as AuditEntry);
    expect(entries.map(({ action }) => action)).toEqual(values.actions);
    expect(new Set(entries.map(({ resource }) => resource?.type))).toEqual(new Set(values.resourceTypes));
    expect(new Set(entries.map(({ outcome }) => outcome))).toEqual(new Set(values.statusAnswers));
    expect(entries[0]?.timestamp).toBe(Date.UTC(2021, 5, 23, 8, 55, 19));
  });

  test.each(values.userStatuses as string[])('a user who is %s', async (status) => {
    const user = { ...JSON.parse(fixture(`${TUTORIAL}/user.json`)), status };
    const platform = await platformOn('digicert-one', { json: user });
    expect(await platform.lookUp?.({ type: 'user', id: 'x' }, signal)).toMatchObject({
      ok: true,
      value: { status: status === 'DELETED' ? 'deleted' : 'found' },
    });
  });
});

describe('QCecuring SSL CLM', () => {
  const values = JSON.parse(fixture(`${MONITORING}/values.json`));
  /** A documented label and the path of our record that carries it. */
  const FIELDS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    alerts: {
      Severity: 'severity',
      Type: 'type',
      Title: 'title',
      Message: 'message',
      'Entity (Certificate / Agent / Job)': 'entity.type',
      'Created Timestamp': 'createdAt',
    },
    jobs: {
      'Job ID': 'id',
      Name: 'name',
      Type: 'type',
      Status: 'status',
      'CA ID': 'caId',
      'Scheduled / Started / Completed timestamps': 'startedAt',
      Duration: 'completedAt',
      'Triggered by (user or agent)': 'triggeredBy.id',
      'Input payload': 'payload',
      'Output / error message': 'error',
      'Completion metadata': 'output',
      'Issued certificate ID': 'certificateId',
      'CA external request ID': 'externalRequestId',
      'Execution duration': 'completedAt',
    },
    audit: {
      'Log ID': 'id',
      Timestamp: 'timestamp',
      Action: 'action',
      'Entity Type': 'resource.type',
      'Entity ID': 'resource.id',
      'Actor Type': 'actor.type',
      'Actor ID': 'actor.id',
      Details: 'details',
    },
  };
  const at = '2026-08-20T09:00:00Z';
  const ROWS: Readonly<Record<string, readonly object[]>> = {
    alerts: (values.alertTypes as string[]).flatMap((type) =>
      (values.alertSeverities as string[]).map((severity) => ({
        ...{
          id: `${type}-${severity}`,
          severity,
          type,
          title: 't',
          message: 'm',
          createdAt: at,
          read: false,
        },
        ...{ entityType: 'Agent', entityId: 'agent-1' },
      })),
    ),
    jobs: (values.jobTypes as string[]).flatMap((type) =>
      (values.jobStatuses as string[]).map((status) => ({
        ...{ id: `${type}-${status}`, name: 'n', type, status, caId: 'ca', error: 'e', payload: { a: 1 } },
        ...{ scheduledAt: at, startedAt: at, completedAt: at, triggeredBy: { type: 'user', id: 'u' } },
        output: { certificateId: 'c', externalRequestId: 'x' },
      })),
    ),
    audit: (values.auditActions as string[]).flatMap((action) =>
      (values.auditEntityTypes as string[]).map((entityType) => ({
        ...{ id: `${action}-${entityType}`, timestamp: at, action, entityType, entityId: 'e' },
        ...{ actorType: values.auditSystemActor, actorId: 'scheduler', details: { keySize: 2048 } },
      })),
    ),
  };

  test.each(['alerts', 'jobs', 'audit'])('every documented field and value of %s', async (stream) => {
    const rows = ROWS[stream] ?? [];
    const page = await pageOf(await platformOn('ssl-clm', { json: rows }), stream);
    expect(page.rejected).toEqual([]);
    expect(page.rows).toHaveLength(rows.length);
    const documented = values[`${stream.replace(/s$/, '')}Fields`] as string[];
    expect(Object.keys(FIELDS[stream] ?? {})).toEqual(documented);
    for (const { record } of page.rows) {
      for (const path of Object.values(FIELDS[stream] ?? {})) {
        const value = path
          .split('.')
          .reduce<unknown>((inner, step) => (isObject(inner) ? inner[step] : undefined), record);
        expect(value ?? null, `${path} of ${record.id}`).not.toBeNull();
      }
    }
  });
});
