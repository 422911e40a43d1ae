/** `[[targets]]` of the configuration: where audit entries and alerts are sent on to. */
import type { ArrivalKind } from '../cache/ledger/answers.ts';
import { tableSchema } from '../config/json-schema.ts';
import type { Report } from '../config/problem.ts';
import type { ConfigSection } from '../config/section.ts';
import { checkTable, isTable, type Table, unknownKeys, type Wanted } from '../config/tables.ts';
import type { Place } from '../config/values.ts';
import type { Json } from '../domain/json.ts';
import { nearest } from '../domain/nearest.ts';
import { fold } from '../domain/text.ts';
import { parseInstant } from '../domain/time.ts';
import type { Setting } from '../platforms/declaration.ts';
import { parseQuery } from '../query/parse.ts';
import { TARGET_KINDS } from './registry.ts';
import { FIELD_NAMINGS, type FieldNaming, type TargetKind, type TargetSettings } from './target.ts';

const ARRIVAL_KINDS = ['audit', 'alert'] as const satisfies readonly ArrivalKind[];
const isArrivalKind = (text: string): text is ArrivalKind =>
  (ARRIVAL_KINDS as readonly string[]).includes(text);

/** The settings of every `[[targets]]` table. */
const COMMON: readonly Setting[] = [
  { name: 'name', type: 'text', required: true, help: 'unique; names what was sent, so keep it' },
  { name: 'kind', type: 'text', required: true, help: 'which kind of target it is' },
  {
    name: 'fields',
    type: 'text',
    choices: FIELD_NAMINGS,
    default: 'ecs',
    help: 'by which names fields go out',
  },
  { name: 'query', type: 'text', help: 'which records go out; all without it' },
  {
    name: 'kinds',
    type: 'texts',
    default: ['audit', 'alert'],
    help: 'what goes out: audit entries, alerts, or both',
    faultOf: (text) =>
      isArrivalKind(text)
        ? null
        : {
            what: `cannot be ${JSON.stringify(text)}`,
            fix: nearestOf(text, ARRIVAL_KINDS),
          },
  },
  {
    name: 'from',
    type: 'text',
    default: 'now',
    help: 'where the first run begins: "now", "start", or a date',
    faultOf: (text) =>
      readFrom(text) === null
        ? {
            what: `cannot be ${JSON.stringify(text)}`,
            fix: 'Write "now", "start" (all the cache holds) or a date such as "2026-08-20".',
          }
        : null,
  },
  {
    name: 'imported',
    type: 'flag',
    default: true,
    help: 'whether what is read out of exports and archives goes out too',
  },
];

/** A name is part of a file's name and of a key in the cache. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

const nearestOf = (word: string, choices: readonly string[]): string => {
  const near = nearest(word, choices);
  return near === null ? `Write one of ${choices.join(', ')}.` : `Did you mean ${JSON.stringify(near)}?`;
};

function readFrom(text: string): TargetSettings['from'] | null {
  if (text === 'now' || text === 'start') return text;
  return /^\d{4}-\d\d-\d\d/.test(text) ? parseInstant(text) : null;
}

/** The targets a file describes; every problem is reported. Secrets come into `values` once they are read. */
export function checkTargets(
  value: unknown,
  report: Report,
  wanted: Wanted[],
  kinds: readonly TargetKind[] = TARGET_KINDS,
): readonly TargetSettings[] {
  if (!Array.isArray(value) || !value.every(isTable)) {
    const fix = 'Write [[targets]], and below it name = "..." and kind = "...".';
    report(['targets'], 'targets has to be a list of tables', fix);
    return [];
  }
  const taken = new Map<string, number>();
  return value.map((table: Table, index) => {
    const label =
      typeof table.name === 'string' && table.name !== '' ? `target ${table.name}` : `target ${index + 1}`;
    const place: Place = { path: ['targets', index], label, report };
    checkName(table.name, index, taken, place);
    const declared = checkKind(table, kinds, place);
    const { name, kind, fields, query, kinds: sent, from, imported } = checkTable(table, COMMON, place, []);
    const values = checkTable(table, declared?.settings ?? [], place, wanted);
    for (const { setting, what, fix } of declared?.faultsOf?.(values) ?? []) {
      const at = Object.hasOwn(table, setting) ? [...place.path, setting] : place.path;
      report(at, `${label}: ${what}`, fix);
    }
    const known = Array.isArray(sent) ? sent.map(String).filter(isArrivalKind) : [];
    const settings: TargetSettings = {
      name: String(name),
      kind: String(kind),
      fields: (fields ?? 'ecs') as FieldNaming,
      query: typeof query === 'string' ? query : '',
      kinds: known.length > 0 ? known : ARRIVAL_KINDS,
      from: (typeof from === 'string' ? readFrom(from) : null) ?? 'now',
      imported: imported !== false,
      values,
    };
    if (Array.isArray(sent) && sent.length === 0) {
      report([...place.path, 'kinds'], `${label}: kinds is empty`, 'Write kinds = ["audit", "alert"].');
    }
    checkQuery(settings, place);
    return settings;
  });
}

