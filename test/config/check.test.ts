import { describe, expect, test } from 'vitest';
import { type Loaded, parseSettings } from '../../src/config/check.ts';
import type { Secret } from '../../src/platforms/declaration.ts';
import { KINDS } from './kinds.ts';

function check(text: string, options: { env?: Record<string, string>; isPrivate?: boolean } = {}) {
  return parseSettings(
    { file: 'config.toml', text, isPrivate: options.isPrivate ?? true },
    { kinds: KINDS, secrets: true, env: options.env ?? {}, home: '/home/u', base: '/', timeout: 5000 },
  );
}

function problemsOf(loaded: Loaded): string[] {
  if (loaded.ok) return [];
  return loaded.problems.map(({ line, what, fix }) => `${line}: ${what} | ${fix}`);
}

const GOOD = `
[[platforms]]
name = "prod"
kind = "cloud"
base_url = "https://one.example/"
api_key = { env = "KEY" }
since = "7d"
paths = { jobs = "/other" }
[platforms.fields.jobs]
id = "/key"
"output/certificateId" = "/out/cert"

[[platforms]]
name = "here"
kind = "files"

[alerts]
expiring_within = "14d"
`;

test('a file that lacks platforms and nothing else is handed on with its settings', async () => {
  const lacking = await check('[alerts]\nexpiring_within = "14d"\n');
  expect(lacking).toMatchObject({ ok: false, rest: { alerts: { expiringWithin: 14 * 86_400_000 } } });
  for (const wrong of ['[alerts]\nexpiring_within = 3\n', 'platforms = []\n', 'other = 1\n']) {
    expect(await check(wrong)).not.toHaveProperty('rest');
  }
});

describe('a good file', () => {
  test('gives durations in ms, addresses without a slash at the end, defaults filled in', async () => {
    const loaded = await check(GOOD, { env: { KEY: 'abc-def\n' } });
    expect(problemsOf(loaded)).toEqual([]);
    if (!loaded.ok) return;
    const [prod, here] = loaded.value.platforms;
    expect(loaded.value.alerts).toEqual({ expiringWithin: 14 * 86_400_000, longRunningAfter: 1_800_000 });
    expect(prod).toMatchObject({
      name: 'prod',
      kind: 'cloud',
      baseUrl: 'https://one.example',
      pollInterval: 60_000,
      since: 7 * 86_400_000,
      expiringWithin: 14 * 86_400_000,
    });
    expect((prod?.values.api_key as Secret | undefined)?.reveal()).toBe('abc-def');
    expect(prod?.values).toMatchObject({
      prefix: 'auto',
      account_id: null,
      division_ids: [],
      paths: { alerts: '/a', jobs: '/other' },
      fields: { alerts: { id: '/id' }, jobs: { id: '/key', 'output/certificateId': '/out/cert' } },
    });
    expect(here).toMatchObject({ baseUrl: '', values: { globs: ['/etc/*.pem'], scan_interval: 3_600_000 } });
  });
});

