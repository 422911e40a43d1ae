/** The commands over the embedded platforms: real HTTP, a real configuration file, a real cache. */
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { platformToml } from '../../src/config/write.ts';
import { type DemoHooks, type DemoServers, startDemo } from '../../src/demo/start.ts';
import { DAY, HOUR } from '../../src/domain/time.ts';
import { certdeck, newHome, type Ran, type RunOptions } from './harness.ts';

let demo: DemoServers & { readonly hooks: DemoHooks };
let home: string;
let now = Date.UTC(2026, 7, 20, 9);
const clock = () => now;
const secrets: string[] = [];

function configOf(change: (text: string) => string = (text) => text): string {
  const tables = demo.platforms.map(({ name, kind, baseUrl, credentials, settings }) =>
    platformToml({ name, kind, base_url: baseUrl, ...credentials, ...settings }),
  );
  return change(tables.join('\n'));
}

function write(file: string, text: string): string {
  writeFileSync(join(home, file), text, { mode: 0o600 });
  return join(home, file);
}

/** Runs a command on the configuration of the embedded platforms; no secret may ever be said. */
async function run(argv: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const env = { CERTDECK_CONFIG: join(home, 'config.toml'), ...options.env };
  const ran = await certdeck(home, argv, { clock, ...options, env });
  for (const secret of secrets) expect(ran.stdout + ran.stderr).not.toContain(secret);
  return ran;
}

beforeAll(async () => {
  demo = await startDemo({ seed: 7, entries: 300, start: now - HOUR, limits: null }, { clock });
  secrets.push(...demo.platforms.flatMap(({ credentials }) => Object.values(credentials)));
  home = newHome();
  write('config.toml', configOf());
  expect(await run(['sync', '--once'])).toMatchObject({ code: 0, stdout: '' });
});
afterAll(() => demo.close());

test('a file without platforms is a problem of every command but the console', async () => {
  const file = write('lacking.toml', '[theme]\nname = "dark"\n');
  expect(await run(['alerts', '--config', file])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('no platform is configured'),
  });
});

describe('sync', () => {
  test('says on stderr what came, and brings only news the next time', async () => {
    now += 10_000;
    demo.hooks.addEntries(3);
    const { code, stderr } = await run(['sync', '--once', '--platform', 'digicert-one']);
    expect(code).toBe(0);
    expect(stderr).toMatch(/^digicert-one: audit \d+ new, 0 changed\n$/);
  });
  test('a platform that is not configured is refused with the one that was meant', async () => {
    expect(await run(['sync', '--once', '--platform', 'digicert-noe'])).toMatchObject({
      code: 2,
      stderr: 'certdeck: there is no platform "digicert-noe"\n  Did you mean "digicert-one"?\n',
    });
  });
  test('says once that it was interrupted, however many lists it was reading', async () => {
    const stop = new AbortController();
    const off = demo.hooks.onRequest(() => stop.abort());
    const ran = await run(['sync', '--once'], { signal: stop.signal });
    off();
    expect(ran.code).toBe(130);
    expect(ran.stderr.match(/The sync was stopped/g)).toHaveLength(1);
  });
  test('polls until it is interrupted, and then ends with 130', async () => {
    const stop = new AbortController();
    const off = demo.hooks.onRequest(() => stop.abort());
    expect(await run(['sync'], { signal: stop.signal })).toMatchObject({ code: 130, stdout: '' });
    off();
  });
});

