/** A portal's export into the cache, page by page as its thread reads it. */
import type { Cache } from '../cache/port.ts';
import { FailureError } from '../domain/failure.ts';
import { readApart } from '../platforms/certinext/exports/read-apart.ts';
import type { ExportKind, Reading } from '../platforms/certinext/exports/read-export.ts';
import { EXPORT_STREAMS } from '../platforms/certinext/exports/streams.ts';
import type { Imported } from './import-archive.ts';

export interface PortalAsk {
  readonly path: string;
  readonly platform: string;
  readonly kind: ExportKind | null;
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
  const imported = { rows: 0, added: 0, changed: 0, kept: 0, rejected: 0 };
  const read = await readApart(
    { path, platform, kind },
    {
      signal,
      async onPage(page) {
        const stream = EXPORT_STREAMS[page.kind];
        const done = await cache.commit({ platform, stream, kinds: [page.kind], at: clock(), ...page });
        imported.rows += page.rows.length;
        imported.rejected += page.rejected.length;
        imported.added += done.added;
        imported.changed += done.changed;
        onRows(imported.rows);
      },
    },
  );
  if (!read.ok) throw new FailureError(read.failure);
  const { value: reading } = read;
  const stream = EXPORT_STREAMS[reading.kind];
  const state = (await cache.streams()).find((one) => one.platform === platform && one.stream === stream);
  await cache.note({
    platform,
    stream,
    kinds: [reading.kind],
    at: clock(),
    failure: null,
    syncedAt: clock(),
    ...(reading.covered === null ? {} : { covered: reading.covered }),
    // A stream with a position is one that something was ever imported into.
    ...(state?.position == null ? { position: { files: {} } } : {}),
  });
  return { ...imported, reading };
}
