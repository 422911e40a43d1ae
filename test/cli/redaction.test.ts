/** What is hidden from lists, records and files, and what is noted when it is not. */
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { openDirect } from '../../src/cache/direct.ts';
import { redactingCache } from '../../src/cli/redacting-cache.ts';
import { SECRETS_ONLY } from '../../src/domain/redaction-policy.ts';
import { MASK } from '../../src/domain/secrets.ts';
import { NOW, page } from '../cache/records.ts';
import { audit, job } from '../query/records.ts';
import { certdeck, newHome } from './harness.ts';

const clock = () => NOW;
const grace = { type: 'user', id: 'u1', name: 'Grace Hopper', email: 'grace@example.com' } as const;
let home: string;
const configured = (redaction: string): void => {
  writeFileSync(join(home, 'c.toml'), `[[platforms]]\nname = "prod"\nkind = "host"\n${redaction}`, {
    mode: 0o600,
  });
};
const run = (...argv: readonly string[]) =>
  certdeck(home, ['--config', 'c.toml', '--cache', 'cache', ...argv], { clock });

beforeAll(async () => {
  home = newHome();
  configured('');
  const cache = openDirect({ dir: join(home, 'cache') });
  await cache.commit(
    page([
      audit({
        id: 'e1',
        platform: 'prod',
        actor: grace,
        description: 'Grace Hopper signed in',
        details: { apiKey: 'k-1' },
      }),
      job({ id: 'j1', platform: 'prod', payload: { token: 't-1', cn: 'a.example.com' } }),
    ]),
  );
  await cache.close();
});

describe.each([
  ['a list', ['audit', '--format', 'jsonl']],
  ['a record', ['show', 'prod/audit/e1']],
  ['a file', ['export', 'audit', '--format', 'csv', '--out', '-']],
])('%s', (_, words) => {
  test('has its secrets masked, and only --reveal shows them, which is noted', async () => {
    configured('');
    const journal = join(home, '.local', 'state', 'certdeck', 'reveals.jsonl');
    rmSync(journal, { force: true });
    const masked = await run(...words);
    expect(masked.stdout).toContain(MASK);
    expect(masked.stdout).not.toContain('k-1');
    const revealed = await run(...words, '--reveal');
    expect(revealed.stdout).toContain('k-1');
    expect(statSync(journal).mode & 0o777).toBe(0o600);
    const [line, more] = readFileSync(journal, 'utf8').split('\n');
    expect(JSON.parse(line ?? '')).toMatchObject({
      at: '2026-08-20T12:00:00.000Z',
      by: words[0] === 'audit' ? 'list' : words[0],
      user: expect.stringMatching(/./),
    });
    expect(more).toBe('');
  });

  test('hides the personal data the configuration names', async () => {
    configured('[redaction]\npersonal = ["actor.name", "actor.email"]\nhow = "hash"\n');
    const { stdout, code } = await run(...words);
    expect(code === 0 || code === 5).toBe(true);
    expect(stdout).not.toMatch(/Grace|grace@/);
    expect(stdout).toMatch(/~[0-9a-f]{12} signed in/);
  });
});

test('what is wrong in [redaction] is told with its line', async () => {
  configured('[redaction]\npersonal = ["a b"]\nhow = "blur"\nsecrets = "no"\nextra = 1\n');
  const { code, stderr } = await run('audit');
  expect(code).toBe(2);
  for (const line of [5, 6, 7, 8]) expect(stderr).toContain(`c.toml:${line}`);
});

