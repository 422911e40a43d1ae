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
  readonly syncedAt: number | null;
}

export function coverageJson({ platform, stream, from, to, complete, syncedAt }: CoverageRow): Json {
  return { platform, stream, from: toIso(from), to: toIso(to), complete, syncedAt: toIso(syncedAt) };
}
