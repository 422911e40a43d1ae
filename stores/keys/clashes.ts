/** What keys of the file do to each other, and to those they were not written for. */
import type { Path, Report } from '../../src/config/problem.ts';
import { KEYS, type KeyRow, keyLabel, resolve } from '../keys.ts';
import type { Scope } from './binding.ts';
import { placeOf } from './rebound.ts';

/** As the file writes it. */
export const quoted = (text: string): string => JSON.stringify(text);

/** Layers that have the keys of `global` below them. */
const OVER_GLOBAL: ReadonlySet<Scope> = new Set(['list', 'figures', 'text', 'strip', 'lane', 'global']);
/** What leads out of a layer is called so. Esc alone does not lead out of the panes: it never quits. */
const LEADS_OUT = /(?:^|\.)(?:back|leave\w*|close|cancel)$/;
const QUITS = /^(?:quit|back|cancel)$/;

/** Two actions on one key in one layer, both as the file has them; told once a key. */
export function reportClashes(
  rows: readonly KeyRow[],
  places: ReadonlyMap<string, Path>,
  report: Report,
): void {
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
export function takeFromDefaults(
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
export function reportHidden(
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
export function reportDeadEnds(
  rows: readonly KeyRow[],
  places: ReadonlyMap<string, Path>,
  report: Report,
): void {
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
