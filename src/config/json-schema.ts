/** The JSON Schema of the whole file, made from the tables the checks read (https://json-schema.org, draft 7). */
import type { Json, JsonObject } from '../domain/json.ts';
import { formatDuration } from '../domain/time.ts';
import type { Setting, SettingType } from '../platforms/declaration.ts';
import { RULES } from '../rules/registry.ts';
import type { Rule } from '../rules/rule.ts';
import { ALERT_SETTINGS, type KindDeclaration, settingsOf } from './schema.ts';
import type { ConfigSections } from './section.ts';

/** As `parseDuration` and `parseBytes` read them. */
const AMOUNT = '\\d+(\\.\\d+)?';
const AGE = `(${AMOUNT}(ms|[smhdw]))+`;
const SIZE = `${AMOUNT} ?([kmgtKMGT][iI]?)?[bB]`;
const DURATION = { type: 'string', pattern: `^${AGE}$` } as const;
const TEXT = { type: 'string', minLength: 1 } as const;
const TEXTS = { type: 'object', additionalProperties: { type: 'string' } } as const;

/** Where the value of a secret is to be found. */
const SECRET: Json = {
  oneOf: [
    only({ env: TEXT }),
    only({ file: TEXT }),
    only({ command: { type: 'array', items: { type: 'string' }, minItems: 1 } }),
    { ...TEXT, description: 'the secret itself; only in a file no one else can read' },
  ],
};

function only(properties: JsonObject): Json {
  return { type: 'object', additionalProperties: false, required: Object.keys(properties), properties };
}

const BOUND = {
  type: 'string',
  pattern: `^(${AGE}|${SIZE})$`,
  description: 'an age such as "365d", at least 1d, or a size such as "2GiB", at least 1MiB',
} as const;
const BOUNDS: JsonObject = {
  max_age: { ...DURATION, description: 'an age such as "365d", at least 1d' },
  max_records: { type: 'integer', minimum: 1 },
  max_size: {
    type: 'string',
    pattern: `^${SIZE}$`,
    description: 'a size such as "2GiB", at least 1MiB',
  },
};
const BY_KIND: Json = { oneOf: [BOUND, { type: 'object', additionalProperties: false, properties: BOUNDS }] };
const RETENTION: Json = {
  oneOf: [
    BOUND,
    {
      type: 'object',
      additionalProperties: false,
      properties: { ...BOUNDS, alerts: BY_KIND, jobs: BY_KIND, audit: BY_KIND },
    },
  ],
};

const BY_TYPE: Readonly<Record<SettingType, (setting: Setting) => JsonObject>> = {
  text: ({ choices }) => (choices === undefined ? TEXT : { type: 'string', enum: [...choices] }),
  url: () => ({ type: 'string', format: 'uri', pattern: '^https?://' }),
  secret: () => SECRET as JsonObject,
  flag: () => ({ type: 'boolean' }),
  number: ({ least, most }) => ({
    type: 'number',
    ...(least === undefined ? {} : { minimum: least }),
    ...(most === undefined ? {} : { maximum: most }),
  }),
  duration: () => DURATION,
  texts: () => ({ type: 'array', items: TEXT }),
  numbers: () => ({ type: 'array', items: { type: 'number' } }),
  map: ({ choices }) =>
    choices === undefined
      ? TEXTS
      : {
          type: 'object',
          additionalProperties: false,
          properties: Object.fromEntries(choices.map((key) => [key, TEXT])),
        },
  maps: () => ({ type: 'object', additionalProperties: TEXTS }),
  retention: () => RETENTION as JsonObject,
};

function settingSchema(setting: Setting): Json {
  const { type, help } = setting;
  const given = setting.default;
  const usual = type === 'duration' && typeof given === 'number' ? written(given) : given;
  return {
    ...BY_TYPE[type](setting),
    description: help,
    ...(usual === undefined || usual === null ? {} : { default: usual }),
  };
}

const written = (ms: number): string => formatDuration(ms).replaceAll(' ', '');

/** The schema of one table. */
export function tableSchema(settings: readonly Setting[], more: JsonObject = {}): Json {
  const required = settings.filter((setting) => setting.required === true).map(({ name }) => name);
  return {
    type: 'object',
    additionalProperties: false,
    ...(required.length > 0 ? { required } : {}),
    properties: {
      ...Object.fromEntries(settings.map((setting) => [setting.name, settingSchema(setting)])),
      ...more,
    },
  };
}

const ruleSchema = ({ settings, about }: Rule): Json => ({
  ...(tableSchema(settings, {
    enabled: { type: 'boolean', default: true, description: 'false switches the rule off' },
  }) as JsonObject),
  description: about,
});

/** What `config.toml` may hold; `sections` are the tables of the rooms above. */
export async function configSchema(
  kinds: readonly KindDeclaration[],
  sections: ConfigSections,
): Promise<JsonObject> {
  const above = await Promise.all(
    Object.entries(sections).map(async ([name, load]) => [name, (await load()).schema()] as const),
  );
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'certdeck',
    description: 'config.toml of certdeck',
    type: 'object',
    additionalProperties: false,
    required: ['platforms'],
    properties: {
      platforms: {
        type: 'array',
        minItems: 1,
        items: {
          oneOf: kinds.map((kind) => tableSchema(settingsOf(kind), { kind: { const: kind.kind } })),
        },
      },
      alerts: tableSchema(ALERT_SETTINGS),
      rules: {
        type: 'object',
        additionalProperties: false,
        properties: Object.fromEntries(RULES.map((rule) => [rule.name, ruleSchema(rule)])),
      },
      ...Object.fromEntries(above),
    },
  };
}
