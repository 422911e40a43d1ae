import { expect, test } from 'vitest';
import { type Loaded, parseSettings } from '../../src/config/check.ts';
import { configSchema } from '../../src/config/json-schema.ts';
import type { JsonObject } from '../../src/domain/json.ts';
import { targetsOf } from '../../src/forward/configured.ts';
import { TARGET_KINDS } from '../../src/forward/registry.ts';
import { TARGETS_SECTION } from '../../src/forward/section.ts';
import type { Secret } from '../../src/platforms/declaration.ts';
import { PLATFORM_KINDS } from '../../src/platforms/registry.ts';

const SECTIONS = { targets: async () => TARGETS_SECTION };
const PLATFORM = '[[platforms]]\nname = "here"\nkind = "host"\n';

const read = (text: string, env: Readonly<Record<string, string>> = {}, secrets: boolean | string = true) =>
  parseSettings(
    { file: 'config.toml', text: `${PLATFORM}${text}`, isPrivate: true },
    { kinds: PLATFORM_KINDS, secrets, sections: SECTIONS, env, home: '/home/u', base: '/', timeout: 5_000 },
  );

function settingsIn(loaded: Loaded) {
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  return loaded.value;
}

const problems = (loaded: Loaded): readonly string[] =>
  loaded.ok ? [] : loaded.problems.map(({ line, what, fix }) => `${line}: ${what} | ${fix}`);

test('a target has its defaults, its own settings and its secrets', async () => {
  const loaded = await read(
    `
[[targets]]
name = "logs"
kind = "syslog"
host = "logs.example.com"

[[targets]]
name = "splunk"
kind = "splunk-hec"
url = "https://splunk.example.com:8088"
token = { env = "TOKEN" }
fields = "ocsf"
query = "severity:error"
kinds = ["alert"]
from = "2026-08-20"
imported = false
`,
    { TOKEN: 'a-long-token' },
  );
  const [logs, splunk] = targetsOf(settingsIn(loaded));
  expect(logs).toMatchObject({
    name: 'logs',
    kind: 'syslog',
    fields: 'ecs',
    query: '',
    kinds: ['audit', 'alert'],
    from: 'now',
    imported: true,
    values: { host: 'logs.example.com', transport: 'tls', facility: 13, port: null },
  });
  expect(splunk).toMatchObject({
    fields: 'ocsf',
    kinds: ['alert'],
    from: Date.UTC(2026, 7, 20),
    imported: false,
  });
  const token = splunk?.values.token as Secret | undefined;
  expect(token?.reveal()).toBe('a-long-token');
  expect(JSON.stringify(splunk)).not.toContain('a-long-token');
});

test('every problem is told at once, with its line and how to mend it', async () => {
  const loaded = await read(`
[[targets]]
name = "logs/1"
kind = "syslog"
transport = "tls"
framing = "lf"
hots = "logs.example.com"
token = { env = "TOKEN" }
kinds = ["audits"]
query = "status:(failed"
from = "yesterday"
port = 6514.5

[[targets]]
name = "a"
kind = "sislog"
fields = "ecss"

[[targets]]
name = "A"
kind = "syslog"
host = "h"
transport = "tcp"
ca_file = "ca.pem"
kinds = []
`);
  const told = problems(loaded);
  for (const expected of [
    /^6: "logs\/1" cannot be the name of a target/,
    /^9: target logs\/1: over tls messages are counted/,
    /^10: target logs\/1: "hots" is no setting \| Did you mean "host"/,
    /^11: target logs\/1: "token" is no setting \| It is a setting of splunk-hec/,
    /^5: target logs\/1: host is missing/,
    /^12: target logs\/1: kinds\.0 cannot be "audits" \| Did you mean "audit"/,
    /^13: target logs\/1: query cannot be read at character/,
    /^14: target logs\/1: from cannot be "yesterday" \| Write "now"/,
    /^15: target logs\/1: port has to be a whole number/,
    /^19: target a: there is no kind "sislog" \| Did you mean "syslog"/,
    /^20: target a: fields cannot be "ecss" \| Did you mean "ecs"/,
    /^23: target A: this name is taken by target 2/,
    /^27: target A: ca_file is for tls/,
    /^28: target A: kinds is empty/,
  ]) {
    expect(
      told.filter((line) => expected.test(line)),
      `${expected}\n${told.join('\n')}`,
    ).toHaveLength(1);
  }
});

test('a secret that cannot be read is told to who asks for it, and to nobody else', async () => {
  const text = `
[[targets]]
name = "splunk"
kind = "splunk-hec"
url = "https://splunk.example.com:8088"
token = { env = "TOKEN" }
`;
  expect(problems(await read(text, {}, 'targets'))).toEqual([
    '9: target splunk: token: the environment variable TOKEN is not set | Set it before certdeck starts: export TOKEN=...',
  ]);
  expect(problems(await read(text, {}, true))).toHaveLength(1);
  expect(problems(await read(text, {}, 'platforms'))).toEqual([]);
  expect(problems(await read(text, {}, false))).toEqual([]);
});

test('what is no list of tables is told, too', async () => {
  const { check } = TARGETS_SECTION;
  const told: string[] = [];
  expect(check(3, (_, what) => told.push(what), [])).toEqual([]);
  expect(check([1], (_, what) => told.push(what), [])).toEqual([]);
  expect(told).toEqual(Array(2).fill('targets has to be a list of tables'));
});

test('the schema has every kind with its settings', async () => {
  const schema = (await configSchema(PLATFORM_KINDS, SECTIONS)) as never as {
    readonly properties: { readonly targets: { readonly items: { readonly oneOf: readonly JsonObject[] } } };
  };
  const { oneOf } = schema.properties.targets.items;
  expect(oneOf).toHaveLength(TARGET_KINDS.length);
  for (const { kind, settings } of TARGET_KINDS) {
    const one = oneOf.find(({ properties }) =>
      JSON.stringify((properties as JsonObject).kind).includes(`"${kind}"`),
    );
    expect(Object.keys(one?.properties as JsonObject)).toEqual(
      expect.arrayContaining([
        'name',
        'fields',
        'query',
        'kinds',
        'from',
        ...settings.map(({ name }) => name),
      ]),
    );
  }
});
