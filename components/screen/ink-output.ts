/** What Ink takes for the terminal: it gets the size and keeps what is drawn instead of showing it. */
import { EventEmitter } from 'node:events';
import type { WriteStream } from 'node:tty';

export class InkOutput extends EventEmitter {
  readonly isTTY = true;
  readonly writable = true;
  /** What Ink wrote last. */
  taken = '';
  readonly #terminal: WriteStream;
  readonly #resized = (): boolean => this.emit('resize');

  constructor(terminal: WriteStream) {
    super();
    this.#terminal = terminal;
    terminal.on('resize', this.#resized);
  }

  get columns(): number {
    return this.#terminal.columns;
  }

  get rows(): number {
    return this.#terminal.rows;
  }

  write(text: string, done?: () => void): boolean {
    if (text !== '') this.taken = text;
    if (done !== undefined) setImmediate(done);
    return true;
  }

  close(): void {
    this.#terminal.off('resize', this.#resized);
  }

  /** Ink uses no more of a stream than there is. */
  asStream(): WriteStream {
    return this as unknown as WriteStream;
  }
}
