/** A platform that answers what no platform should: nothing of it may reach the terminal or end the program. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { type Reply, startServer } from '../support/http-server.ts';
import { certdeck, newHome } from './harness.ts';

const NOW = Date.UTC(2026, 7, 20, 9);
const EVIL = '\u001b]0;owned\u0007\u001b[2J\u001b[31mred\u202e\u009b5n\r\nsecond line';
/** Everything a terminal would obey but line ends and our own colours. */
const dangerous = (text: string) => text.replace(/\u001b\[(?:0|1|2|3[1-3])m/g, '').match(/[^\P{C}\n]/u);

const job = (id: string, more: object = {}) => ({
  id,
  name: EVIL,
  type: 'RENEW_CERT',
  status: 'FAILED',
  startedAt: NOW - 60_000,
  completedAt: NOW - 30_000,
  error: EVIL,
  payload: { [EVIL]: EVIL },
  ...more,
});
const page = (content: readonly object[]): Reply => ({
  json: { content, totalElements: content.length, totalPages: 1, number: 0, size: 200 },
});
let answers: Record<string, Reply> = {};
const server = await startServer(
  ({ url }) => answers[url.pathname] ?? { status: 404, json: { error: EVIL } },
);
afterAll(() => server.close());

let home = '';
beforeEach(() => {
  home = newHome();
  const text = `[[platforms]]\nname = "clm"\nkind = "ssl-clm"\nbase_url = "${server.url}"\ntoken = "the-token"\n`;
  writeFileSync(join(home, 'c.toml'), text, { mode: 0o600 });
  answers = {
    '/api/alerts': page([
      {
        id: EVIL,
        severity: 'ERROR',
        type: EVIL,
        title: EVIL,
        message: EVIL,
        createdAt: NOW - 60_000,
        read: false,
      },
    ]),
    '/api/jobs': page([job('j1'), job('j2', { status: EVIL }), job('j3', { startedAt: EVIL })]),
    '/api/audit-logs': page([]),
  };
});
const run = (...argv: readonly string[]) =>
  certdeck(home, ['--config', 'c.toml', ...argv], { clock: () => NOW, columns: 120, env: { TERM: 'xterm' } });

test('hostile text is inert in every command that prints it', async () => {
  await run('sync', '--once');
  const commands = [
    ['alerts'],
    ['jobs', '--fields', 'name,error,payload'],
    ['jobs', '--format', 'json'],
    ['jobs', '--format', 'jsonl'],
    ['jobs', '--format', 'csv'],
    ['show', 'clm/job/j1'],
    ['show', `clm/job/${EVIL}`],
    ['check'],
    ['check', '--format', 'json'],
    ['check', '--format', 'prometheus'],
    ['platforms'],
    ['jobs', `(${EVIL}`],
    ['jobs', `--${EVIL}`],
    [`${EVIL}`],
    ['sync', '--once', '--platform', EVIL],
  ];
  for (const argv of commands) {
    const { stdout, stderr } = await run(...argv);
    expect.soft(dangerous(stdout.replaceAll('\r\n', '\n')), `stdout of ${argv.join(' ')}`).toBeNull();
    expect.soft(dangerous(stderr), `stderr of ${argv.join(' ')}`).toBeNull();
    expect.soft(stdout + stderr, argv.join(' ')).not.toBe('');
  }
});

test('a row that cannot be read is set aside, counted and explained; its page goes on', async () => {
  const { code, stderr } = await run('sync', '--once');
  expect(code).toBe(0);
  expect(stderr).toMatch(/^clm: jobs \d new, 0 changed, \d set aside$/m);
  const { stdout } = await run('platforms');
  expect(stdout).toMatch(/^clm: jobs j2 set aside: \S/m);
});

test.each<[string, Reply, number]>([
  ['HTML', { text: '<html><body>Sign in</body></html>', headers: { 'content-type': 'text/html' } }, 1],
  ['half a JSON body', { text: '{"content":[{"id":"a"', headers: { 'content-type': 'application/json' } }, 1],
  [
    'a redirect to another host',
    { status: 302, headers: { location: 'https://evil.example/' }, text: '' },
    3,
  ],
  ['a refusal', { status: 401, json: { error: 'no' } }, 4],
])('%s: nothing stored is touched, and the exit code says it', async (_name, reply, code) => {
  await run('sync', '--once');
  const before = (await run('alerts', '--format', 'jsonl')).stdout;
  answers = { ...answers, '/api/alerts': reply };
  const ran = await run('sync', '--once');
  expect(ran.code).toBe(code);
  expect(ran.stderr).toContain('certdeck: clm: ');
  expect((await run('alerts', '--format', 'jsonl')).stdout).toBe(before);
  expect((await run('platforms')).stdout).toContain('clm: alerts failed last: ');
});

test('colours only where there is a terminal that wants them', async () => {
  await run('sync', '--once');
  const options = { clock: () => NOW, columns: 120 };
  const argv = ['--config', 'c.toml', 'check'];
  expect((await certdeck(home, argv, options)).stdout).toContain('\u001b[31m');
  for (const env of [{ NO_COLOR: '1' }, { TERM: 'dumb' }]) {
    expect((await certdeck(home, argv, { ...options, env })).stdout).not.toContain('\u001b');
  }
  expect((await certdeck(home, [...argv, '--no-color'], options)).stdout).not.toContain('\u001b');
  expect((await certdeck(home, argv, { clock: () => NOW })).stdout).not.toContain('\u001b');
});
