/** One of the threads that make lines, as the export has it. */
import { Worker } from 'node:worker_threads';
import { FailureError, failureOf } from '../../domain/failure.ts';
import type { LinesJob } from './lines.ts';
import { type Asked, BUFFER, type Told } from './told.ts';

export interface Lines {
  /** How many there are. */
  readonly rows: number;
  readonly bytes: Uint8Array;
  /** What follows them. */
  readonly beyond: string;
  /** To be called when the bytes are written: others take their place. */
  free(): void;
}

export interface Hand {
  /** Questions without an answer yet. */
  readonly waiting: number;
  /** Resolves when it reads as of a new moment. */
  begin(): Promise<void>;
  lines(rows: readonly number[]): Promise<Lines>;
  end(): void;
}

const ENTRY = new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './lines-worker.js', import.meta.url);
/** Megabytes of young objects: rows are forgotten at once, and a larger nursery only keeps them longer. */
const YOUNG = 16;

export function openHand(job: LinesJob, between: string): Hand {
  const worker = new Worker(ENTRY, {
    workerData: { ...job, between },
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG },
  });
  const asked: { resolve(told: Told): void; reject(error: unknown): void }[] = [];
  let broken: Error | null = null;
  const breakOff = (error: Error) => {
    broken ??= error;
    for (const { reject } of asked.splice(0)) reject(broken);
  };
  worker.on('message', (told: Told) => {
    const next = asked.shift();
    if (told.kind === 'failed') next?.reject(new FailureError(told.failure));
    else next?.resolve(told);
  });
  worker.on('error', (error) => breakOff(new FailureError(failureOf(error), { cause: error })));
  worker.on('exit', (code) => breakOff(new Error(`the thread that makes lines ended with ${code}`)));
  const ask = (question: Asked) => {
    const answer = new Promise<Told>((resolve, reject) => {
      if (broken !== null) reject(broken);
      else asked.push({ resolve, reject });
    });
    // Whoever takes it hears of a failure; where the export ends before that, nobody does.
    answer.catch(() => {});
    worker.postMessage(question);
    return answer;
  };
  const buffers: SharedArrayBuffer[] = [];
  const empty: number[] = [];
  return {
    get waiting() {
      return asked.length;
    },
    async begin() {
      await ask({ kind: 'begin' });
    },
    async lines(rows) {
      const known = empty.pop();
      const into = known ?? buffers.push(new SharedArrayBuffer(BUFFER)) - 1;
      const buffer = buffers[into] as SharedArrayBuffer;
      const told = await ask({ kind: 'rows', rows, into, buffer: known === undefined ? buffer : null });
      if (told.kind !== 'lines') throw new Error(told.kind);
      const bytes = new Uint8Array(buffer, 0, told.bytes);
      return { rows: told.rows, bytes, beyond: told.beyond, free: () => void empty.push(into) };
    },
    end: () => void worker.terminate(),
  };
}
