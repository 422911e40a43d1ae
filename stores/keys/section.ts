/** `[keys]` of the configuration: which keys an action has, checked against the table of keys. */

import type { Path, Report } from '../../src/config/problem.ts';
import type { ConfigSection } from '../../src/config/section.ts';
import { isTable, type Table } from '../../src/config/tables.ts';
import type { Json } from '../../src/domain/json.ts';
import { nearest } from '../../src/domain/nearest.ts';
import { KEYS, type KeyRow } from '../keys.ts';
import type { Scope } from './binding.ts';
import { quoted, reportClashes, reportDeadEnds, reportHidden, takeFromDefaults } from './clashes.ts';
import { readKey, types } from './key-name.ts';
import { keysOf, placeOf, type Rebound } from './rebound.ts';

/** Where characters are text, so that a key that types one would take it away: no key of the table does. */
const isTyping = (scope: Scope): boolean =>
  KEYS.every((row) => row.scope !== scope || row.keys.every((key) => key === 'Space' || !types(key)));
/** An entry of the table: its place in the file, and the rows of the key table it is about. */
interface Entry {
  readonly path: Path;
  readonly name: string;
  readonly value: unknown;
}

/** The keys as the file has them; every problem is reported. */
export function checkKeys(value: unknown, report: Report): Rebound {
  if (!isTable(value)) {
    report(['keys'], 'keys has to be a table', 'Write [keys], and below it "filter.open" = ["/", ","].');
    return {};
  }
  const rebound: Record<string, readonly string[]> = {};
  const places = new Map<string, Path>();
  // What names one layer is nearer than what names them all, whichever comes first.
  const entries = entriesOf(value, ['keys'])
    .map((entry) => ({ entry, rows: rowsOf(entry.name) }))
    .sort((a, b) => Number(a.rows.ofOneLayer) - Number(b.rows.ofOneLayer));
  for (const { entry, rows } of entries) {
    if (rows.found.length === 0) {
      reportUnknown(entry, report);
      continue;
    }
    const keys = keysIn(entry, rows.found, report);
    if (keys === null) continue;
    for (const row of rows.found) {
      rebound[placeOf(row)] = keys;
      places.set(placeOf(row), entry.path);
    }
  }
  const forOneLayer = new Set(
    entries.flatMap(({ rows }) => (rows.ofOneLayer ? rows.found.map(placeOf) : [])),
  );
  reportClashes(keysOf(rebound), places, report);
  const whole = { ...rebound, ...takeFromDefaults(keysOf(rebound), places, report) };
  reportHidden(keysOf(whole), places, forOneLayer, report);
  reportDeadEnds(keysOf(whole), places, report);
  return whole;
}

/** `"filter.open" = [..]` and `filter.open = [..]` are the same: what TOML takes for tables is a name with dots. */
function entriesOf(table: Table, path: Path): readonly Entry[] {
  return Object.entries(table).flatMap(([key, value]) => {
    const below = [...path, key];
    if (isTable(value)) return entriesOf(value, below);
    return [{ path: below, name: below.slice(1).join('.'), value }];
  });
}

/** The rows an id is about: those of every layer that has it, or with the layer before it those of that one. */
function rowsOf(name: string): { readonly found: readonly KeyRow[]; readonly ofOneLayer: boolean } {
  const found = KEYS.filter(({ id }) => id === name);
  if (found.length > 0) return { found, ofOneLayer: false };
  return { found: KEYS.filter(({ scope, id }) => `${scope}.${id}` === name), ofOneLayer: true };
}

function reportUnknown({ path, name }: Entry, report: Report): void {
  const ids = [...new Set<string>(KEYS.flatMap(({ scope, id }) => [id, `${scope}.${id}`]))];
  const near = nearest(name, ids);
  const fix =
    near === null ? '`?` in the console finds an action and its id.' : `Did you mean ${quoted(near)}?`;
  report(path, `keys: there is no action ${quoted(name)}`, fix);
}

/** The keys of an entry as the keyboard names them; null when it is not even a list of texts. */
function keysIn(
  { path, name, value }: Entry,
  rows: readonly KeyRow[],
  report: Report,
): readonly string[] | null {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (!list.every((key) => typeof key === 'string')) {
    report(
      path,
      `keys: ${name} has to be a list of keys`,
      `Write ${quoted(name)} = ["f"]; [] takes its keys away.`,
    );
    return null;
  }
  const keys = list.flatMap((written, index) => {
    const place = Array.isArray(value) ? [...path, index] : path;
    const read = readKey(written);
    if (!read.ok) {
      report(place, `keys: ${name}: ${quoted(written)} is no key the console can read`, read.why);
      return [];
    }
    const typing = rows.some(({ scope }) => isTyping(scope));
    if (typing && types(read.name)) {
      const what = `keys: ${name}: ${quoted(written)} would be text no more where text is typed`;
      const global = rows.some(({ scope }) => !isTyping(scope));
      const fix = global
        ? `Write it for one layer, such as "${rows.find(({ scope }) => !isTyping(scope))?.scope}.${name}".`
        : 'Write a key that types nothing, such as "Ctrl-G".';
      report(place, what, fix);
      return [];
    }
    return [read.name];
  });
  return [...new Set(keys)];
}

/** The JSON Schema of `[keys]`. */
export function keysSchema(): Json {
  const keys = {
    oneOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }],
  };
  const properties: Record<string, Json> = {};
  for (const { id, title } of KEYS) properties[id] ??= { ...keys, description: title };
  for (const { id, scope, title } of KEYS) {
    if (KEYS.filter((row) => row.id === id).length < 2) continue;
    properties[`${scope}.${id}`] = { ...keys, description: `${title}, in the layer ${scope}` };
  }
  return { type: 'object', description: 'keys by the actions they have', properties };
}

export const KEYS_SECTION: ConfigSection = { check: checkKeys, schema: keysSchema };