test('the console is not told personal data, nor offered it letter by letter, nor by SQL', async () => {
  const cache = openDirect({ dir: join(home, 'cache') });
  const hidden = redactingCache(cache, { ...SECRETS_ONLY, personal: ['actor.name', 'email'] });
  const selection = { kind: 'audit', query: '', now: NOW, longRunningAfter: 1 } as const;
  const { rows } = await hidden.rows({ selection, limit: 5, whole: true });
  const whole = await hidden.record('prod/audit/e1');
  const groups = await hidden.groups({ selection, field: 'actor', limit: 5 });
  const values = await hidden.values('audit', 'actor', '', 5);
  const text = await hidden.recordText('prod/audit/e1');
  const { arrivals } = await hidden.arrivals(null, ['audit'], 5);
  expect(arrivals).toHaveLength(1);
  for (const told of [rows, whole, groups, values, text, arrivals])
    expect(JSON.stringify(told)).not.toMatch(/Grace|grace@/);
  expect(JSON.stringify(rows)).toContain('k-1');
  await expect(hidden.sql({ text: 'SELECT 1', most: 1, within: 1 })).rejects.toThrow('[redaction]');
  await cache.close();
});

test('the daily check masks and hides what lists do', async () => {
  const cache = openDirect({ dir: join(home, 'cache') });
  const error = 'Grace Hopper was refused: token=abc12345';
  await cache.commit(
    page([
      job({ id: 'j2', platform: 'prod', status: 'FAILED', completedAt: NOW, error, triggeredBy: grace }),
    ]),
  );
  await cache.close();
  configured('');
  const masked = await run('check');
  expect(masked.stdout).toContain(`Grace Hopper was refused: token=${MASK}`);
  configured('[redaction]\npersonal = ["triggeredBy.name"]\n');
  const hidden = await run('check');
  expect(hidden.stdout).toContain(`${MASK} was refused: token=${MASK}`);
  expect(hidden.stdout).not.toContain('Grace');
});

test('the journal of reveals holds no secret that was asked for', async () => {
  configured('');
  const journal = join(home, '.local', 'state', 'certdeck', 'reveals.jsonl');
  await run('audit', 'token=hunter2abc', '--reveal');
  expect(readFileSync(journal, 'utf8')).not.toContain('hunter2abc');
});

test('a field that no record has is told, for it would hide nothing', async () => {
  configured('[redaction]\npersonal = ["actor.emial", "actor.telephone", "user.phone", "email"]\n');
  const { code, stderr } = await run('audit');
  expect(code).toBe(2);
  expect(stderr).toContain('Did you mean "actor.email"?');
  expect(stderr).not.toContain('phone');
});

test('a terminal that an export goes to obeys nothing in it; a pipe gets the value', async () => {
  configured('');
  const cache = openDirect({ dir: join(home, 'cache') });
  await cache.commit(page([audit({ id: 'e2', platform: 'prod', description: 'a\u001b]0;b\u0007c' })]));
  await cache.close();
  const words = [
    '--config',
    'c.toml',
    '--cache',
    'cache',
    'export',
    'audit',
    'id:e2',
    '--format',
    'csv',
    '--out',
    '-',
  ];
  const [shown, piped] = [
    await certdeck(home, words, { clock, columns: 80 }),
    await certdeck(home, words, { clock }),
  ];
  expect(shown.stdout).not.toContain('\u001b');
  expect(piped.stdout).toContain('a\u001b]0;b\u0007c');
});

test('the row as its platform gave it is shown to the digit, its secrets masked', async () => {
  configured('');
  const raw = '{"serial":12345678901234567890,"b":1,"ratio":1.0,"10":[],"9":2,"b":3,"apiKey":"k-2"}';
  const cache = openDirect({ dir: join(home, 'cache') });
  const record = job({ id: 'j2', platform: 'prod' });
  await cache.commit(page([], { rows: [{ record, raw }] }));
  await cache.close();
  const { stdout } = await run('show', 'prod/job/j2');
  expect(JSON.parse(stdout)).toMatchObject({ ref: 'prod/job/j2', raw: { apiKey: MASK } });
  expect(stdout.replace(/\n */g, '').replaceAll('": ', '":')).toContain(`"raw":${raw.replace('k-2', MASK)}}`);
});
