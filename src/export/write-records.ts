/** The records of a selection into a format's writer, a batch at a time. */

import { type Failure, FailureError } from '../domain/failure.ts';
import { KIND_TABLES } from '../domain/kinds.ts';
import { SECRETS_ONLY } from '../domain/redaction-policy.ts';
import type { Format, RowWriter, Sink, View } from './format.ts';
import type { ExportJob, ExportSeams } from './job.ts';
import { openDivided } from './lines/write.ts';
import { redactedRecords, redactedValues } from './redacted.ts';

export const CANCELLED: Failure = {
  code: 'CANCELLED',
  what: 'the export was cancelled',
  next: 'Nothing was written.',
};

/** All records of the selection, batch by batch; resolves to how many there were. */
export async function writeRecords(
  format: Format,
  sink: Sink,
  view: View,
  { selection, sort, redaction = SECRETS_ONLY }: ExportJob,
  { cache, signal, onProgress, many }: ExportSeams,
): Promise<number> {
  throwIfAborted(signal);
  const asking = signal === undefined ? {} : { signal };
  const ask = sort === undefined ? { selection } : { selection, sort };
  // Before anything is read: it decides of which moment.
  const divided = await openDivided({ sink, format, view, cache, ask, asking, many });
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
  async function write<Row>(batches: AsyncIterable<readonly Row[]>, writer: RowWriter<Row>): Promise<void> {
    for await (const batch of batches) {
      throwIfAborted(signal);
      await writer.page(batch);
      rows += batch.length;
      tell();
    }
    throwIfAborted(signal);
    await writer.end(rows);
  }
  try {
    if (divided !== null) {
      await divided.write((some) => {
        rows = some;
        tell();
      });
    } else if (format.reads === 'records') {
      await write(redactedRecords(cache.records(ask, asking), redaction), await format.open(sink, view));
    } else {
      const columns = view.columns ?? KIND_TABLES[view.kind].columns;
      const values = redactedValues(cache, ask, { kind: view.kind, columns, redaction }, asking);
      await write(values, await format.open(sink, view));
    }
    return rows;
  } finally {
    counting.abort();
    divided?.end();
  }
}

export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new FailureError(CANCELLED);
}
