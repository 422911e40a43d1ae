import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openDemo } from '../../src/demo/open.ts';
import { continueWorld } from '../../src/demo/state.ts';
import { demo, MINUTE, START } from './world.ts';

async function folder() {
  const dir = await mkdtemp(join(tmpdir(), 'certdeck-demo-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  return dir;
}
const PATHS = ['/api/alerts?size=2000', '/api/jobs?size=2000', '/api/audit-logs?size=2000'];

async function bytes(options: Parameters<typeof demo>[0], jumps: readonly number[]) {
  const { one, clm, time } = await demo(options);
  let texts: string[] = [];
  for (const minutes of jumps) {
    time.now = START + minutes * MINUTE;
    const answers = [one('/audit-log?limit=1000&sort=timestamp:desc'), ...PATHS.map((path) => clm(path))];
    texts = (await Promise.all(answers)).map(({ text }) => text);
  }
  return texts;
}

test('equal seed and start give equal bytes, however the clock got there', async () => {
  const patient = await bytes({}, [0, 1, 2, 7, 30, 31, 240]);
  expect(await bytes({}, [240])).toEqual(patient);
  expect(await bytes({ seed: 2 }, [240])).not.toEqual(patient);
});

test('the world is kept in its folder; another size begins a new one and says so', async () => {
  const dir = await folder();
  const ask = { seed: 3, entries: 50, now: START };
  const first = await continueWorld(dir, ask);
  expect(first).toMatchObject({ fresh: true, notice: null, start: START });
  await first.save({ readAlerts: ['a'], readUntil: 5 });
  const second = await continueWorld(dir, { ...ask, now: START + 9 });
  expect(second).toMatchObject({ fresh: false, start: START, state: { readAlerts: ['a'], readUntil: 5 } });
  const bigger = await continueWorld(dir, { ...ask, entries: 60, now: START + 9 });
  expect(bigger).toMatchObject({ fresh: true, start: START + 9, state: { readAlerts: [] } });
  expect(bigger.notice).toContain('new world');
});

test.each(['', '{"seed":', 'null', '{"seed":"1","entries":5,"start":0}', '[]'])(
  'a damaged file (%s) begins a new world and says so',
  async (text) => {
    const dir = await folder();
    await writeFile(join(dir, 'world.json'), text);
    const world = await continueWorld(dir, { seed: 1, entries: 5, now: START });
    expect(world.fresh).toBe(true);
    expect(world.notice).toContain('could not be read');
    expect(JSON.parse(await readFile(join(dir, 'world.json'), 'utf8')).start).toBe(START);
  },
);

test('in a thread of its own the demo keeps marks over a restart', async () => {
  const dir = await folder();
  const start = async () => {
    const opened = await openDemo(dir, { entries: 100 });
    const clm = opened.platforms.find(({ kind }) => kind === 'ssl-clm');
    const headers = { authorization: `Bearer ${clm?.credentials.token}` };
    const ask = async (path: string, method = 'GET') => fetch(`${clm?.baseUrl}${path}`, { method, headers });
    return { opened, ask };
  };
  const first = await start();
  expect(first.opened.fresh).toBe(true);
  expect((await first.ask('/api/alerts/read-all', 'POST')).status).toBe(204);
  await first.opened.close();
  const second = await start();
  expect(second.opened).toMatchObject({ fresh: false, start: first.opened.start });
  const alerts = (await (await second.ask('/api/alerts?size=2000')).json()) as {
    content: { read: boolean }[];
  };
  expect(alerts.content.filter(({ read }) => !read)).toEqual([]);
  await second.opened.close();
});
