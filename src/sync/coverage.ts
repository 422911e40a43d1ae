/** What of a query's window the cache holds: per stream, from when to when, and whether anything is missing. */
import type { Interval, StreamState } from '../cache/stored.ts';
import type { Kind } from '../domain/record.ts';
import { fold } from '../domain/text.ts';
import type { Node } from '../query/tree.ts';
import { windowOf } from '../query/window.ts';
import { subtract } from './intervals.ts';

export interface Coverage {
  readonly platform: string;
  readonly stream: string;
  /** The window asked for, UTC ms. */
  readonly from: number;
  readonly to: number;
  /** No part of the window is missing. */
  readonly complete: boolean;
  readonly holes: readonly Interval[];
  readonly syncedAt: number | null;
  /** Retention drops what is older; null where everything is kept. */
  readonly keptFrom: number | null;
}

/** A configured platform's stream; `state` is null before its first sync. */
export interface AskedStream {
  readonly platform: string;
  readonly stream: string;
  /** Milliseconds back that the platform's first sync reaches. */
  readonly since: number;
  readonly state: Pick<StreamState, 'covered' | 'syncedAt' | 'notOffered' | 'keptFrom'> | null;
  /** It is asked about records that rules derive from its own. */
  readonly derived?: boolean;
}

/** Coverage of the streams a query can reach; a stream that is not offered has none and lacks none. */
export function coverageOf(
  streams: readonly AskedStream[],
  kind: Kind,
  tree: Node,
  now: number,
): readonly Coverage[] {
  const bound = windowOf(tree, kind);
  const platforms = platformNames(tree);
  return streams
    .filter(({ platform, state }) => state?.notOffered !== true && (platforms?.has(fold(platform)) ?? true))
    .map(({ platform, stream, since, state, derived }) => {
      const syncedAt = state?.syncedAt ?? null;
      // Files that somebody exports end before they are read. That is a hole in what they bring; what is derived
      // from it never reaches further.
      const known = Math.min(syncedAt ?? now, (derived ? state?.covered.at(-1)?.to : null) ?? now);
      const keptFrom = state?.keptFrom ?? null;
      // Without a bound of its own, a query asks for no more than is kept.
      const from = bound.from ?? Math.max(now - since, keptFrom ?? Number.NEGATIVE_INFINITY);
      // What has not happened yet, or only since the last sync, is nobody's hole.
      const isOver = bound.to !== null && bound.to < now;
      // Of a window that nothing is known of all is missing that has been of it.
      const to = isOver ? bound.to : known >= from ? known : Math.max(from, now);
      const holes = subtract({ from, to }, state?.covered ?? []);
      return { platform, stream, from, to, complete: holes.length === 0, holes, syncedAt, keptFrom };
    });
}

/** The folded names a query is bound to by `platform:a,b`; null when it is not bound to any. */
function platformNames(tree: Node): ReadonlySet<string> | null {
  for (const node of conjuncts(tree)) {
    if (node.kind !== 'field' || node.field.name !== 'platform' || (node.op !== ':' && node.op !== '='))
      continue;
    const names = node.values.map((value) => (value.kind === 'text' ? fold(value.text) : null));
    if (names.every((name) => name !== null)) return new Set(names);
  }
  return null;
}

function conjuncts(tree: Node): readonly Node[] {
  return tree.kind === 'and' ? tree.of.flatMap(conjuncts) : [tree];
}
