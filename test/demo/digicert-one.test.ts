import { describe, expect, test } from 'vitest';
import { demo, MINUTE, START } from './world.ts';

type Entry = { id: string; timestamp: string; user: { id: string; name: string }; [key: string]: unknown };

/** Every entry, page by page, as the documentation says to page. */
async function all(
  ask: (path: string) => Promise<{ body: { total: number; items: Entry[] } }>,
  query: string,
) {
  const found: Entry[] = [];
  for (let total = 1; found.length < total; ) {
    const { body } = await ask(`/audit-log?limit=1000&offset=${found.length}&${query}`);
    total = body.total;
    found.push(...body.items);
    if (body.items.length === 0) break;
  }
  return found;
}

describe('the audit log', () => {
  test('answers 20 entries, oldest first, unless asked otherwise', async () => {
    const { one } = await demo();
    const { status, headers, body } = await one('/audit-log');
    expect(status).toBe(200);
    expect(headers.get('content-type')).toContain('application/json');
    expect(body).toMatchObject({ total: 5_000, offset: 0, limit: 20 });
    expect(body.items).toHaveLength(20);
    expect(Object.keys(body.items[0])).toEqual([
      'id',
      'account',
      'resource_type',
      'resource_id',
      'resource_name',
      'action',
      'user',
      'timestamp',
      'description',
      'status',
    ]);
    const newest = (await one('/audit-log?sort=timestamp:desc&limit=1')).body.items[0];
    expect(Date.parse(newest.timestamp)).toBeLessThanOrEqual(START);
    expect(Date.parse(body.items[0].timestamp)).toBeLessThan(START - 89 * 24 * 60 * MINUTE);
  });

  test('caps a page at 1000 and echoes the limit as asked', async () => {
    const { one } = await demo();
    const { body } = await one('/audit-log?limit=5000');
    expect(body.limit).toBe(5_000);
    expect(body.items).toHaveLength(1_000);
  });

  test('pages sum up to the total in both orders, nothing doubled, nothing lost', async () => {
    const { one } = await demo();
    const up = await all(one, 'sort=timestamp:asc');
    const down = await all(one, 'sort=timestamp:desc');
    expect(up).toHaveLength(5_000);
    expect(new Set(up.map(({ id }) => id)).size).toBe(5_000);
    expect(down).toEqual(up.toReversed());
    const times = up.map(({ timestamp }) => timestamp);
    expect(times).toEqual(times.toSorted());
    expect(new Set(times).size, 'some entries share an instant').toBeLessThan(5_000);
  });

  test('filters agree with what a client would filter itself', async () => {
    const { one } = await demo({ entries: 2_500 });
    const every = await all(one, '');
    const cases: [string, (entry: Entry) => boolean][] = [
      ['status=FAILURE', (entry) => entry.status === 'failure'],
      ['status=failure', () => false],
      ['action=LOGIN_ERROR', (entry) => entry.action === 'LOGIN_ERROR'],
      ['action=login_error', () => false],
      ['resource_types=APIKEY,ROLE', (entry) => ['APIKEY', 'ROLE'].includes(entry.resource_type as string)],
      ['user_name=svc-acme', (entry) => entry.user.name.includes('svc-acme')],
      ['from=2026-07-01&to=2026-07-31', (entry) => entry.timestamp.startsWith('2026-07')],
      ['from=2026-07-31&to=2026-07-01', () => false],
      [
        'from=2026-08-01&status=FAILURE&resource_types=SSO_SAML',
        (entry) =>
          entry.timestamp >= '2026-08' && entry.status === 'failure' && entry.resource_type === 'SSO_SAML',
      ],
    ];
    for (const [query, keep] of cases) {
      const expected = every.filter(keep).map(({ id }) => id);
      expect(
        (await all(one, query)).map(({ id }) => id),
        query,
      ).toEqual(expected);
      const newestFirst = await all(one, `${query}&sort=timestamp:desc`);
      expect(
        newestFirst.map(({ id }) => id),
        query,
      ).toEqual(expected.toReversed());
    }
    const [some] = every.slice(1_200);
    const byResource = await all(one, `resource_id=${some?.resource_id}`);
    expect(byResource.map(({ id }) => id)).toContain(some?.id);
  });

  test('sorts by the other published fields', async () => {
    const { one } = await demo({ entries: 1_500 });
    for (const field of ['action', 'status', 'description']) {
      const values = (await all(one, `sort=${field}:desc`)).map((entry) => String(entry[field]));
      expect(values, field).toEqual(values.toSorted().toReversed());
    }
  });

  test.each([
    ['from=2026/01/01', 'Invalid from [2026/01/01].'],
    ['to=2026-02-31', 'Invalid to [2026-02-31].'],
    ['from=2026-01-01T00:00:00Z', 'Invalid from [2026-01-01T00:00:00Z].'],
    ['sort=colour', 'Invalid sort [colour].'],
    ['offset=-1', 'Invalid offset [-1].'],
  ])('refuses %s', async (query, message) => {
    const { one } = await demo({ entries: 10 });
    const { status, body } = await one(`/audit-log?${query}`);
    expect(status).toBe(400);
    expect(body).toEqual({ errors: [{ code: 'invalid_input_field', message }] });
  });

  test('checks the key, the path and the method', async () => {
    const { one } = await demo({ entries: 10 });
    const anonymous = await one('/audit-log', { headers: {} });
    expect(anonymous.status).toBe(401);
    expect(anonymous.body.errors[0].code).toBe('invalid_api_key');
    expect((await one('/audit-log', { headers: { 'x-api-key': 'wrong' } })).status).toBe(401);
    const lost = await one('/audit-logs');
    expect([lost.status, lost.body.errors[0].code]).toEqual([404, 'resource_not_found']);
    expect((await one('/audit-log', { method: 'POST', headers: { 'x-api-key': '' } })).status).toBe(401);
  });

  test('grows with the clock, and what was there stays as it was', async () => {
    const { one, time } = await demo({ entries: 100 });
    const before = await all(one, '');
    time.now = START + 10 * MINUTE;
    const after = await all(one, '');
    expect(after.slice(0, 100)).toEqual(before);
    expect(after.length).toBeGreaterThan(200);
    const times = after.map(({ timestamp }) => Date.parse(timestamp));
    expect(times.every((at, place) => place === 0 || at >= (times[place - 1] ?? 0))).toBe(true);
    expect(Math.max(...times)).toBeLessThanOrEqual(time.now);
    time.now = START + 20 * MINUTE;
    expect((await all(one, '')).slice(0, after.length)).toEqual(after);
  });

  test('a world without history is a world', async () => {
    const { one } = await demo({ entries: 0 });
    expect((await one('/audit-log')).body).toEqual({ total: 0, offset: 0, limit: 20, items: [] });
  });
});

