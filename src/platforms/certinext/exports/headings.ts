/** Which column of an audit log is which: no layout of the portal's workbook is published, only what it holds. */
import { safeLine } from '../../../domain/text.ts';
import { type Cell, FORMULA, type Line } from './lines.ts';

export const AUDIT_FIELDS = ['user', 'module', 'activity', 'timestamp', 'status'] as const;
export type AuditField = (typeof AUDIT_FIELDS)[number];

/** What the console calls a field first, then what else it may be called; the earlier name wins. */
const SYNONYMS: Readonly<Record<AuditField, readonly string[]>> = {
  user: [
    'user full name',
    'full name',
    'user name',
    'username',
    'user',
    'name of user',
    'performed by',
    'done by',
    'initiated by',
    'actor',
    'actor name',
    'service account',
    'user service account',
    'user email',
    'user id',
    'login id',
  ],
  module: ['module', 'module name', 'functional area', 'area', 'feature', 'component'],
  activity: [
    'activity event name',
    'activity',
    'activity name',
    'event name',
    'event',
    'action',
    'activity event',
    'event activity name',
    'activity type',
    'event type',
    'operation',
    'activity description',
    'event description',
  ],
  timestamp: [
    'timestamp',
    'time stamp',
    'date and time',
    'date time',
    'datetime',
    'event time',
    'event timestamp',
    'activity time',
    'activity timestamp',
    'activity date',
    'event date',
    'performed on',
    'performed at',
    'occurred at',
    'occurred on',
    'created on',
    'created at',
    'created date',
    'logged at',
    'logged on',
    'log time',
    'time',
    'date',
  ],
  status: ['status', 'outcome', 'result', 'activity status', 'event status'],
};
/** Columns that number the rows of one file: they say nothing of the entry and differ in the next file. */
const COUNTERS: ReadonlySet<string> = new Set([
  '',
  's no',
  'sno',
  'sl no',
  'slno',
  'sr no',
  'srno',
  'row',
  'row no',
  'row number',
  'no',
  'nr',
]);

/** What an audit log has to have, as a message names it. */
export const AUDIT_LOOKED_FOR =
  'User Full Name, Module, Activity / Event Name, Timestamp, Status (Timestamp and Activity, and one of the others)';

export interface AuditHeading {
  /** The line of the headings. */
  readonly number: number;
  readonly columns: Readonly<Record<AuditField, number | null>>;
  /** The time of day, where date and time have columns of their own. */
  readonly clock: number | null;
  /** What each column is called in `details`; null for one that is left out. */
  readonly names: readonly (string | null)[];
}

/** A heading without case, punctuation and what stands in brackets. */
export function foldHeading(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\([^)]*\)|\[[^\]]*\]/g, ' ')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** The text of a cell: instants as ISO 8601, numbers with all their digits; '' for an empty one. */
export function cellText(cell: Cell): string {
  if (cell === null || cell === FORMULA) return '';
  if (cell instanceof Date) return cell.toISOString().replace('.000Z', 'Z');
  if (typeof cell === 'number') return digitsOf(cell);
  return String(cell).trim();
}

/** Spreadsheets show long numbers as 1.2E+20; an id is its digits. */
function digitsOf(value: number): string {
  return Number.isInteger(value) ? BigInt(value).toString() : String(value);
}

/** The headings of an audit log, if that is what a line holds. */
export function auditHeading({ number, cells }: Line): AuditHeading | null {
  const texts = cells.map((cell) => (typeof cell === 'string' ? foldHeading(cell) : ''));
  const taken = new Set<number>();
  const columns = Object.fromEntries(AUDIT_FIELDS.map((field) => [field, null])) as Record<
    AuditField,
    number | null
  >;
  for (const field of AUDIT_FIELDS) {
    const found = SYNONYMS[field].flatMap((name) => {
      const index = texts.findIndex((text, at) => text === name && !taken.has(at));
      return index < 0 ? [] : [index];
    })[0];
    if (found === undefined) continue;
    columns[field] = found;
    taken.add(found);
  }
  let clock: number | null = null;
  const stamp = columns.timestamp === null ? '' : texts[columns.timestamp];
  if (stamp === 'time' && texts.includes('date')) {
    [clock, columns.timestamp] = [columns.timestamp, texts.indexOf('date')];
  }
  const { timestamp, activity, user, module, status } = columns;
  if (timestamp === null || activity === null || (user ?? module ?? status) === null) return null;
  return { number, columns, clock, names: namesOf(cells, texts) };
}

/** Headings as given; a blank one is called after its place, one that comes twice gets a number. */
function namesOf(cells: readonly Cell[], texts: readonly string[]): readonly (string | null)[] {
  const used = new Map<string, number>();
  return cells.map((cell, index) => {
    const given = cellText(cell);
    if (COUNTERS.has(texts[index] ?? '') && given !== '') return null;
    const name = given === '' ? `Column ${index + 1}` : safeLine(given);
    const times = (used.get(name) ?? 0) + 1;
    used.set(name, times);
    return times === 1 ? name : `${name} (${times})`;
  });
}

/** The first lines with text, for a message: what was seen instead of the headings. */
export function seenIn(lines: readonly Line[]): string {
  const texts = lines
    .map(({ cells }) => cells.map(cellText).filter((text) => text !== ''))
    .filter((cells) => cells.length > 0);
  // Of a table the line with the most cells is likely its heading.
  const widest = texts.reduce<readonly string[]>(
    (best, cells) => (cells.length > best.length ? cells : best),
    [],
  );
  if (widest.length === 0) return 'nothing but empty cells';
  const shown = widest.slice(0, 12).map((text) => JSON.stringify(safeLine(text.slice(0, 40))));
  return `${shown.join(', ')}${widest.length > shown.length ? ` and ${widest.length - shown.length} more` : ''}`;
}
