/** One record with all that is known of it. */
import { KIND_TABLES, valueAt } from '../domain/kinds.ts';
import { type AnyRecord, parseRef, type Ref } from '../domain/record.ts';
import type { Mention } from '../platforms/port.ts';
import type { WholeRecord } from './ask.ts';
import { noteOf } from './notes.ts';
import { readProfiles } from './profiles.ts';
import type { Reading } from './rows.ts';
import { rowOf } from './select/plan.ts';
import { prepared } from './statements.ts';

/** What platforms call the entity of an alert that is about a user. */
const USERS = /^(user|service_user|actor)$/i;

/** Documents of more than `textOver` characters of JSON come as text. */
export function readWhole(
  { db, reader }: Reading,
  ref: Ref,
  textOver = Number.POSITIVE_INFINITY,
): WholeRecord | null {
  const parsed = parseRef(ref);
  const row = parsed === null ? null : rowOf(db, parsed.kind, parsed.platform, parsed.id);
  if (parsed === null || row === null) return null;
  const [found] = reader.read(parsed.kind, [row], true);
  if (found === undefined) return null;
  const { record, ...texts } = split(found.record, textOver);
  const kept = prepared(
    db,
    `SELECT first_seen, changed, raw FROM ${parsed.kind} JOIN ${parsed.kind}_body USING (row) WHERE row = ?`,
  ).get(row) as { first_seen: number; changed: number; raw: string | null };
  const mentions: Mention[] = [];
  if (record.kind === 'audit') {
    if (record.actor?.id) mentions.push({ type: 'user', id: record.actor.id });
    if (record.account?.id) mentions.push({ type: 'account', id: record.account.id });
  }
  if (record.kind === 'job' && record.triggeredBy?.id) {
    mentions.push({ type: 'user', id: record.triggeredBy.id });
  }
  if (record.kind === 'alert') {
    const { entity } = record;
    const type = USERS.test(entity?.type ?? '')
      ? 'user'
      : /^account$/i.test(entity?.type ?? '')
        ? 'account'
        : null;
    if (entity?.id && type !== null) mentions.push({ type, id: entity.id });
  }
  return {
    record,
    ...texts,
    raw: kept.raw,
    profiles: readProfiles(db, parsed.platform, mentions),
    firstSeenAt: kept.first_seen,
    changedAt: kept.changed,
    ...noteOf(db, parsed),
  };
}

/** The record with its long documents beside it, as text. */
function split(record: AnyRecord, textOver: number): Pick<WholeRecord, 'record' | 'texts'> {
  if (textOver === Number.POSITIVE_INFINITY) return { record };
  const long = KIND_TABLES[record.kind].columns.flatMap(({ path, type }): [string, string][] => {
    const value = type === 'json' ? valueAt(record, path) : null;
    const text = value === null ? '' : JSON.stringify(value);
    return text.length > textOver ? [[path, text]] : [];
  });
  if (long.length === 0) return { record };
  const without = Object.fromEntries(long.map(([path]) => [path, null]));
  return { record: { ...record, ...without }, texts: Object.fromEntries(long) };
}