describe('lists', () => {
  test('json is one object with what was shown, what matched and the coverage', async () => {
    const { code, stdout } = await run(['audit', '--format', 'json', '--limit', '2']);
    const answer = JSON.parse(stdout);
    expect(code).toBe(0);
    expect(answer).toMatchObject({ shown: 2 });
    expect(answer.records).toHaveLength(2);
    expect(answer.matched).toBeGreaterThan(300);
    expect(answer.coverage).toEqual(
      expect.arrayContaining(
        ['digicert-one', 'ssl-clm'].map((platform) => ({
          platform,
          stream: 'audit',
          from: new Date(now - 90 * DAY).toISOString(),
          to: expect.stringMatching(/Z$/),
          complete: true,
          syncedAt: expect.stringMatching(/Z$/),
        })),
      ),
    );
  });
  test('without a limit everything comes, newest first, and every format has the same records', async () => {
    const { stdout } = await run(['jobs', '--format', 'jsonl']);
    const jobs = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    const whole = JSON.parse((await run(['jobs', '--format', 'json'])).stdout);
    expect(whole.matched).toBe(jobs.length);
    expect(whole.records).toEqual(jobs);
    const latest = jobs.map((job) =>
      [job.scheduledAt, job.startedAt, job.completedAt].filter(Boolean).sort().at(-1),
    );
    expect(latest).toEqual([...latest].sort().reverse());
    const csv = (await run(['jobs', '--format', 'csv', '--fields', 'id'])).stdout.trimEnd().split('\r\n');
    expect(csv).toEqual(['id', ...jobs.map((job) => job.id)]);
  });
  test('a table is cut at 200 and says so', async () => {
    const { stdout, stderr } = await run(['audit']);
    expect(stdout.trimEnd().split('\n')).toHaveLength(201);
    expect(stderr).toMatch(/^200 of \d+ audit entries; --limit N prints more, --format jsonl all\.\n$/);
  });
  test('--sort, --fields and a query that begins with a minus', async () => {
    const { stdout } = await run([
      'jobs',
      '-status:success',
      '--sort',
      'status,id-desc',
      '--fields',
      'status,id',
      '--format',
      'jsonl',
    ]);
    const rows: { status: string; id: string }[] = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(new Set(rows.map(({ status }) => status))).not.toContain('SUCCESS');
    expect(rows).toEqual(
      [...rows].sort((a, b) =>
        a.status === b.status ? (a.id < b.id ? 1 : -1) : a.status < b.status ? -1 : 1,
      ),
    );
    expect(Object.keys(rows[0] ?? {})).toEqual(['status', 'id']);
  });
  test('--fail-if-any makes a match 10, and nothing 0', async () => {
    expect((await run(['jobs', 'status:failed', '--fail-if-any', '--format', 'jsonl'])).code).toBe(10);
    expect(await run(['jobs', 'name:nosuchthing', '--fail-if-any'])).toMatchObject({
      code: 0,
      stderr: expect.stringMatching(/^No jobs match\.\n(Looked at \S+: \w+ from .*, complete\.\n)+$/),
    });
  });
  test('a bad query gets a caret under the place and 1; a doubtful one a hint', async () => {
    expect(await run(['jobs', 'status:failed (type:x'])).toMatchObject({
      code: 1,
      stdout: '',
      stderr:
        '  status:failed (type:x\n                ^ this parenthesis is never closed\n' +
        'certdeck: the query cannot be read: this parenthesis is never closed\n' +
        '  Mend the place marked above, or see `certdeck --help`.\n',
    });
    const { code, stderr } = await run(['jobs', 'sttus:failed']);
    expect(code).toBe(0);
    expect(stderr).toContain('  sttus:failed\n  ^^^^^ ');
    const long = await run(['jobs', `${'a '.repeat(400)}(${' b'.repeat(400)}`]);
    const [excerpt = '', caret = ''] = long.stderr.split('\n');
    expect(excerpt.length).toBeLessThan(250);
    expect(excerpt[caret.indexOf('^')]).toBe('(');
  });
  test('--sync catches up first', async () => {
    now += 60_000;
    demo.hooks.addEntries(2);
    const before = JSON.parse(
      (await run(['audit', 'platform:digicert-one', '--format', 'json', '--limit', '1'])).stdout,
    );
    const after = JSON.parse(
      (await run(['audit', 'platform:digicert-one', '--format', 'json', '--limit', '1', '--sync'])).stdout,
    );
    expect(after.matched).toBeGreaterThan(before.matched);
    expect(await run(['audit', '--sync', '--read-only'])).toMatchObject({ code: 2 });
  });
});

