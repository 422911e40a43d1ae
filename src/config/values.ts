/** Checks one value against its declared type; one row a type. */

import { isObject, type Json } from '../domain/json.ts';
import { nearest } from '../domain/nearest.ts';
import { formatDuration, parseDuration } from '../domain/time.ts';
import type { Setting, SettingType } from '../platforms/declaration.ts';
import type { Path, Report } from './problem.ts';
import { checkRetention } from './retention.ts';
import { LONGEST_DURATION } from './schema.ts';
import type { SecretSource } from './secrets.ts';
import { checkUrl } from './url.ts';

/** Told what is wrong with a value: the sentence without its subject, and the fix. */
export type Wrong = (what: string, fix: string, below?: Path) => undefined;
type Check<T> = (value: unknown, setting: Setting, wrong: Wrong) => T | undefined;
/** Every type but `secret`, whose value is not in the file. */
type PlainType = Exclude<SettingType, 'secret'>;

/** How each type is written, for "write ..." in fixes. */
export const EXAMPLES: Readonly<Record<SettingType, string>> = {
  text: '"text"',
  url: '"https://host.example"',
  secret: '{ env = "NAME" }',
  number: '123',
  flag: 'true',
  duration: '"30m"',
  texts: '["text"]',
  numbers: '[1, 2]',
  map: '{ key = "text" }',
  maps: 'a table of tables of text',
  retention: '"365d"',
};

/** Where a value stands, for its problems: its path, and its name with the platform's before it. */
export interface Place {
  readonly path: Path;
  readonly label: string;
  readonly report: Report;
}

/** The checked value (durations in ms, URLs without trailing slash); undefined when it was reported as wrong. */
export function checkValue(
  value: unknown,
  setting: Setting & { readonly type: PlainType },
  place: Place,
): Json | undefined {
  return CHECKS[setting.type](value, setting, teller(place));
}

/** Where the file says the secret is; undefined when it was reported as wrong. */
export function checkSecret(value: unknown, setting: Setting, place: Place): SecretSource | undefined {
  return secretSource(value, setting, teller(place));
}

function teller({ path, label, report }: Place): Wrong {
  return (what, fix, below = []) => {
    report([...path, ...below], `${[label, ...below].join('.')} ${what}`, fix);
    return undefined;
  };
}

const wrongType = (setting: Setting, wrong: Wrong, type = setting.type) =>
  wrong(`has to be ${WORDS[type]}`, `Write ${setting.name} = ${EXAMPLES[type]} (${setting.help}).`);

const WORDS: Readonly<Record<SettingType, string>> = {
  text: 'text',
  url: 'a web address',
  secret: 'a secret',
  number: 'a number',
  flag: 'true or false',
  duration: 'a duration',
  texts: 'a list of texts',
  numbers: 'a list of numbers',
  map: 'a table of texts',
  maps: 'a table of tables of texts',
  retention: 'an age, a size or a table of them',
};

const didYouMean = (word: string, choices: readonly string[]) => {
  const near = nearest(word, choices);
  return near === null ? `Write one of ${choices.join(', ')}.` : `Did you mean ${JSON.stringify(near)}?`;
};

const isText = (value: unknown): value is string => typeof value === 'string' && value.trim() !== '';

