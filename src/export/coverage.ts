import type { Json } from '../domain/json.ts';
import { toIso } from '../domain/time.ts';

/** How far the cache covers what a query asks of one stream. Instants are UTC ms. */
export interface CoverageRow {
  readonly platform: string;
  readonly stream: string;
  readonly from: number;
  readonly to: number;
  /** No part of the window is missing. */
  readonly complete: boolean;
  /** Which parts are missing, where that is known; both ends are part of them. */
  readonly holes?: readonly { readonly from: number; readonly to: number }[];
  readonly syncedAt: number | null;
  /** Retention drops what is older; null where everything is kept. */
  readonly keptFrom?: number | null;
}

export function coverageJson({ platform, stream, from, to, complete, syncedAt }: CoverageRow): Json {
  return { platform, stream, from: toIso(from), to: toIso(to), complete, syncedAt: toIso(syncedAt) };
}

/** The same as a manifest says it: with each part that is missing. */
export function coverageSaid(row: CoverageRow): Json {
  const missing = missingIn([row]).map(({ from, to }) => ({ from: toIso(from), to: toIso(to) }));
  return { ...(coverageJson(row) as Readonly<Record<string, Json>>), ...(row.complete ? {} : { missing }) };
}

/** A part of a window that the cache does not hold. */
export interface Missing {
  readonly platform: string;
  readonly stream: string;
  readonly from: number;
  readonly to: number;
}

/** Part by part; of a stream that does not say which part, all of its window. */
export function missingIn(coverage: readonly CoverageRow[]): readonly Missing[] {
  return coverage.flatMap(({ platform, stream, holes = [], complete, from, to }) => {
    if (complete) return [];
    const parts = holes.length === 0 ? [{ from, to }] : holes;
    return parts.map((hole) => ({ platform, stream, from: hole.from, to: hole.to }));
  });
}

type AboutRow = readonly (string | number)[];

/** What is missing in a word, and part by part, as lines of what stands in front of an export; empty lists where nothing is. */
export function missingRows(
  coverage: readonly CoverageRow[],
  at: (instant: number) => string,
): { readonly count: string | null; readonly parts: readonly AboutRow[] } {
  const missing = missingIn(coverage);
  if (missing.length === 0) return { count: null, parts: [] };
  return {
    count: missing.length === 1 ? 'one part' : `${missing.length} parts`,
    parts: [
      ['Missing', 'Stream', 'From', 'To'],
      ...missing.map(({ platform, stream, from, to }) => [platform, stream, at(from), at(to)]),
      [],
    ],
  };
}
