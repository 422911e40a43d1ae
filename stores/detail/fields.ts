/** Every field of a record as lines, read from the columns its kind declares. */
import type { Column } from '../../src/domain/field.ts';
import { KIND_TABLES, valueAt } from '../../src/domain/kinds.ts';
import type { AnyRecord } from '../../src/domain/record.ts';
import { maskText } from '../../src/domain/secrets.ts';
import { firstLine, safeLine } from '../../src/domain/text.ts';
import { formatTaken, toIso } from '../../src/domain/time.ts';
import type { Profile } from '../../src/platforms/port.ts';
import { formatAgo, formatInstant, TICK } from '../age.ts';
import {
  BLANK,
  type DocumentInput,
  type DocumentLine,
  field,
  heading,
  type PartTone,
  waiting,
} from './document.ts';
import { restsOn } from './rests-on.ts';

/** Entries named among the fields of a derived record. */
const SHOWN_REFS = 5;

/** Its fields, but for one that is told above them. */
export function fieldLines(input: DocumentInput, said?: string): readonly DocumentLine[] {
  const { record, width } = input;
  const lines = KIND_TABLES[record.kind].columns
    .filter(({ path, type }) => type !== 'json' && path !== 'kind' && path !== said)
    .flatMap((column) => field(column.title, cellText(record, column, input), width, toneOf(record, column)));
  return [...lines, ...restLines(input), ...profileLines(input)];
}

function cellText(record: AnyRecord, column: Column, input: DocumentInput): string | null {
  const value = valueAt(record, column.path);
  if (value === null) return null;
  if (column.type === 'time' && typeof value === 'number') return instantText(value, input);
  if (column.type === 'duration' && typeof value === 'number') return formatTaken(value);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The exact instant and how long ago it is. */
export function instantText(at: number, { timeMode, now }: DocumentInput): string {
  const exact = timeMode === 'local' ? formatInstant(at, 'local', now) : (toIso(at) ?? String(at));
  // As a table says it, an age alone would pass for a duration here.
  const relative = at <= now + TICK ? formatAgo(now - at) : formatInstant(at, 'relative', now);
  return `${exact}  (${relative})`;
}

const TONES: Readonly<Record<string, PartTone>> = {
  error: 'error',
  warning: 'warning',
  failure: 'error',
  success: 'ok',
  FAILED: 'error',
  SUCCESS: 'ok',
};

function toneOf(record: AnyRecord, column: Column): PartTone {
  const value = valueAt(record, column.path);
  if (column.path === 'error') return 'error';
  if (column.type !== 'enum' || typeof value !== 'string') return 'plain';
  return Object.hasOwn(TONES, value) ? (TONES[value] ?? 'plain') : 'plain';
}

/** The entries a derived record rests on; Related opens them. */
function restLines({ whole, width }: DocumentInput): readonly DocumentLine[] {
  const rests = whole.kind === 'ready' ? restsOn(whole.value) : null;
  if (rests === null) return [];
  const untold = rests.entries - Math.min(SHOWN_REFS, rests.refs.length);
  const more = untold > 0 ? `\nand ${untold} more` : '';
  return field('Rests on', `${rests.refs.slice(0, SHOWN_REFS).map(safeLine).join('\n')}${more}`, width);
}

const STATUSES: Readonly<Record<Profile['status'], string>> = {
  found: 'found',
  deleted: 'deleted at the platform; what is told here was known before',
  missing: 'gone: the platform knows nobody by this id; what is told here was known before',
};

function isActor(record: AnyRecord, { id }: Profile): boolean {
  const who = record.kind === 'audit' ? record.actor : record.kind === 'job' ? record.triggeredBy : null;
  return who?.id === id;
}

/** What look-ups know of the actor and the account: status, name, and how old that knowledge is. */
function profileLines(input: DocumentInput): readonly DocumentLine[] {
  const { whole, width, now } = input;
  if (whole.kind !== 'ready' || whole.value === null || whole.value.profiles.length === 0) return [];
  return whole.value.profiles.flatMap((profile) => {
    const tone = profile.status === 'found' ? 'plain' : 'warning';
    const known = `${STATUSES[profile.status]}, looked up ${formatAgo(now - profile.fetchedAt)}`;
    const acted = isActor(input.record, profile);
    return [
      BLANK,
      heading(
        `${profile.type === 'account' ? 'Account' : acted ? 'Actor' : 'User'} as the platform knows it`,
      ),
      ...field('Status', known, width, tone),
      ...field('ID', profile.id, width),
      ...field('Name', profile.name, width),
      ...field('E-mail', profile.email, width),
      ...field('Type', profile.actorType, width),
    ];
  });
}

/** When the console first saw the record and when it last changed. */
export function seenLines(input: DocumentInput): readonly DocumentLine[] {
  return waiting(input.whole, (whole) =>
    whole === null
      ? []
      : [
          BLANK,
          ...field('First seen', instantText(whole.firstSeenAt, input), input.width, 'dim'),
          ...field('Last changed', instantText(whole.changedAt, input), input.width, 'dim'),
        ],
  );
}

export const titleOf = (record: AnyRecord): string => {
  switch (record.kind) {
    case 'alert':
      return firstLine(maskText(record.title ?? ''), maskText(record.message ?? ''), record.id);
    case 'job':
      return firstLine(maskText(record.name ?? ''), record.type, record.id);
    case 'audit':
      return firstLine(
        `${firstLine(record.action)} ${maskText(firstLine(record.resource?.name, record.resource?.id))}`,
        record.id,
      );
    case 'statistic':
      return safeLine(record.name);
  }
};
