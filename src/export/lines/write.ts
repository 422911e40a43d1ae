/**
 * A long export in a format of text, made by several threads: this one finds the rows and writes what the others make
 * of them, in their order. Bytes cross, and nothing else.
 */
import { availableParallelism } from 'node:os';
import type { Asking } from '../../cache/ask.ts';
import type { Divided, ScanAsk, ScanReader } from '../../cache/scan.ts';
import type { Format, Sink, View } from '../format.ts';
import { isLong } from '../long.ts';
import { type Hand, type Lines, openHand } from './hand.ts';
import type { LinesJob } from './lines.ts';

/** More would have little left to do beside the one that writes, and take their share of memory. */
const HANDS = 2;
/** Batches a thread has before it, so that it never waits for the next. */
const AHEAD = 3;

export interface Dividing {
  readonly sink: Sink;
  readonly format: Format;
  readonly view: View;
  readonly cache: ScanReader;
  readonly ask: ScanAsk;
  readonly asking: Asking;
  /** More rows are worth the threads. */
  readonly many: number | undefined;
}

export interface DividedWriter {
  /** Writes all of the file; `tell` hears how many rows there are so far. */
  write(tell: (rows: number) => void): Promise<void>;
  /** Ends its threads. */
  end(): void;
}

/** Null where one thread is better at it; else what writes it, of one moment from here on. */
export async function openDivided(dividing: Dividing): Promise<DividedWriter | null> {
  const { sink, format, view, cache, ask, asking, many } = dividing;
  const { file } = sink;
  const { divided } = cache;
  if (format.text === undefined || file === null || divided === undefined) return null;
  if (availableParallelism() < HANDS || !(await isLong(cache, ask, asking, many))) return null;
  const text = format.text(view);
  const hands = Array.from({ length: HANDS }, () => openHand(jobOf(format, view, divided), text.between));
  const end = () => {
    for (const hand of hands) hand.end();
  };
  const add = async (piece: string) => void (piece === '' || (await file.write(Buffer.from(piece))));
  const write = async (tell: (rows: number) => void) => {
    await add(text.begin);
    let rows = 0;
    for await (const { rows: some, bytes, beyond } of linesInOrder(hands, divided, ask, asking)) {
      asking.signal?.throwIfAborted();
      if (rows > 0 && some > 0) await add(text.between);
      await file.write(bytes);
      await add(beyond);
      rows += some;
      tell(rows);
    }
    await add(text.end({ shown: rows, matched: rows, coverage: view.coverage }));
  };
  const isOne = await begin(divided, hands).catch((thrown) => {
    end();
    throw thrown;
  });
  if (isOne) return { write, end };
  end();
  return null;
}

const jobOf = (format: Format, view: View, { dir }: Divided): LinesJob => ({
  dir,
  format: format.name,
  kind: view.kind,
  columns: view.columns,
  timezone: view.zone.name,
  rawCells: view.rawCells,
  redaction: view.redaction,
});

/** What is made of the rows, in their order. Bytes are good until the ones after the next are asked for. */
async function* linesInOrder(
  hands: readonly Hand[],
  divided: Divided,
  ask: ScanAsk,
  asking: Asking,
): AsyncGenerator<Lines> {
  const made: Promise<Lines>[] = [];
  let before: Lines | null = null;
  async function* downTo(most: number): AsyncGenerator<Lines> {
    while (made.length > most) {
      const lines = await (made.shift() as Promise<Lines>);
      yield lines;
      before?.free();
      before = lines;
    }
  }
  for await (const rows of divided.rows(ask, asking)) {
    yield* downTo(hands.length * AHEAD - 1);
    if (divided.isOld) {
      yield* downTo(0);
      await begin(divided, hands);
    }
    const hand = hands.reduce((one, other) => (other.waiting < one.waiting ? other : one));
    const lines = hand.lines(rows);
    // Where the export ends before its turn comes, nobody waits for it.
    lines.catch(() => {});
    made.push(lines);
  }
  yield* downTo(0);
}

const begin = (divided: Divided, hands: readonly Hand[]): Promise<boolean> =>
  divided.together(() => Promise.all(hands.map((hand) => hand.begin())));