describe('users and accounts', () => {
  test('every actor and account of the log resolves, is told deleted, or is gone', async () => {
    const { one } = await demo();
    const entries = await all(one, '');
    const people = new Map(entries.map(({ user }) => [user.id, user.name]));
    const seen = new Set<string>();
    for (const [id, name] of people) {
      const { status, body } = await one(`/user/${id}`);
      if (status === 404) {
        seen.add('404');
        expect(body).toEqual({ errors: [{ code: 'not_found', message: 'User not found.' }] });
      } else {
        seen.add(body.status).add(body.user_type);
        expect([body.user_name, body.friendly_name]).toContain(name);
      }
    }
    expect([...seen].toSorted()).toEqual([
      '404',
      'ACTIVE',
      'DELETED',
      'LOCKED',
      'PENDING',
      'service',
      'standard',
    ]);
    for (const id of new Set(entries.map(({ account }) => (account as { id: string }).id))) {
      const { body } = await one(`/account/${id}`);
      expect(Object.keys(body)).toEqual([
        'id',
        'name',
        'active',
        'service_period',
        'friendly_identifier',
        'admins',
        'sign_in_methods',
        'oauth_clients',
        'locale',
      ]);
    }
    expect((await one('/account/nobody')).status).toBe(404);
  });

  test('lists are bare arrays', async () => {
    const { one } = await demo({ entries: 10 });
    const services = (await one('/user?user_type=service')).body;
    expect(services.every((user: { user_type: string }) => user.user_type === 'service')).toBe(true);
    expect((await one('/account')).body).toHaveLength(4);
    expect((await one('/user/me')).body.user_type).toBe('service');
  });
});
