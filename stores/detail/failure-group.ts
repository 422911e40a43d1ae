/** Failures of the same cause: how many, since when, over which CAs; and whether they are known. */
import { causeOf } from '../../src/domain/cause.ts';
import type { AnyRecord } from '../../src/domain/record.ts';
import { utcDate } from '../../src/domain/time.ts';
import { formatInstant } from '../age.ts';
import { usualKey } from '../keys/rebound.ts';
import { BLANK, type DocumentInput, type DocumentLine, field } from './document.ts';

export interface FailureGroup {
  readonly cause: string;
  readonly count: number;
  /** UTC ms of the earliest and the latest; null where they have no time. */
  readonly first: number | null;
  readonly last: number | null;
  /** Ids of the CAs touched, the most often touched first. */
  readonly cas: readonly string[];
}

/** CAs that are named; the rest is counted. */
const NAMED = 4;

/** What a failed job or an alert says of the others like it; nothing while that is being asked. */
export function groupLines(input: DocumentInput): readonly DocumentLine[] {
  const { group, muted, width, key = usualKey } = input;
  if (group.kind !== 'ready' || group.value === null) return [];
  const { count } = group.value;
  const text =
    count === 1
      ? 'only this once'
      : `${count.toLocaleString('en')} times ${sinceText(group.value, input)}${casText(group.value)}`;
  const menu = `${key('pivot.open')} and ${key('cause.mute')}`;
  const next = muted
    ? `known: counts no more; ${menu} counts it again`
    : `${count === 1 ? '' : `${key('cause.open')} opens them all; `}${menu} calls it known`;
  return [
    ...field('Same failure', text, width, muted ? 'dim' : 'strong'),
    ...field('', next, width, 'dim'),
    BLANK,
  ];
}

function sinceText({ first, last }: FailureGroup, { timeMode, now }: DocumentInput): string {
  const isRelative = timeMode === 'relative';
  const since = isRelative && first !== null ? utcDate(first) : formatInstant(first, timeMode, now);
  return `since ${since}, last ${formatInstant(last, timeMode, now)}${isRelative ? ' ago' : ''}`;
}

function casText({ cas }: FailureGroup): string {
  if (cas.length === 0) return '';
  const more = cas.length > NAMED ? ` and ${cas.length - NAMED} more` : '';
  return `, ${cas.length === 1 ? 'CA' : 'CAs'} ${cas.slice(0, NAMED).join(', ')}${more}`;
}

/** Causes are read from texts, and lists ask for every row they draw. */
const KNOWN = new WeakMap<AnyRecord, string | null>();

/** Whether the failure is one of a known cause. */
export function isMuted(muted: readonly string[], record: AnyRecord): boolean {
  if (muted.length === 0 || (record.kind !== 'job' && record.kind !== 'alert')) return false;
  const known = KNOWN.get(record);
  const cause = known === undefined ? causeOf(record) : known;
  KNOWN.set(record, cause);
  return cause !== null && muted.includes(cause);
}
