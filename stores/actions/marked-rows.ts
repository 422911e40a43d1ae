/** The rows and the whole records behind refs: from what is loaded, or from the cache, a part at a time. */
import type { Row, Selection } from '../../src/cache/ask.ts';
import type { AnyRecord, Kind, Ref } from '../../src/domain/record.ts';
import { parseRef } from '../../src/domain/record.ts';
import type { Console } from '../console.ts';
import { type ListPaneId, PANES } from '../panes.ts';

/** Whole records asked for at once: some hundred kilobytes. */
const PART = 50;

function selectionOfRefs({ services }: Console, kind: Kind, only: readonly Ref[]): Selection {
  return { kind, query: '', now: services.clock(), longRunningAfter: services.longRunningAfter, only };
}

/** In the order of the refs; those that are gone are left out. */
export async function rowsOf(
  console: Console,
  pane: ListPaneId,
  refs: readonly Ref[],
): Promise<readonly Row[]> {
  const state = console.store.getState();
  const known = new Map(
    [...state.own.pins[pane], ...state.lists[pane].window.rows].map((row) => [row.ref, row]),
  );
  const missing = refs.filter((ref) => !known.has(ref));
  if (missing.length > 0) {
    const selection = selectionOfRefs(console, PANES[pane].kind, missing);
    const { rows } = await console.services.cache.rows({ selection, limit: missing.length });
    for (const row of rows) known.set(row.ref, row);
  }
  return refs.flatMap((ref) => known.get(ref) ?? []);
}

/** The whole records of refs of any kinds, in their order, a part at a time. */
export async function* recordsOf(
  console: Console,
  refs: readonly Ref[],
  signal?: AbortSignal,
): AsyncGenerator<readonly AnyRecord[]> {
  for (let at = 0; at < refs.length; at += PART) {
    const part = refs.slice(at, at + PART);
    const found = new Map<Ref, AnyRecord>();
    for (const kind of new Set(part.flatMap((ref) => parseRef(ref)?.kind ?? []))) {
      const only = part.filter((ref) => parseRef(ref)?.kind === kind);
      const request = { selection: selectionOfRefs(console, kind, only), limit: only.length, whole: true };
      const { rows } = await console.services.cache.rows(request, signal === undefined ? {} : { signal });
      for (const { ref, record } of rows) found.set(ref, record);
    }
    yield part.flatMap((ref) => found.get(ref) ?? []);
  }
}
