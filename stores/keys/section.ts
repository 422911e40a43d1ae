/** `[keys]` of the configuration: which keys an action has, checked against the table of keys. */

import type { Path, Report } from '../../src/config/problem.ts';
import type { ConfigSection } from '../../src/config/section.ts';
import { isTable, type Table } from '../../src/config/tables.ts';
import type { Json } from '../../src/domain/json.ts';
import { nearest } from '../../src/domain/nearest.ts';
import { KEYS, type KeyRow, keyLabel, resolve } from '../keys.ts';
import type { Scope } from './binding.ts';
import { readKey, types } from './key-name.ts';
import { keysOf, placeOf, type Rebound } from './rebound.ts';

const quoted = (text: string): string => JSON.stringify(text);

/** Where characters are text, so that a key that types one would take it away: no key of the table does. */
const isTyping = (scope: Scope): boolean =>
  KEYS.every((row) => row.scope !== scope || row.keys.every((key) => key === 'Space' || !types(key)));
/** Layers that have the keys of `global` below them. */
const OVER_GLOBAL: ReadonlySet<Scope> = new Set(['list', 'figures', 'text', 'strip', 'lane', 'global']);
/** What leads out of a layer is called so. Esc alone does not lead out of the panes: it never quits. */
const LEADS_OUT = /(?:^|\.)(?:back|leave\w*|close|cancel)$/;
const QUITS = /^(?:quit|back|cancel)$/;

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

/** Two actions on one key in one layer, both as the file has them; told once a key. */
function reportClashes(rows: readonly KeyRow[], places: ReadonlyMap<string, Path>, report: Report): void {
  const said = rows.filter((row) => places.has(placeOf(row)));
  for (const [index, row] of said.entries()) {
    for (const key of row.keys) {
      const other = said
        .slice(0, index)
        .find((each) => each.scope === row.scope && each.keys.some((its) => collide(its, key)));
      const path = places.get(placeOf(row));
      if (other === undefined || path === undefined) continue;
      report(
        path,
        `keys: ${keyLabel(key)} means both ${row.id} and ${other.id} (${other.title}) in the layer ${row.scope}`,
        `Give ${quoted(other.id)} other keys, or none: ${quoted(other.id)} = [].`,
      );
    }
  }
}

/**
 * What the file gives to an action, no other action of that layer keeps by default: the keys those have left, each
 * loss told where the file causes it.
 */
function takeFromDefaults(
  rows: readonly KeyRow[],
  places: ReadonlyMap<string, Path>,
  report: Report,
): Readonly<Record<string, readonly string[]>> {
  const left: Record<string, readonly string[]> = {};
  for (const row of rows) {
    const path = places.get(placeOf(row));
    if (path === undefined) continue;
    for (const key of row.keys) {
      for (const other of rows) {
        if (other.scope !== row.scope || places.has(placeOf(other))) continue;
        const had = left[placeOf(other)] ?? other.keys;
        const keeps = had.filter((its) => !collide(its, key));
        if (keeps.length === had.length) continue;
        left[placeOf(other)] = keeps;
        const rest =
          keeps.length === 0 ? 'has none left' : `is left with ${keeps.map(keyLabel).join(' and ')}`;
        report(
          path,
          `keys: ${keyLabel(key)} is ${row.id} now, and ${other.id} (${other.title}) ${rest} in the layer ${row.scope}`,
          `Give ${quoted(other.id)} other keys, or none: ${quoted(other.id)} = [].`,
          'hint',
        );
      }
    }
  }
  return left;
}

/** The same key, or one that begins what the other is called by: the one alone would never be heard. */
const collide = (one: string, other: string): boolean =>
  one === other || one.startsWith(`${other} `) || other.startsWith(`${one} `);

/**
 * A key of `global` that a layer over it has for something else does nothing there. The table as it comes does so
 * on purpose, and so does who writes the nearer action with its layer (`"list.follow"`).
 */
function reportHidden(
  rows: readonly KeyRow[],
  places: ReadonlyMap<string, Path>,
  forOneLayer: ReadonlySet<string>,
  report: Report,
): void {
  const own = new Map(KEYS.map((row) => [placeOf(row), row.keys]));
  const isOwn = (row: KeyRow, key: string): boolean => own.get(placeOf(row))?.includes(key) === true;
  for (const below of rows.filter(({ scope }) => scope === 'global')) {
    for (const key of below.keys) {
      const above = rows.filter(
        (row) =>
          row.scope !== 'global' &&
          OVER_GLOBAL.has(row.scope) &&
          row.id !== below.id &&
          !forOneLayer.has(placeOf(row)) &&
          row.keys.some((its) => collide(its, key) && !(isOwn(row, its) && isOwn(below, key))),
      );
      const [first] = above;
      if (first === undefined) continue;
      const said = [below, ...above].find((row) => places.has(placeOf(row)));
      const path = said === undefined ? undefined : places.get(placeOf(said));
      if (path === undefined) continue;
      const where = above.map(({ scope, id }) => `${id} in the layer ${scope}`).join(', ');
      report(
        path,
        `keys: ${keyLabel(key)} means ${below.id} (${below.title}), but ${where}`,
        `Give ${quoted(first.id)} other keys, or none: ${quoted(first.id)} = []; written as ${quoted(`${first.scope}.${first.id}`)} it hides the other there on purpose.`,
        'hint',
      );
    }
  }
}

/** A layer without a key that leads out of it would hold whoever enters it. */
function reportDeadEnds(rows: readonly KeyRow[], places: ReadonlyMap<string, Path>, report: Report): void {
  for (const scope of new Set(rows.map((row) => row.scope))) {
    const ways = OVER_GLOBAL.has(scope) && scope !== 'strip' && scope !== 'lane' ? QUITS : LEADS_OUT;
    const stack: readonly Scope[] = OVER_GLOBAL.has(scope) ? [scope, 'global'] : [scope];
    const leads = rows.some(
      (row) =>
        stack.includes(row.scope) &&
        ways.test(row.id) &&
        row.keys.some((key) => resolve(stack, key, rows)?.id === row.id),
    );
    if (leads) continue;
    const said = KEYS.find(
      (row) => stack.includes(row.scope) && ways.test(row.id) && places.has(placeOf(row)),
    );
    report(
      (said === undefined ? undefined : places.get(placeOf(said))) ?? ['keys'],
      `keys: nothing leads out of the layer ${scope} any more`,
      `Leave a key to one of ${ids(stack, ways).join(', ')}.`,
    );
  }
}

const ids = (stack: readonly Scope[], ways: RegExp): readonly string[] => [
  ...new Set(KEYS.flatMap(({ scope, id }) => (stack.includes(scope) && ways.test(id) ? [id] : []))),
];

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
