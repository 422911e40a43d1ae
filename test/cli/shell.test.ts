/** What stands around the program in a shell: completion, man page, schema. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { openDirect } from '../../src/cache/direct.ts';
import { COMMANDS } from '../../src/cli/commands.ts';
import { CONFIG_SECTIONS } from '../../src/cli/config-sections.ts';
import { manPage } from '../../src/cli/man-page.ts';
import { TOP_LEVEL } from '../../src/config/schema.ts';
import { isObject, type JsonObject } from '../../src/domain/json.ts';
import { PLATFORM_KINDS } from '../../src/platforms/registry.ts';
import { certdeck, newHome } from './harness.ts';

const home = newHome();
const config = join(home, '.config', 'certdeck', 'config.toml');

beforeAll(async () => {
  mkdirSync(dirname(config), { recursive: true });
  writeFileSync(
    config,
    '[[platforms]]\nname = "prod eu"\nkind = "host"\n\n[[platforms]]\nname = "web"\nkind = "host"\n\n[[views]]\nname = "Failed at night"\npane = "jobs"\nquery = "status:failed"\n\n[[targets]]\nname = "siem"\nkind = "syslog"\nhost = "logs"\n',
  );
  const cache = await openDirect({ dir: join(home, '.local', 'state', 'certdeck', 'cache') });
  const entry = { kind: 'audit', platform: 'web', origin: 'platform', timestamp: 1_000 } as const;
  const given = { module: null, resource: null, account: null, outcome: null, severity: 'info' } as const;
  const rest = { description: null, ip: null, country: null, userAgent: null, details: null } as const;
  await cache.commit({
    platform: 'web',
    stream: 'audit',
    kinds: ['audit'],
    rows: ['LOGIN', 'LOGIN_ERROR', 'two words', 'evil\u001b[2J'].map((action, index) => ({
      record: {
        ...entry,
        ...given,
        ...rest,
        id: String(index),
        action,
        actor: { type: 'user', id: 'a', name: 'Ada', email: null },
      },
      mentions: [],
    })),
    rejected: [],
    at: 1_000,
  } as never);
  await cache.close();
});

/** The proposals for the word after the others, as zsh and fish ask for them. */
async function offered(...words: readonly string[]): Promise<readonly string[]> {
  const { code, stdout } = await certdeck(home, ['__complete', 'fish', '--', ...words]);
  expect(code).toBe(0);
  return stdout.split('\n').flatMap((line) => (line === '' ? [] : [line.split('\t')[0] ?? '']));
}

describe('completion offers', () => {
  test('commands, and no hidden one', async () => {
    expect(await offered('')).toEqual(Object.keys(COMMANDS));
    expect(await offered('ex')).toEqual(['export']);
    expect(await offered('--read-only', 'exp')).toEqual(['export']);
  });

  test('options of the command and those that hold everywhere, with their values', async () => {
    expect(await offered('jobs', '--f')).toEqual(['--format', '--fields', '--fail-if-any']);
    expect(await offered('jobs', '--no')).toEqual(['--no-color']);
    expect(await offered('jobs', '--format', '')).toEqual(['table', 'json', 'jsonl', 'csv']);
    expect(await offered('jobs', '--format=js')).toEqual(['--format=json', '--format=jsonl']);
    expect(await offered('jobs', '--fields', 'status,na')).toEqual(['status,name']);
    expect(await offered('jobs', '--sort', 'stat')).toEqual(['status', 'status-desc']);
    expect(await offered('--config', '')).toEqual([':files']);
    expect(await offered('export', 'jobs', '--out', '')).toEqual([':files']);
  });

  test('arguments that are one of a few', async () => {
    expect(await offered('config', '')).toEqual(['check', 'path', 'schema']);
    expect(await offered('export', 'a')).toEqual(['alerts', 'audit']);
    expect(await offered('completion', 'z')).toEqual(['zsh']);
  });

  test('platforms, of the configuration and of the cache', async () => {
    expect(await offered('sync', '--platform', '')).toEqual(['prod eu', 'web']);
  });

  test('targets of the configuration', async () => {
    expect(await offered('forward', '--to', 's')).toEqual(['siem']);
  });

  test('saved views of the records in question, of the program and of the configuration', async () => {
    const jobs = await offered('jobs', '--view', '');
    expect(jobs).toContain('Failed at night');
    expect(jobs.length).toBeGreaterThan(1);
    expect(await offered('audit', '--view', 'Failed at')).toEqual([]);
  });

  test('fields and values of a query, in any of its terms', async () => {
    expect(await offered('jobs', 'stat')).toEqual(expect.arrayContaining(['status:']));
    expect(await offered('jobs', 'since:24h status:fa')).toEqual(['since:24h status:FAILED']);
    expect(await offered('export', 'audit', 'outcome:f')).toEqual(['outcome:failure']);
    expect(await offered('audit', 'action:LOG')).toEqual(['action:LOGIN', 'action:LOGIN_ERROR']);
  });

  test('nothing that a terminal would take for more than text', async () => {
    const all = await offered('audit', 'action:');
    expect(all).toContain('action:"two words"');
    expect(all.filter((text) => /[^\p{L}\p{N}\p{P}\p{S} ]/u.test(text))).toEqual([]);
    expect(all.some((text) => text.includes('evil'))).toBe(false);
  });

  test('nothing, quietly, for what it does not know', async () => {
    expect(await offered('nonsense', '')).toEqual([]);
    expect(await offered('show', '')).toEqual([]);
    const none = newHome();
    const { code, stdout, stderr } = await certdeck(none, ['__complete', 'zsh', '--', 'audit', 'action:']);
    expect([code, stdout, stderr]).toEqual([0, '', '']);
  });

  test('a line as bash has it, by the words bash means', async () => {
    const line = async (text: string) =>
      (await certdeck(home, ['__complete', 'bash', `certdeck ${text}`])).stdout.trimEnd().split('\n');
    expect(await line('jobs status:fa')).toEqual(['FAILED']);
    expect(await line("jobs 'since:24h status:fa")).toEqual(['since:24h status:FAILED']);
    expect(await line('sync --platform pr')).toEqual(['prod\\ eu']);
    expect(await line('sync --platform "pr')).toEqual(['prod eu']);
    expect(await line('audit action:two')).toEqual(['\\"two\\ words\\"']);
  });
});

