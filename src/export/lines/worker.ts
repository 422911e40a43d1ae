/** A thread that makes the text of rows it is told; it reads the cache through a connection of its own. */
import { parentPort, workerData } from 'node:worker_threads';
import { openRowReader } from '../../cache/row-reader.ts';
import { failureOf } from '../../domain/failure.ts';
import { columnsIn, type LinesJob, linesOf } from './lines.ts';
import { type Asked, BUFFER, type Told } from './told.ts';

const job = workerData as LinesJob & { readonly between: string };
const reader = openRowReader(
  job,
  job.kind,
  columnsIn(job).map(({ path }) => path),
);
const lines = linesOf(job, reader);
/** Bytes a UTF-16 unit can take. */
const WIDEST = 3;
const buffers: Buffer[] = [];

function answer(asked: Asked): Told {
  if (asked.kind === 'begin') {
    reader.begin();
    return { kind: 'begun' };
  }
  const { rows, into, buffer } = asked;
  if (buffer !== null) buffers[into] = Buffer.from(buffer);
  const shared = buffers[into] as Buffer;
  const beyond: string[] = [];
  let bytes = 0;
  let lead = '';
  const made = lines(rows, (row) => {
    const line = lead === '' ? row : lead + row;
    // What may not fit any more goes by itself, and all that follows with it.
    if (beyond.length > 0 || line.length * WIDEST > BUFFER - bytes) beyond.push(line);
    else bytes += shared.write(line, bytes);
    lead = job.between;
  });
  return { kind: 'lines', rows: made, bytes, beyond: beyond.join('') };
}

parentPort?.on('message', (asked: Asked) => {
  let told: Told;
  try {
    told = answer(asked);
  } catch (thrown) {
    told = { kind: 'failed', failure: failureOf(thrown) };
  }
  parentPort?.postMessage(told);
});
