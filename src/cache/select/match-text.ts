/**
 * Texts as expressions for the index of trigrams. It knows which trigrams a record has, not where: what it
 * finds holds all of them, and whether they stand together is looked at in the record.
 */
import type { Database } from 'better-sqlite3';
import type { Kind } from '../../domain/record.ts';
import { fold } from '../../domain/text.ts';
import type { Value } from '../../query/tree.ts';
import { CONTAINS_FROM } from '../../query/words.ts';
import { columnsOf } from '../shape.ts';
import { type Conjunct, one } from './conjunct.ts';
import { frequency } from './frequency.ts';

/** More trigrams of one text than this say nothing more; the rarest are taken. */
const MOST = 4;
/** Trigrams of a long text whose frequency is asked for. */
const ASKED = 24;

/** The records in whose columns (null: any text of their own) the text occurs; null when it is too short. */
export function contains(
  db: Database,
  kind: Kind,
  text: string,
  columns: readonly string[] | null,
): Conjunct | null {
  const folded = fold(text);
  const found = having(db, kind, [folded]);
  if (found === null) return null;
  const sure = {
    text: folded,
    columns: columns ?? ['id', ...columnsOf(kind, 'text')],
    all: columns !== null,
  };
  return one(found, [sure]);
}

/** The records that have all literal pieces of a pattern; null when none is long enough. Never sure. */
export function containsPattern(
  db: Database,
  kind: Kind,
  { parts }: Extract<Value, { kind: 'pattern' }>,
): Conjunct | null {
  const pieces = parts.flatMap((part) => (typeof part === 'string' ? [fold(part)] : []));
  const found = having(db, kind, pieces);
  return found === null ? null : one(found, null);
}

function having(db: Database, kind: Kind, texts: readonly string[]) {
  const all = [...new Set(texts.flatMap(trigrams))];
  if (all.length === 0) return null;
  const every = Math.max(1, all.length / ASKED);
  const asked = Array.from(
    { length: Math.min(ASKED, all.length) },
    (_, i) => all[Math.floor(i * every)] ?? '',
  );
  const counted = asked.map((trigram) => ({ expression: `"${trigram.replaceAll('"', '""')}"` }));
  const rarest = counted
    .map(({ expression }) => ({ expression, n: frequency(db, kind, expression) }))
    .sort((a, b) => a.n - b.n)
    .slice(0, MOST);
  const expression = rarest.map((each) => each.expression).join(' AND ');
  return { is: 'match', expression, n: rarest[0]?.n ?? 0 } as const;
}

function trigrams(folded: string): readonly string[] {
  const points = [...folded];
  return points.slice(0, 1 - CONTAINS_FROM).map((_, i) => points.slice(i, i + CONTAINS_FROM).join(''));
}
