/** A portal's export into the cache, page by page as its thread reads it. */
import { basename } from 'node:path';
import type { Cache } from '../cache/port.ts';
import { FailureError } from '../domain/failure.ts';
import { readState, writeState } from '../platforms/certinext/exports/folder-state.ts';
import type { DayOrder } from '../platforms/certinext/exports/instants.ts';
import { readApart } from '../platforms/certinext/exports/read-apart.ts';
import type { ExportKind, Reading } from '../platforms/certinext/exports/reading.ts';
import { asideKey, ofFile } from '../platforms/certinext/exports/set-aside.ts';
import { EXPORT_STREAMS } from '../platforms/certinext/exports/streams.ts';
import type { Imported } from './import-archive.ts';

export interface PortalAsk {
  readonly path: string;
  readonly platform: string;
  readonly kind: ExportKind | null;
  /** As configured; null leaves it to what exports tell. */
  readonly dayOrder: DayOrder | null;
  readonly clock: () => number;
  readonly signal: AbortSignal;
  readonly onRows: (rows: number) => void;
}

/** Throws what keeps the file from being read; what was committed before stays. */
export async function importPortal(
  cache: Cache,
  ask: PortalAsk,
): Promise<Imported & { readonly reading: Reading }> {
  const { path, platform, kind, clock, signal, onRows } = ask;
  const name = basename(path);
  const positionOf = async (stream: string) =>
    (await cache.streams()).find((one) => one.platform === platform && one.stream === stream)?.position ??
    null;
  const unlessTold = ask.dayOrder ?? readState(await positionOf(EXPORT_STREAMS.audit)).dayOrder;
  const imported = { rows: 0, added: 0, changed: 0, kept: 0, rejected: 0, older: 0 };
  let first = true;
  const read = await readApart(
    { path, platform, kind, ...(unlessTold === null ? {} : { dayOrder: unlessTold }) },
    {
      signal,
      async onPage(page) {
        const stream = EXPORT_STREAMS[page.kind];
        const { rows } = page;
        const rejected = page.rejected.map((one) => ({ ...one, key: asideKey(name, one.key) }));
        const before = first ? { cleared: [ofFile(name)] } : {};
        first = false;
        const kinds = [page.kind];
        const done = await cache.commit({ platform, stream, kinds, at: clock(), rows, rejected, ...before });
        imported.rows += page.rows.length;
        imported.rejected += page.rejected.length;
        imported.added += done.added;
        imported.changed += done.changed;
        imported.older += done.older ?? 0;
        onRows(imported.rows);
      },
    },
  );
  if (!read.ok) throw new FailureError(read.failure);
  const { value: reading } = read;
  const stream = EXPORT_STREAMS[reading.kind];
  const position = await positionOf(stream);
  const told = reading.dayOrder?.told === true ? reading.dayOrder.order : null;
  await cache.note({
    platform,
    stream,
    kinds: [reading.kind],
    at: clock(),
    failure: null,
    syncedAt: clock(),
    ...(reading.covered === null ? {} : { covered: reading.covered }),
    // A stream with a position is one that something was ever imported into.
    ...(position === null || told !== null
      ? { position: writeState({ ...readState(position), ...(told === null ? {} : { dayOrder: told }) }) }
      : {}),
  });
  return { ...imported, reading };
}