describe('show', () => {
  test('gives everything known of one record', async () => {
    const { stdout: line } = await run([
      'audit',
      'platform:digicert-one',
      '--format',
      'jsonl',
      '--limit',
      '1',
    ]);
    const entry = JSON.parse(line);
    const { code, stdout } = await run(['show', entry.ref]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      ...entry,
      raw: { id: entry.id },
      firstSeenAt: expect.any(String),
    });
  });
  test('what is not there is 1, what is no reference 2', async () => {
    expect(await run(['show', 'ssl-clm/job/none'])).toMatchObject({ code: 1, stdout: '' });
    expect(await run(['show', 'job 5'])).toMatchObject({ code: 2, stdout: '' });
  });
});

describe('read marks', () => {
  test('are kept at once and reach the platform with the next sync', async () => {
    const { stdout } = await run([
      'alerts',
      'is:unread platform:ssl-clm',
      '--format',
      'jsonl',
      '--fields',
      'ref',
      '--limit',
      '2',
    ]);
    const [first, second] = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).ref as string);
    const marks: string[] = [];
    const off = demo.hooks.onRequest((request) => {
      if (request.method === 'POST') marks.push(request.path);
    });
    expect(await run(['alerts', '--mark-read', first ?? '', second ?? ''])).toMatchObject({
      code: 0,
      stderr: '2 marked read.\n',
    });
    expect(await run(['alerts', '--mark-read', first ?? ''])).toMatchObject({
      code: 0,
      stderr: '0 marked read, 1 unchanged.\n',
    });
    const shown = await run(['show', first ?? '']);
    expect(JSON.parse(shown.stdout)).toMatchObject({ read: true });
    expect(marks).toEqual([]);
    expect((await run(['sync', '--once'])).code).toBe(0);
    off();
    expect(marks.length).toBeGreaterThan(0);
    expect(JSON.parse((await run(['show', second ?? ''])).stdout)).toMatchObject({
      read: true,
      raw: { read: true },
    });
  });
  test('all that match, and nothing else', async () => {
    const count = async (query: string) =>
      JSON.parse((await run(['alerts', query, '--format', 'json', '--limit', '1'])).stdout).matched;
    const others = await count('is:unread -severity:warning');
    expect(await count('is:unread severity:warning')).toBeGreaterThan(0);
    expect((await run(['alerts', '--mark-all-read', 'severity:warning'])).code).toBe(0);
    expect(await count('is:unread severity:warning')).toBe(0);
    expect(await count('is:unread -severity:warning')).toBe(others);
  });
  test('an unknown reference is 1, no reference 2, --read-only 2', async () => {
    expect((await run(['alerts', '--mark-read', 'ssl-clm/alert/none'])).code).toBe(1);
    expect((await run(['alerts', '--mark-read', 'ssl-clm/job/1'])).code).toBe(2);
    expect((await run(['alerts', '--mark-all-read', '--read-only'])).code).toBe(2);
  });
});

describe('check', () => {
  test('names each finding with the command that shows it', async () => {
    const json = await run(['check', '--format', 'json', '--sync']);
    const report = JSON.parse(json.stdout);
    expect(json.code).toBe(report.exit);
    expect(report.status).toBe('critical');
    const failed = report.findings.find(({ check }: { check: string }) => check === 'failed_jobs');
    const listed = await run(['jobs', failed.query, '--format', 'json']);
    expect(JSON.parse(listed.stdout).matched).toBe(failed.count);
    const text = await run(['check']);
    expect(text.code).toBe(2);
    expect(text.stdout).toContain(`certdeck jobs '${failed.query}'`);
    expect(text.stdout).toContain(failed.examples[0]);
    const metrics = await run(['check', '--format', 'prometheus']);
    expect(metrics.stdout).toContain(
      `certdeck_check_findings{check="failed_jobs",level="critical"} ${failed.count}\n`,
    );
    expect(metrics.stdout).toContain('certdeck_platform_up{platform="ssl-clm"} 1\n');
  });
  test('old data is unknown where nothing is worse', async () => {
    const later = () => now + 3 * DAY;
    const { code, stdout } = await run(['check'], { clock: later });
    expect(stdout).toMatch(/UNKNOWN {3}digicert-one is late, last synced 3d/);
    expect([1, 2, 3]).toContain(code);
  });
});

