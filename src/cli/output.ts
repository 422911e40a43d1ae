/** Data goes to stdout, talk to stderr. */
import type { Writable } from 'node:stream';
import { type Failure, FailureError } from '../domain/failure.ts';
import { safeText } from '../domain/text.ts';

/** Thrown when the reader of stdout has gone (`certdeck jobs | head`): nobody is left to tell. */
export class ReaderGone extends Error {}

/** Thrown where stdout cannot be written: it leads to a disk that is full, or to a file nobody may write any more. */
export class Unwritable extends FailureError {}

/** Writes at the pace of the reader, so that a slow pipe never fills the memory. */
export class Output {
  readonly #stream: Writable & { readonly isTTY?: boolean };
  readonly #signal: AbortSignal;
  #failure: NodeJS.ErrnoException | null = null;
  #drops = false;
  readonly #onError = (error: NodeJS.ErrnoException) => {
    this.#failure ??= error;
  };

  /** Once `signal` is aborted it waits for no reader: one that is stuck would hold up the end of the program. */
  constructor(stream: Writable & { readonly isTTY?: boolean }, signal: AbortSignal) {
    this.#stream = stream;
    this.#signal = signal;
    stream.on('error', this.#onError);
  }

  /**
   * From here on a reader that has gone is no reason to stop: what it would have read is dropped. For commands whose
   * exit code is the answer, also to who reads no further than the first line.
   */
  dropWhenGone(): void {
    this.#drops = true;
  }

  get isGone(): boolean {
    if (this.#failure === null) return this.#stream.destroyed;
    const { code } = this.#failure;
    // A terminal that was closed answers EIO; from a file it is a disk that fails.
    return code === undefined || code === 'EPIPE' || (code === 'EIO' && this.#stream.isTTY === true);
  }

  /** Resolves when more can be taken; rejects with `ReaderGone` once the reader has closed its end, and with a failure where nothing can be written. */
  async write(text: string): Promise<void> {
    if (text === '') return;
    this.#check();
    if (this.isGone) return;
    if (!this.#stream.write(text)) {
      await this.#unlessStopped((resolve) => {
        const done = () => {
          for (const event of ['drain', 'error', 'close']) this.#stream.off(event, done);
          resolve();
        };
        for (const event of ['drain', 'error', 'close']) this.#stream.once(event, done);
      });
    }
    this.#check();
  }

  /** Waits until everything written has left, so that a failure of the last piece is noticed too. */
  async end(): Promise<void> {
    if (this.#failure === null && !this.#stream.destroyed) {
      await this.#unlessStopped((resolve) => void this.#stream.write('', () => resolve()));
    }
    this.#check();
  }

  /** Waits until what is begun is over; throws `ReaderGone` when the program is to end before. */
  async #unlessStopped(begin: (over: () => void) => void): Promise<void> {
    const signal = this.#signal;
    const { promise, resolve } = Promise.withResolvers<void>();
    const over = () => resolve();
    signal.addEventListener('abort', over, { once: true });
    if (signal.aborted) over();
    begin(over);
    await promise;
    signal.removeEventListener('abort', over);
    if (signal.aborted) throw new ReaderGone();
  }

  #check(): void {
    if (this.isGone) {
      if (!this.#drops) throw new ReaderGone();
    } else if (this.#failure !== null) throw unwritable(this.#failure);
  }
}

function unwritable(error: NodeJS.ErrnoException): Unwritable {
  const full = error.code === 'ENOSPC' || error.code === 'EDQUOT';
  const failure: Failure = {
    code: 'FILE_UNWRITABLE',
    what: 'stdout cannot be written; what was written to it is not whole',
    cause: error.message,
    next: full
      ? 'Free some space where stdout leads, or send it elsewhere, and run it again.'
      : 'Check where stdout leads, and run it again.',
    where: 'stdout',
  };
  return new Unwritable(failure, { cause: error });
}

/** Lines for the person in front of the terminal. */
export class Talk {
  readonly #stream: Writable;
  constructor(stream: Writable) {
    this.#stream = stream;
    // Nobody listening is no reason to stop.
    stream.on('error', () => {});
  }
  say(line: string): void {
    this.#stream.write(`${safeText(line)}\n`);
  }
}
