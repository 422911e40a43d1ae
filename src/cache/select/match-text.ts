/**
 * Texts as terms of the text index. It knows which runs of three characters a record has, not where: what it
 * finds may hold all of them, and whether they stand together is looked at in the record.
 */
import type { Database } from 'better-sqlite3';
import type { Kind } from '../../domain/record.ts';
import { fold } from '../../domain/text.ts';
import type { Value } from '../../query/tree.ts';
import { columnsOf } from '../shape.ts';
import { shortTerm, termsWithin } from '../text-index/terms.ts';
import { type Conjunct, one } from './conjunct.ts';
import { frequency } from './frequency.ts';

/** More terms of one text than this say nothing more; the rarest are taken. */
const MOST = 4;
/** Terms of a long text whose frequency is asked for. */
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
  const all = [...new Set(texts.flatMap(termsWithin))];
  if (all.length === 0) return null;
  const every = Math.max(1, all.length / ASKED);
  const asked = Array.from(
    { length: Math.min(ASKED, all.length) },
    (_, i) => all[Math.floor(i * every)] ?? 0,
  );
  const counts = frequency(db, kind, asked);
  const rarest = asked
    .map((term, i) => ({ term, n: counts[i] ?? 0 }))
    .sort((a, b) => a.n - b.n)
    .slice(0, MOST);
  return { is: 'match', terms: rarest.map(({ term }) => term), n: rarest[0]?.n ?? 0 } as const;
}

/** A word under three characters, looked for among whole words; what is found still has to be tested. */
export function containsWord(db: Database, kind: Kind, token: string): Conjunct {
  const term = shortTerm(token);
  const [n = 0] = frequency(db, kind, [term]);
  return one({ is: 'match', terms: [term], n }, null);
}
