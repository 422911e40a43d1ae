/** How wide the content of a list's columns is, measured over the rows that were loaded for one question. */
import { cellsOf } from '../../src/domain/cells.ts';
import type { Content } from './layout.ts';
import type { ListRow } from './lines.ts';

export interface Measured {
  /** What was asked; another question begins anew. */
  readonly question: string;
  readonly rows: WeakSet<object>;
  readonly content: Content;
}

/** Content longer than this widens no column on any terminal (characters). */
const LONGEST = 400;

/**
 * With the rows that are new. It only ever grows while the question stays: columns that became narrower
 * again while one scrolls would move under the eye.
 */
export function measured<Row extends object>(
  before: Measured | null,
  question: string,
  rows: readonly Row[],
  draw: (row: Row) => ListRow | null,
): Measured {
  const known = before?.question === question ? before : { question, rows: new WeakSet(), content: {} };
  const fresh = rows.filter((row) => !known.rows.has(row));
  // Nothing new, nothing to place anew.
  if (fresh.length === 0) return known;
  const content: Record<string, number> = { ...known.content };
  for (const row of fresh) {
    known.rows.add(row);
    for (const [id, { text }] of Object.entries(draw(row)?.cells ?? {})) {
      content[id] = Math.max(content[id] ?? 0, cellsOf(text.slice(0, LONGEST)));
    }
  }
  return { ...known, content };
}