describe('platforms', () => {
  test('tells freshness and coverage of every stream; --test asks each', async () => {
    const { code, stdout } = await run(['platforms', '--test']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/digicert-one +digicert-one +audit .* 90d/);
    expect(stdout.match(/^ssl-clm .*(alerts|jobs|audit)/gm)).toHaveLength(3);
    expect(stdout).toMatch(/^digicert-one: \S/m);
  });
});

describe('what goes wrong', () => {
  test('a wrong key is 4 and names platform and setting, never the secret', async () => {
    const file = write(
      'wrong-key.toml',
      configOf((text) => text.replace(/api_key = ".*"/, 'api_key = "hunter2-wrong"')),
    );
    const ran = await run(['sync', '--once', '--config', file, '--cache', join(home, 'other')]);
    expect(ran.code).toBe(4);
    expect(ran.stderr).toMatch(/certdeck: digicert-one: .*api_key/);
    expect(ran.stdout + ran.stderr).not.toContain('hunter2');
    expect((await run(['platforms', '--test', '--config', file, '--cache', join(home, 'other')])).code).toBe(
      4,
    );
    const check = await run(['check', '--config', file, '--cache', join(home, 'other'), '--format', 'json']);
    expect(JSON.parse(check.stdout).platforms[0]).toMatchObject({
      level: 'unknown',
      state: 'not authorised',
    });
  });
  test('a platform out of reach is 3', async () => {
    const file = write(
      'gone.toml',
      configOf((text) => text.replace(/http:\/\/127\.0\.0\.1:\d+/, 'http://127.0.0.1:1')),
    );
    const ran = await run(['platforms', '--test', '--config', file]);
    expect(ran.code).toBe(3);
    expect(ran.stderr).toContain('certdeck: digicert-one: ');
    // Why, without asking again.
    const options = ['--config', file, '--cache', join(home, 'gone')];
    expect((await run(['sync', '--once', ...options])).code).toBe(3);
    expect((await run(['platforms', ...options])).stdout).toMatch(
      /^digicert-one: audit failed last: http:\/\/127.0.0.1:1 is out of reach\n {2}likely cause: connect ECONNREFUSED 127.0.0.1:1\n {2}never synced, asked \d+m?s ago\n {2}Check base_url, /m,
    );
  });
  test('every problem of the configuration at once is 2', async () => {
    const file = write(
      'bad.toml',
      configOf((text) =>
        text.replaceAll('kind =', 'kinds =').replace('[[platforms]]', '[[platforms]]\nsince = "soon"'),
      ),
    );
    for (const argv of [['config', 'check'], ['jobs'], ['check']]) {
      const ran = await run([...argv, '--config', file]);
      expect(ran).toMatchObject({ code: 2, stdout: '' });
      expect(ran.stderr.match(/bad\.toml:\d+: /g)?.length).toBeGreaterThanOrEqual(5);
      expect(ran.stderr).toContain('certdeck: the configuration has ');
    }
    expect(await run(['config', 'check'])).toMatchObject({ code: 0, stdout: '' });
  });
  test('no configuration is told with what to do', async () => {
    const ran = await certdeck(newHome(), ['jobs']);
    expect(ran.code).toBe(2);
    expect(ran.stderr).toMatch(/there is no configuration at .*config\.toml\n.*certdeck demo/);
    expect(await certdeck(newHome(), [])).toMatchObject({ code: 2, stdout: '' });
  });
  test('--log-file keeps what happened, and no secret', async () => {
    const file = join(home, 'run.log');
    await run(['platforms', '--test', '--log-file', file]);
    const lines = readFileSync(file, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines[0]).toMatchObject({ event: 'begin', command: 'platforms' });
    expect(lines.at(-1)).toMatchObject({ event: 'end', code: 0 });
    expect(lines.some(({ event }) => event === 'request')).toBe(true);
    for (const secret of secrets) expect(readFileSync(file, 'utf8')).not.toContain(secret);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect((await run(['jobs', '--log-file', join(home, 'none', 'x')])).code).toBe(1);
  });
});