describe('the scripts', () => {
  test('bash asks the program and offers what it says', async () => {
    const { stdout: script } = await certdeck(home, ['completion', 'bash']);
    // Stands for the program: says what it was asked, and two proposals.
    const stub = `certdeck() { printf '%s\\n' "asked:$*" status: started:; }`;
    const ask = `COMP_WORDS=(certdeck jobs st) COMP_LINE='certdeck jobs st and more' COMP_POINT=16; _certdeck 2>/dev/null; printf '%s|' "\${COMPREPLY[@]}"`;
    const out = execFileSync('bash', ['--norc', '-c', `${script}\n${stub}\n${ask}`], { encoding: 'utf8' });
    expect(out).toBe('asked:__complete bash certdeck jobs st|status:|started:|');
  });

  test.each(['bash', 'zsh', 'fish'])('%s', async (shell) => {
    const { code, stdout } = await certdeck(home, ['completion', shell]);
    expect(code).toBe(0);
    expect(stdout).toContain(`__complete ${shell}`);
  });

  test('a shell there is none for', async () => {
    expect(await certdeck(home, ['completion', 'zhs'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Did you mean zsh?'),
    });
  });
});

test('docs/certdeck.1 is what the tables say: node scripts/docs.mjs writes it', async () => {
  const page = readFileSync(join(import.meta.dirname, '../../docs/certdeck.1'), 'utf8');
  expect(page).toBe(await manPage());
  for (const name of Object.keys(COMMANDS)) expect(page).toContain(`.SS certdeck ${name}`);
});

describe('config schema', () => {
  const schema = async (): Promise<JsonObject> =>
    JSON.parse((await certdeck(home, ['config', 'schema'])).stdout) as JsonObject;

  test('knows every table of the file and every setting of every kind', async () => {
    const { properties } = await schema();
    if (!isObject(properties)) throw new Error('no properties');
    expect(Object.keys(properties).sort()).toEqual([...TOP_LEVEL, ...Object.keys(CONFIG_SECTIONS)].sort());
    const text = JSON.stringify(properties.platforms);
    for (const { kind, settings } of PLATFORM_KINDS) {
      expect(text).toContain(`{"const":"${kind}"}`);
      for (const { name } of settings) expect(text).toContain(`"${name}":`);
    }
  });
});

test('config check tells what is wrong with keys and theme, with its line', async () => {
  const file = join(home, 'bad.toml');
  writeFileSync(
    file,
    '[[platforms]]\nname = "web"\nkind = "host"\n[keys]\n"quti" = ["x"]\n[theme]\nname = "drak"\n',
  );
  const { code, stderr } = await certdeck(home, ['config', 'check', '--config', file]);
  expect(code).toBe(2);
  expect(stderr).toContain(`${file}:5: keys: there is no action "quti"`);
  expect(stderr).toContain('Did you mean "quit"?');
  expect(stderr).toContain(`${file}:7: theme: name cannot be "drak"`);
  expect(stderr).toContain('Did you mean "dark"?');
});
