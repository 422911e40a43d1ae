/**
 * The portal's Overall Statistics into snapshots of figures. The sheet may be a list (name, number), a list
 * by section, or one line of names above one line of numbers: a name belongs to the number right of it, else
 * to the one below.
 */
import { createHash } from 'node:crypto';
import { jsonText, safeLine } from '../../../domain/text.ts';
import { utcDate } from '../../../domain/time.ts';
import type { Incoming, Rejected } from '../../port.ts';
import { knownCategory, portalFigure } from './figures.ts';
import { cellText, foldHeading } from './headings.ts';
import { type DateStyle, type DayOrder, dayOrderOf, headingOffset, readInstant } from './instants.ts';
import { type Cell, FORMULA, type Line } from './lines.ts';

/** A sheet with more lines is no summary. */
export const STATISTICS_LINES = 5_000;
/** Figures of the published names that make a sheet a summary. */
const ENOUGH = 3;
const OTHER = 'Other figures';

interface Reading {
  readonly line: Line;
  readonly category: string | null;
  readonly label: string;
  readonly cell: Cell;
}

type Value = NonNullable<ReturnType<typeof numberOf>>;

export interface StatisticSheet {
  readonly rows: readonly Incoming[];
  readonly rejected: readonly Rejected[];
  /** When the figures were taken, where a cell says so; else the time of the file. */
  readonly at: number;
  readonly dated: 'cell' | 'file';
}

/** The snapshots of a sheet; null when it is no summary of the portal. */
export function mapStatistics(
  platform: string,
  lines: readonly Line[],
  fileTime: number,
  dayOrder: DayOrder = 'day first',
): StatisticSheet | null {
  const readings = [...readingsOf(lines)];
  const known = new Set(readings.flatMap(({ label }) => portalFigure(label)?.name ?? []));
  if (known.size < ENOUGH) return null;
  const dated = dateIn(lines, dayOrder);
  const at = dated ?? fileTime;
  const rows = new Map<string, Incoming>();
  const rejected: Rejected[] = [];
  for (const { line, category, label, cell } of readings) {
    const figure = portalFigure(label);
    const value = numberOf(cell);
    if (value === null) {
      if (figure !== null) rejected.push(aside(line, label, cell, 'expected a number'));
      continue;
    }
    const fault = faultOf(value, figure !== null);
    if (fault !== null) {
      rejected.push(aside(line, label, cell, fault));
      continue;
    }
    const name = nameOf(figure?.name ?? safeLine(label), value.unit);
    const group = figure?.category ?? category ?? OTHER;
    const slug = figure === null ? `${group} ${name}` : name;
    const id = `portal-${foldHeading(slug).replaceAll(' ', '-')}:${utcDate(at)}`;
    rows.set(id, {
      record: {
        kind: 'statistic',
        platform,
        id,
        account: null,
        category: group,
        name,
        value: value.value,
        unit: value.unit ?? figure?.unit ?? null,
        at,
        previous: null,
        origin: 'platform',
      },
      raw: jsonText({ [safeLine(label)]: cellText(cell) }),
    });
  }
  return { rows: [...rows.values()], rejected, at, dated: dated === null ? 'file' : 'cell' };
}

function* readingsOf(lines: readonly Line[]): Generator<Reading> {
  let category: string | null = null;
  let above: Line | null = null;
  for (const line of lines) {
    const filled = line.cells.flatMap((cell, column) => (cell === null ? [] : [{ cell, column }]));
    const texts = filled.filter(({ cell }) => isLabel(cell));
    const [first] = texts;
    if (filled.length === 1 && first !== undefined) {
      category = knownCategory(cellText(first.cell)) ?? category;
      continue;
    }
    if (filled.length > 0 && above !== null && texts.length === 0) {
      // Numbers alone: their names stand above them.
      for (const { cell, column } of filled) {
        const label = above.cells[column] ?? null;
        if (isLabel(label)) yield { line, category, label: cellText(label), cell };
      }
      above = null;
      continue;
    }
    const pairs = [
      ...pairsOf(
        filled.map(({ cell }) => cell),
        line,
        category,
      ),
    ];
    yield* pairs;
    if (pairs.length === 0 && texts.length > 1) above = line;
    else if (pairs.length > 0) above = null;
    // A column of categories is filled down where its cells were merged.
    const named = pairs.length > 0 && first !== undefined ? knownCategory(cellText(first.cell)) : null;
    category = named ?? category;
  }
}