describe('a bad file', () => {
  test('tells every problem at once, in the order of the file', async () => {
    const loaded = await check(`
[[platforms]]
name = "prod"
kind = "cloud"
base_url = "http://one.example"
api_key = { env = "UNSET" }
poll_intervall = "5s"
since = "soon"
account_id = "12"

[[platforms]]
name = "PROD"
kind = "clowd"

[[platforms]]
name = "a/b"
kind = "files"
base_url = "https://x.example"
api_key = "x-secret"
scan_interval = "1ms"
globs = "/etc"

[alert]
expiring_within = "30d"
`);
    expect(problemsOf(loaded)).toEqual([
      '5: prod: base_url is plain http to another machine, which would show the secret to everyone on the way | Use https; http is accepted for a loopback address only.',
      '6: prod: api_key: the environment variable UNSET is not set | Set it before certdeck starts: export UNSET=...',
      '7: prod: "poll_intervall" is no setting | Did you mean "poll_interval"?',
      '8: prod: since has to be a duration ("soon" is none) | Write a number with a unit, in quotes: "60s", "30m", "24h", "7d".',
      '9: prod: account_id has to be a number | Write account_id = 123 (the account).',
      '12: the name "PROD" is taken by platform 1 | Give each its own name.',
      '13: PROD: there is no kind "clowd" | Did you mean "cloud"?',
      '16: "a/b" cannot be the name of a platform | A name has at most 64 characters, no "/", no line breaks and no blanks at its ends.',
      '18: a/b: "base_url" is no setting | A platform of the kind files has none; remove the line.',
      '19: a/b: "api_key" is no setting | It is a setting of cloud, not of files.',
      '20: a/b: scan_interval is out of range (1ms) | Write at least 1s.',
      '21: a/b: globs has to be a list of texts | Write globs = ["text"] (files).',
      '23: "alert" is no setting | Did you mean "alerts"?',
    ]);
  });

  test('names what is missing at the line of its table', async () => {
    const loaded = await check('\n[[platforms]]\nkind = "cloud"\n');
    expect(problemsOf(loaded)).toEqual([
      '2: platform 1: name is missing | Add name = "text" (unique, shown everywhere).',
      '2: platform 1: base_url is missing | Add base_url = "https://host.example" (address of the platform).',
      '2: platform 1: api_key is missing | Add api_key = { env = "NAME" } (the key).',
    ]);
  });

  test('a broken TOML text gives its line and column and repeats nothing of it', async () => {
    const loaded = await check('[[platforms]]\napi_key = hunter2-secret\n');
    expect(problemsOf(loaded)).toEqual([
      '2: this is not TOML: invalid value (column 11) | Texts and durations stand in double quotes, lists in [ ]; see https://toml.io.',
    ]);
    expect(JSON.stringify(loaded)).not.toContain('hunter2');
  });

  test.each([
    ['', 'no platform is configured'],
    ['platforms = 3', 'platforms has to be a list of tables'],
    ['platforms = []', 'platforms has to be a list of tables'],
    ['platforms = [1]', 'platforms has to be a list of tables'],
    ['alerts = "x"\n[[platforms]]\nname="a"\nkind="files"', 'alerts has to be a table'],
    ['[[platforms]]\nname = 3\nkind="files"', 'platform 1: name has to be text'],
    ['[[platforms]]\nname = ""\nkind="files"', 'platform 1: name is empty'],
    ['[[platforms]]\nname = "a\\u001b[2J"\nkind="files"', '"a\\u001b[2J" cannot be the name of a platform'],
    ['[[platforms]]\nname = "a"\nkind = 1979-05-27 07:32:00', 'a: kind has to be text'],
    ['[[platforms]]\nname="a"\nkind="files"\nsince = "99999999w"', 'a: since is out of range (99999999w)'],
    ['[[platforms]]\nname="a"\nkind="files"\nsince = "0s"', 'a: since is out of range (0s)'],
  ])('%j: %s', async (text, what) => {
    const loaded = await check(text);
    expect(loaded.ok).toBe(false);
    if (!loaded.ok) expect(loaded.problems.map((problem) => problem.what)).toContain(what);
  });

  const cloud = (line: string) =>
    `[[platforms]]\nname = "p"\nkind = "cloud"\nbase_url = "https://h"\napi_key = "secret"\n${line}`;
  test.each([
    ['prefix = "/apo"', 'p: prefix cannot be "/apo"'],
    ['paths = { alert = "/x" }', 'p: paths.alert is no setting'],
    ['paths = { alerts = 3 }', 'p: paths.alerts has to be text'],
    ['fields = { alerts = 3 }', 'p: fields.alerts has to be a table'],
    ['fields = { audits = {} }', 'p: fields.audits is no table of fields'],
    ['fields = { alerts = { ident = "/x" } }', 'p: fields.alerts.ident is no setting'],
    ['division_ids = ["1"]', 'p: division_ids has to be a list of numbers'],
    ['account_id = 0', 'p: account_id is out of range (0)'],
    ['account_id = nan', 'p: account_id has to be a number'],
  ])('%s', async (line, what) => {
    const loaded = await check(cloud(line));
    expect(loaded.ok).toBe(false);
    if (!loaded.ok)
      expect(loaded.problems.map((problem) => [problem.line, problem.what])).toEqual([[6, what]]);
  });

  test.each([
    ['https://user:pw@h.example', 'holds a user name or password'],
    ['ftp://h.example', 'is no web address'],
    ['one.example', 'is no web address'],
    ['https://h.example/?a=1', 'has a ? or # part'],
    ['http://127.0.0.1.example', 'is plain http to another machine'],
    ['http://localhost.example', 'is plain http to another machine'],
    ['http://127.0.0.1:80/', null],
    ['http://[::1]:80', null],
    ['http://localhost:1', null],
  ])('address %s', async (address, what) => {
    const text = `[[platforms]]\nname = "p"\nkind = "cloud"\nbase_url = "${address}"\napi_key = "secret"\n`;
    const loaded = await check(text);
    if (what === null) expect(problemsOf(loaded)).toEqual([]);
    else expect(problemsOf(loaded).join()).toContain(what);
    expect(problemsOf(loaded).join()).not.toContain('pw');
  });
});

describe('rules', () => {
  test.each([
    ['', 30],
    ['[alerts]\nlong_running_after = "45m"', 45],
    ['[alerts]\nlong_running_after = "45m"\n[rules.long-running]\nlonger_than = "2h"', 120],
  ])('a job is too long for the rule when it is for the header: %j', async (text, minutes) => {
    const loaded = await rules(text);
    if (!loaded.ok) throw new Error('it should be sound');
    expect(loaded.value.rules?.['long-running']?.thresholds).toEqual({ longer_than: minutes * 60_000 });
  });

  const rules = (text: string) => check(`[[platforms]]\nname = "here"\nkind = "files"\n${text}`);

  test('are on with their defaults, and can be switched off and tuned', async () => {
    const loaded = await rules(
      '[rules.failed-sign-ins]\nattempts = 3\nwithin = "2m"\n[rules.event-jobs]\nenabled = false',
    );
    expect(problemsOf(loaded)).toEqual([]);
    if (!loaded.ok) return;
    expect(loaded.value.rules?.['failed-sign-ins']).toEqual({
      enabled: true,
      thresholds: { attempts: 3, within: 120_000 },
    });
    expect(loaded.value.rules?.['event-jobs']).toMatchObject({ enabled: false });
    expect(loaded.value.rules?.['expiry-notices']).toEqual({
      enabled: true,
      thresholds: { urgent_within: 7 * 24 * 60 * 60_000 },
    });
  });

  test('tell every problem with its line', async () => {
    const loaded = await rules(
      '[rules.failed-signins]\n[rules.failed-sign-ins]\nenabled = 1\nattempts = 2.5\nwithin = 5\nat = 1',
    );
    expect(problemsOf(loaded)).toEqual([
      '4: there is no rule "failed-signins" | Did you mean "failed-sign-ins"?',
      '6: rule failed-sign-ins: enabled has to be true or false | Write enabled = false.',
      '7: rule failed-sign-ins: attempts has to be a whole number | Write attempts = 3.',
      '8: rule failed-sign-ins: within has to be a duration | Write a number with a unit, in quotes: "60s", "30m", "24h", "7d".',
      '9: rule failed-sign-ins: "at" is no setting | Known here: enabled, attempts, within.',
    ]);
  });
});
