import { describe, expect, test } from 'vitest';
import { demo, MINUTE, START } from './world.ts';

type Row = Record<string, unknown> & { id: string };

async function all(
  ask: (path: string) => Promise<{ body: { totalPages: number; content: Row[] } }>,
  path: string,
) {
  const found: Row[] = [];
  for (let page = 0, pages = 1; page < pages; page += 1) {
    const { body } = await ask(`${path}?page=${page}&size=100`);
    pages = body.totalPages;
    found.push(...body.content);
  }
  return found;
}
const PATHS = ['/api/alerts', '/api/jobs', '/api/audit-logs'] as const;
const TIME = {
  '/api/alerts': 'createdAt',
  '/api/jobs': 'scheduledAt',
  '/api/audit-logs': 'timestamp',
} as const;

describe('pages', () => {
  test.each(PATHS)('%s: newest first, nothing doubled, nothing lost', async (path) => {
    const { clm } = await demo();
    const { body } = await clm(`${path}?page=0&size=7`);
    expect(body).toMatchObject({ number: 0, size: 7, totalPages: Math.ceil(body.totalElements / 7) });
    const rows = await all(clm, path);
    expect(rows).toHaveLength(body.totalElements);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
    const times = rows.map((row) => String(row[TIME[path]]));
    expect(times).toEqual(times.toSorted().toReversed());
  });

  test('the world has the size it says', async () => {
    const { clm } = await demo();
    const [alerts, jobs, audit] = await Promise.all(PATHS.map((path) => all(clm, path)));
    expect(alerts?.length).toBeGreaterThan(90);
    expect(alerts?.filter(({ read }) => !read).length).toBeGreaterThan(10);
    expect(jobs?.length).toBeGreaterThan(300);
    expect(new Set(jobs?.map(({ status }) => status))).toEqual(
      new Set(['QUEUED', 'RUNNING', 'SUCCESS', 'FAILED']),
    );
    expect(audit?.length).toBeGreaterThan(1_200);
    expect(audit?.length).toBeLessThan(2_500);
  });

  test.each(['page=-1', 'page=x', 'size=0', 'size=-5', 'size=1e3'])('refuses %s', async (query) => {
    const { clm } = await demo();
    const { status, body } = await clm(`/api/jobs?${query}`);
    expect(status).toBe(400);
    expect(body).toMatchObject({ status: 400, error: 'Bad Request', path: '/api/jobs' });
  });

  test('checks token, path and method', async () => {
    const { clm } = await demo();
    const anonymous = await clm('/api/jobs', { headers: {} });
    expect(anonymous.status).toBe(401);
    expect(Object.keys(anonymous.body)).toEqual(['timestamp', 'status', 'error', 'path']);
    expect((await clm('/api/none')).status).toBe(404);
    const { status, headers } = await clm('/api/alerts/read-all');
    expect([status, headers.get('allow')]).toEqual([405, 'POST']);
  });
});

describe('jobs live', () => {
  test('from the queue to their end, with the same id', async () => {
    const { clm, time } = await demo();
    const order = ['QUEUED', 'RUNNING', 'SUCCESS', 'FAILED'];
    const seen = new Map<string, string[]>();
    for (let minute = 0; minute < 30; minute += 0.25) {
      time.now = START + minute * MINUTE;
      for (const { id, status, startedAt, completedAt, output, error } of (await clm('/api/jobs?size=40'))
        .body.content) {
        const path = seen.get(id) ?? [];
        if (path.at(-1) !== status) path.push(status);
        seen.set(id, path);
        expect(startedAt === null).toBe(status === 'QUEUED');
        expect(completedAt === null).toBe(status === 'QUEUED' || status === 'RUNNING');
        expect(error !== null).toBe(status === 'FAILED');
        if (status === 'RUNNING') expect(output).toBeNull();
      }
    }
    const paths = [...seen.values()];
    for (const path of paths) {
      expect(path).toEqual(path.toSorted((a, b) => order.indexOf(a) - order.indexOf(b)));
      expect(path.includes('SUCCESS') && path.includes('FAILED')).toBe(false);
    }
    expect(paths.some((path) => path.join() === 'QUEUED,RUNNING,SUCCESS')).toBe(true);
    expect(paths.some((path) => path.at(-1) === 'FAILED' && path.length > 1)).toBe(true);
  });

  test('rows are appended: what was there keeps its place from the old end', async () => {
    const { clm, time } = await demo();
    const before = (await all(clm, '/api/audit-logs')).toReversed();
    time.now = START + 45 * MINUTE;
    const after = (await all(clm, '/api/audit-logs')).toReversed();
    expect(after.slice(0, before.length)).toEqual(before);
    expect(after.length).toBeGreaterThan(before.length + 100);
  });
});

describe('read marks', () => {
  const post = { method: 'POST' } as const;
  test('one alert, then all; repeating is harmless; the state survives', async () => {
    const world = await demo();
    const token = { headers: { authorization: `Bearer ${world.servers.platforms[1]?.credentials.token}` } };
    const unread = async () => (await all(world.clm, '/api/alerts')).filter(({ read }) => !read);
    const [first, ...others] = await unread();
    for (const _ of [1, 2]) {
      const { status, body } = await world.clm(`/api/alerts/${first?.id}/read`, { ...post, ...token });
      expect([status, body.read]).toEqual([200, true]);
    }
    expect(world.states).toEqual([{ readAlerts: [first?.id], readUntil: null }]);
    expect((await unread()).map(({ id }) => id)).toEqual(others.map(({ id }) => id));
    expect((await world.clm('/api/alerts/0123/read', { ...post, ...token })).status).toBe(404);
    const stateAfterOne = world.states.at(-1);

    const again = await demo(stateAfterOne === undefined ? {} : { state: stateAfterOne });
    expect((await all(again.clm, '/api/alerts')).filter(({ read }) => !read)).toHaveLength(others.length);

    for (const _ of [1, 2]) {
      expect((await world.clm('/api/alerts/read-all', { ...post, ...token })).status).toBe(204);
    }
    expect(await unread()).toEqual([]);
    world.time.now = START + 30 * MINUTE;
    expect((await unread()).length, 'new alerts are unread').toBeGreaterThan(0);
  });
});