/** Each name with the value right of it; of several names before one value the last is its name. */
function* pairsOf(cells: readonly Cell[], line: Line, category: string | null): Generator<Reading> {
  let group = category;
  for (let index = 0; index + 1 < cells.length; index++) {
    const [cell, next] = [cells[index] ?? null, cells[index + 1] ?? null];
    if (!isLabel(cell)) continue;
    const label = cellText(cell);
    const isValue = numberOf(next) !== null || (portalFigure(label) !== null && !isKnown(next));
    if (isValue) {
      yield { line, category: group, label, cell: next };
      index += 1;
    } else group = knownCategory(label) ?? group;
  }
}

const isKnown = (cell: Cell): boolean => typeof cell === 'string' && portalFigure(cell) !== null;
const isLabel = (cell: Cell): boolean =>
  typeof cell === 'string' && numberOf(cell) === null && /\p{L}/u.test(cell);

/** A number, or its text with separators of thousands or a per cent sign. */
function numberOf(cell: Cell): { readonly value: number; readonly unit: string | null } | null {
  if (typeof cell === 'number') return { value: cell, unit: null };
  if (typeof cell !== 'string') return null;
  const match = /^\s*(-?\d{1,3}(?:[, \u00a0']\d{2,3})*|-?\d+)(\.\d+)?\s*(%)?\s*$/.exec(cell);
  if (match === null) return null;
  return {
    value: Number(`${(match[1] ?? '').replace(/[^\d-]/g, '')}${match[2] ?? ''}`),
    unit: match[3] ?? null,
  };
}

/** What keeps a number from being the figure; `counts`: one of the portal's, which are counts or shares of them. */
function faultOf({ value, unit }: Value, counts: boolean): string | null {
  if (Math.abs(value) > Number.MAX_SAFE_INTEGER)
    return 'expected a number that can be kept to its last digit';
  if (!counts) return null;
  if (value < 0) return 'expected a count, which is never negative';
  return unit === null && !Number.isInteger(value) ? 'expected a count, which is a whole number' : null;
}

/** A share is not the count of the same label. */
const nameOf = (name: string, unit: string | null): string => (unit === '%' ? `${name} in percent` : name);

const DATED =
  /^(?:report|export|exported|generated|created|downloaded|statistics|snapshot|as|date|time|timestamp)\b(?: (?:generated|exported|created|date|time|and|on|at|of|as))*$/;

/** The date a sheet gives itself: beside or behind a label such as `Generated on`. */
function dateIn(lines: readonly Line[], unlessTold: DayOrder): number | null {
  const found: { readonly cell: Cell; readonly offset: number }[] = [];
  for (const { cells } of lines) {
    const filled = cells.filter((cell) => cell !== null);
    for (const [index, cell] of filled.entries()) {
      if (typeof cell !== 'string') continue;
      const offset = headingOffset(cell) ?? 0;
      const inside = /^([\p{L} ]{2,40}):\s*(.+)$/u.exec(cell.trim());
      if (inside !== null && DATED.test(foldHeading(inside[1] ?? '')))
        found.push({ cell: inside[2] ?? null, offset });
      const next = filled[index + 1];
      if (next !== undefined && DATED.test(foldHeading(cell))) found.push({ cell: next, offset });
    }
  }
  const order = dayOrderOf(found.map(({ cell }) => cell)) ?? unlessTold;
  for (const { cell, offset } of found) {
    const style: DateStyle = { order, offset };
    // A number is a count here, never a date.
    const at = typeof cell === 'number' ? null : readInstant(cell, style);
    if (at !== null) return at;
  }
  return null;
}

function aside(line: Line, label: string, cell: Cell, expected: string): Rejected {
  const came =
    cell === FORMULA
      ? 'a formula without a stored result'
      : `${typeof cell === 'number' ? '' : 'the text '}“${safeLine(cellText(cell).slice(0, 60))}”`;
  const sample = jsonText({ line: line.number, [safeLine(label)]: cellText(cell) });
  const key = createHash('sha256').update(sample).digest('hex').slice(0, 32);
  return {
    key,
    reason: `${safeLine(label)}: ${expected}, got ${came}`,
    sample: sample.slice(0, 2_000),
  };
}