function checkName(
  name: unknown,
  index: number,
  taken: Map<string, number>,
  { path, label, report }: Place,
): void {
  if (typeof name !== 'string' || name === '') return;
  if (!NAME.test(name)) {
    const fix = 'A name has 1 to 64 letters, digits and . _ -, and begins with a letter or a digit.';
    report([...path, 'name'], `${JSON.stringify(name)} cannot be the name of a target`, fix);
  }
  const first = taken.get(fold(name));
  if (first === undefined) taken.set(fold(name), index);
  else
    report(
      [...path, 'name'],
      `${label}: this name is taken by target ${first + 1}`,
      'Give each its own name.',
    );
}

/** The kind a table names, with its unknown keys reported; null where there is no such kind. */
function checkKind(table: Table, kinds: readonly TargetKind[], place: Place): TargetKind | null {
  const declared = kinds.find(({ kind }) => kind === table.kind);
  const own = (declared === undefined ? kinds : [declared]).flatMap(({ settings }) => settings);
  const known = [...new Set([...COMMON, ...own].map(({ name }) => name))];
  unknownKeys(table, known, place, (key) => {
    const others = kinds.filter(({ settings }) => settings.some(({ name }) => name === key));
    if (declared === undefined || nearest(key, known) !== null || others.length === 0) return null;
    return `It is a setting of ${others.map(({ kind }) => kind).join(', ')}, not of ${declared.kind}.`;
  });
  if (declared !== undefined) return declared;
  // A kind that is missing or no text is reported with the settings every table has.
  if (typeof table.kind === 'string' && table.kind.trim() !== '') {
    const what = `${place.label}: there is no kind ${JSON.stringify(table.kind)}`;
    place.report(
      [...place.path, 'kind'],
      what,
      nearestOf(
        table.kind,
        kinds.map(({ kind }) => kind),
      ),
    );
  }
  return null;
}

/** One query for every kind that is sent: it has to be one for each of them. */
function checkQuery({ query, kinds }: TargetSettings, { path, label, report }: Place): void {
  const told = new Set<string>();
  for (const kind of kinds) {
    const { problems } = parseQuery(query, kind, { now: 0, longRunningAfter: 0 });
    for (const { level, span, message } of problems) {
      const what = `${label}: query ${level === 'error' ? 'cannot be read ' : ''}at character ${span.start + 1}: ${message}`;
      if (level !== 'error' || told.has(what)) continue;
      told.add(what);
      report([...path, 'query'], what, 'See docs/query.md.');
    }
  }
}

export const TARGETS_SECTION: ConfigSection = {
  // Secrets among the values are read after the check, and never leave the process.
  check: (value, report, wanted) => checkTargets(value, report, wanted) as unknown as Json,
  schema: () => ({
    type: 'array',
    items: {
      oneOf: TARGET_KINDS.map(({ kind, settings }) =>
        tableSchema([...COMMON, ...settings], { kind: { const: kind } }),
      ),
    },
  }),
};