const CHECKS: Readonly<Record<PlainType, Check<Json>>> = {
  retention: (value, _setting, wrong) => checkRetention(value, wrong) as Json | undefined,
  text(value, setting, wrong) {
    if (typeof value !== 'string') return wrongType(setting, wrong);
    // An empty text is a value only where the declaration lists it, such as an empty path prefix.
    if (setting.choices !== undefined && !setting.choices.includes(value)) {
      return wrong(`cannot be ${JSON.stringify(value)}`, didYouMean(value, setting.choices));
    }
    if (setting.choices === undefined && !isText(value)) {
      const fix = `Write ${setting.name} = ${EXAMPLES.text} (${setting.help})`;
      return wrong('is empty', setting.required ? `${fix}.` : `${fix}, or leave the line out.`);
    }
    const fault = setting.faultOf?.(value, '');
    return fault ? wrong(fault.what, fault.fix) : value;
  },
  flag: (value, setting, wrong) => (typeof value === 'boolean' ? value : wrongType(setting, wrong)),
  url(value, setting, wrong) {
    if (typeof value !== 'string') return wrongType(setting, wrong);
    return checkUrl(value, wrong);
  },
  number(value, setting, wrong) {
    if (typeof value !== 'number' || !Number.isFinite(value)) return wrongType(setting, wrong);
    return bounded(value, value, setting, wrong);
  },
  duration(value, setting, wrong) {
    const ms = typeof value === 'string' ? parseDuration(value) : null;
    if (ms === null) {
      const seen = typeof value === 'string' ? ` (${JSON.stringify(value)} is none)` : '';
      return wrong(
        `has to be a duration${seen}`,
        'Write a number with a unit, in quotes: "60s", "30m", "24h", "7d".',
      );
    }
    return bounded(ms, value as string, { least: 1, most: LONGEST_DURATION, ...setting }, wrong);
  },
  texts(value, setting, wrong) {
    if (!Array.isArray(value) || !value.every(isText)) return wrongType(setting, wrong);
    value.forEach((text, index) => {
      const fault = setting.faultOf?.(text, String(index));
      if (fault) wrong(fault.what, fault.fix, [index]);
    });
    return value;
  },
  numbers(value, setting, wrong) {
    if (!Array.isArray(value) || !value.every((item) => typeof item === 'number' && Number.isFinite(item))) {
      return wrongType(setting, wrong);
    }
    return value as number[];
  },
  map(value, setting, wrong) {
    if (!isTable(value)) return wrongType(setting, wrong);
    return checkMap(value, setting.choices, setting, wrong, []);
  },
  maps(value, setting, wrong) {
    if (!isTable(value)) return wrongType(setting, wrong);
    const choices = setting.choices?.map((choice) => {
      const dot = choice.indexOf('.');
      return [choice.slice(0, dot), choice.slice(dot + 1)] as const;
    });
    const sections = choices && [...new Set(choices.map(([section]) => section))];
    const out: Record<string, Json> = { ...defaultMap(setting) };
    for (const [section, inner] of Object.entries(value)) {
      if (sections !== undefined && !sections.includes(section)) {
        wrong(`is no table of ${setting.name}`, didYouMean(section, sections), [section]);
      } else if (!isTable(inner))
        wrong('has to be a table', `Write [${setting.name}.${section}].`, [section]);
      else {
        const keys = choices?.filter(([name]) => name === section).map(([, key]) => key);
        const before = out[section];
        const checked = checkMap(inner, keys, setting, wrong, [section], isObject(before) ? before : {});
        if (checked !== undefined) out[section] = checked;
      }
    }
    return out;
  },
};

function isTable(value: unknown): value is Readonly<Record<string, unknown>> {
  return isObject(value) && !((value as unknown) instanceof Date);
}

function defaultMap(setting: Setting): Readonly<Record<string, Json>> {
  return isObject(setting.default) ? setting.default : {};
}

/** A table of texts over the defaults of its keys. */
function checkMap(
  table: Readonly<Record<string, unknown>>,
  keys: readonly string[] | undefined,
  setting: Setting,
  wrong: Wrong,
  below: Path,
  defaults = defaultMap(setting),
): Json {
  const out: Record<string, Json> = { ...defaults };
  for (const [key, value] of Object.entries(table)) {
    if (keys !== undefined && !keys.includes(key)) {
      wrong('is no setting', didYouMean(key, keys), [...below, key]);
    } else if (typeof value !== 'string') {
      wrong('has to be text', `Write ${JSON.stringify(key)} = "text".`, [...below, key]);
    } else {
      const fault = setting.faultOf?.(value, [...below, key].join('.'));
      if (fault) wrong(fault.what, fault.fix, [...below, key]);
      out[key] = value;
    }
  }
  return out;
}

function bounded(
  value: number,
  shown: number | string,
  { least = -Infinity, most = Infinity, type }: Pick<Setting, 'least' | 'most' | 'type'>,
  wrong: Wrong,
): number | undefined {
  if (value >= least && value <= most) return value;
  const word = (bound: number) => (type === 'duration' ? formatDuration(bound) : String(bound));
  const [side, bound] = value < least ? ['least', least] : ['most', most];
  return wrong(`is out of range (${shown})`, `Write at ${side} ${word(bound)}.`);
}

const SOURCES = ['env', 'file', 'command'] as const;

const secretSource: Check<SecretSource> = (value, setting, wrong) => {
  const fix = `Write ${setting.name} = { env = "NAME" }, { file = "path" } or { command = ["program", "argument"] }.`;
  if (typeof value === 'string') {
    return value.trim() === '' ? wrong('is empty', fix) : { kind: 'literal', text: value };
  }
  const entries = isTable(value) ? Object.entries(value) : [];
  const [key, inner] = entries[0] ?? [];
  if (entries.length !== 1 || key === undefined) return wrong('has to be a secret', fix);
  if (key === 'env' && isText(inner)) return { kind: 'env', name: inner };
  if (key === 'file' && isText(inner)) return { kind: 'file', path: inner };
  if (
    key === 'command' &&
    Array.isArray(inner) &&
    inner.length > 0 &&
    inner.every((part) => typeof part === 'string')
  ) {
    return isText(inner[0]) ? { kind: 'command', argv: inner } : wrong('names no program', fix);
  }
  const known = SOURCES.some((source) => source === key);
  return wrong(
    known ? `has the wrong type in ${key}` : `cannot come from ${JSON.stringify(key)}`,
    known ? fix : `${didYouMean(key, SOURCES)} ${fix}`,
  );
};
