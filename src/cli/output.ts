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
  #failure: NodeJS.ErrnoException | null = null;
  readonly #onError = (error: NodeJS.ErrnoException) => {
    this.#failure ??= error;
  };

  constructor(stream: Writable & { readonly isTTY?: boolean }) {
    this.#stream = stream;
    stream.on('error', this.#onError);
  }

  /** Resolves when more can be taken; rejects with `ReaderGone` once the reader has closed its end, and with a failure where nothing can be written. */
  async write(text: string): Promise<void> {
    if (text === '') return;
    this.#check();
    if (!this.#stream.write(text)) {
      await new Promise<void>((resolve) => {
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
      await new Promise<void>((resolve) => this.#stream.write('', () => resolve()));
    }
    this.#check();
  }

  #check(): void {
    if (this.#failure === null && !this.#stream.destroyed) return;
    const code = this.#failure?.code;
    // A terminal that was closed answers EIO; from a file it is a disk that fails.
    const gone = code === undefined || code === 'EPIPE' || (code === 'EIO' && this.#stream.isTTY === true);
    throw gone || this.#failure === null ? new ReaderGone() : unwritable(this.#failure);
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
