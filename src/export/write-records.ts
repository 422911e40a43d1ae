/** The records of a selection into a format's writer, a page at a time. */
import type { Cursor } from '../cache/ask.ts';
import { type Failure, FailureError } from '../domain/failure.ts';
import type { Format, Sink, View } from './format.ts';
import type { ExportJob, ExportSeams } from './job.ts';

/** Records asked of the cache at a time. */
const PAGE = 500;

export const CANCELLED: Failure = {
  code: 'CANCELLED',
  what: 'the export was cancelled',
  next: 'Nothing was written.',
};

/** All records of the selection, page by page; resolves to how many there were. */
export async function writeRecords(
  format: Format,
  sink: Sink,
  view: View,
  { selection, sort }: ExportJob,
  { cache, signal, onProgress }: ExportSeams,
): Promise<number> {
  throwIfAborted(signal);
  const asking = signal === undefined ? {} : { signal };
  const writer = await format.open(sink, view);
  let rows = 0;
  let total: number | null = null;
  const counting = new AbortController();
  const tell = () => {
    if (!counting.signal.aborted) onProgress?.({ rows, total });
  };
  if (onProgress !== undefined) {
    // A total is a courtesy: the export neither waits for it nor fails with it.
    cache.count(selection, { signal: AbortSignal.any([counting.signal, ...(signal ? [signal] : [])]) }).then(
      ({ matched }) => {
        total = matched;
        tell();
      },
      () => {},
    );
  }
  let after: Cursor | undefined;
  try {
    for (;;) {
      const at = after === undefined ? {} : { at: { after } };
      const order = sort === undefined ? {} : { sort };
      const page = await cache.rows({ selection, ...order, ...at, limit: PAGE, whole: true }, asking);
      throwIfAborted(signal);
      await writer.page(page.rows.map(({ record }) => record));
      rows += page.rows.length;
      tell();
      after = page.rows.at(-1)?.cursor;
      if (page.atEnd || after === undefined) break;
    }
    await writer.end(rows);
    return rows;
  } finally {
    counting.abort();
  }
}

export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new FailureError(CANCELLED);
}
