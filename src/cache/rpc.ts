/**
 * Calls over a message port: numbered requests, cancellation by number, progress, and failures as plain
 * data. Nothing but structured-clone values crosses.
 */
import type { EventEmitter } from 'node:events';
import { MessageChannel, type MessagePort, type Transferable, type Worker } from 'node:worker_threads';
import { type Failure, FailureError } from '../domain/failure.ts';
import type { Asking, Progress } from './ask.ts';
import type { Task } from './slices.ts';

export type Request =
  | {
      readonly kind: 'call';
      readonly seq: number;
      readonly method: string;
      readonly args: readonly unknown[];
    }
  | { readonly kind: 'cancel'; readonly seq: number }
  /** The same methods over one more port, for another thread. */
  | { readonly kind: 'share'; readonly port: MessagePort }
  | { readonly kind: 'close' };
export type Answer =
  | { readonly kind: 'value'; readonly seq: number; readonly value: unknown }
  | { readonly kind: 'failure'; readonly seq: number; readonly failure: Failure }
  | { readonly kind: 'progress'; readonly seq: number; readonly progress: Progress }
  /** Not an answer to anything: what the worker has to tell by itself. */
  | { readonly kind: 'event'; readonly event: unknown };

type Method = (task: Task, args: readonly unknown[]) => unknown;

type Serving = [
  method: (name: string) => Method | undefined,
  failureOf: (thrown: unknown) => Failure,
  closed?: () => void,
];

/**
 * Takes requests that came over `port`, and answers with `method`, there and over the ports it shares; `failureOf`
 * words what it throws.
 */
export function server(
  port: MessagePort,
  method: (name: string) => Method | undefined,
  failureOf: (thrown: unknown) => Failure,
  close: () => void,
): (request: Request) => void {
  const running = new Map<number, AbortController>();
  const shared = new Set<MessagePort>();
  const answer = (message: Answer) => port.postMessage(message);
  const call = async ({ seq, method: name, args }: Extract<Request, { kind: 'call' }>) => {
    const controller = new AbortController();
    running.set(seq, controller);
    try {
      const onProgress = (progress: Progress) => answer({ kind: 'progress', seq, progress });
      const value = await method(name)?.({ signal: controller.signal, onProgress }, args);
      answer({ kind: 'value', seq, value });
    } catch (thrown) {
      answer({ kind: 'failure', seq, failure: failureOf(thrown) });
    } finally {
      running.delete(seq);
    }
  };
  // Whoever asked has ended.
  port.once('close', () => {
    for (const controller of running.values()) controller.abort();
  });
  return (request) => {
    if (request.kind === 'call') void call(request);
    else if (request.kind === 'cancel') running.get(request.seq)?.abort();
    else if (request.kind === 'share') {
      shared.add(request.port);
      request.port.once('close', () => shared.delete(request.port));
      serve(request.port, method, failureOf);
    } else {
      close();
      // One that stays open would keep the thread alive.
      for (const one of [port, ...shared]) one.close();
    }
  };
}

/** The same over a port that nobody else listens to; `closed` when it is closed. */
export function serve(port: MessagePort, ...[method, failureOf, closed = () => {}]: Serving): void {
  port.on('message', server(port, method, failureOf, closed));
}

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: FailureError) => void;
  readonly onProgress: Asking['onProgress'];
}

/** The events that threads and ports have in common. */
type Events = Pick<EventEmitter, 'on' | 'once'>;

export interface CallAsking extends Asking {
  /** An abort is told, and the answer waited for all the same: it says how far the work came. */
  readonly toTheEnd?: boolean;
}

/** The calling side. A late answer to a cancelled call finds nobody and is dropped. */
export class Caller {
  readonly #line: Worker | MessagePort;
  readonly #waiting = new Map<number, Waiting>();
  readonly #gone: Failure;
  #seq = 0;
  #closing = false;
  #ended = false;

  /** Over a thread itself, or over a port it shares. */
  constructor(line: Worker | MessagePort, gone: Failure, onEvent: (event: unknown) => void) {
    this.#line = line;
    this.#gone = gone;
    const events = line as Events;
    events.on('message', (answer: Answer) => this.#answer(answer, onEvent));
    events.on('error', (error: Error) => this.#end({ ...gone, cause: error.message }));
    for (const end of ['exit', 'close']) events.on(end, () => this.#end(gone));
  }

  call(method: string, args: readonly unknown[], asking: CallAsking = {}): Promise<unknown> {
    const { signal, onProgress, toTheEnd = false } = asking;
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    if (this.#ended) return Promise.reject(new FailureError(this.#gone));
    const seq = ++this.#seq;
    const cancel = () => {
      this.#post({ kind: 'cancel', seq });
      if (toTheEnd) return;
      this.#settle(seq)?.reject(
        new FailureError({ code: 'CANCELLED', what: 'cancelled', next: 'Ask again.' }),
      );
    };
    this.#waiting.set(seq, { resolve, reject, onProgress });
    this.#line.ref();
    if (signal?.aborted && !toTheEnd) {
      cancel();
      return promise;
    }
    signal?.addEventListener('abort', cancel, { once: true });
    this.#post({ kind: 'call', seq, method, args });
    if (signal?.aborted) cancel();
    return promise.finally(() => signal?.removeEventListener('abort', cancel));
  }

  /** One more way to the same thread, to be given to another; who has it closes it. */
  share(): MessagePort {
    const { port1, port2 } = new MessageChannel();
    this.#post({ kind: 'share', port: port1 }, [port1]);
    return port2;
  }

  /** Resolves when the thread has closed its file and ended, or the port is closed. */
  async close(): Promise<void> {
    if (this.#ended) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const events = this.#line as Events;
    this.#closing = true;
    this.#line.ref();
    for (const end of ['exit', 'close']) events.once(end, () => resolve());
    this.#post({ kind: 'close' });
    await promise;
  }

  /** An idle cache keeps no process alive; one that is closing does until it is closed. */
  rest(): void {
    if (this.#waiting.size === 0 && !this.#closing) this.#line.unref();
  }

  #post(request: Request, transfer: readonly Transferable[] = []): void {
    this.#line.postMessage(request, transfer);
  }

  #answer(answer: Answer, onEvent: (event: unknown) => void): void {
    if (answer.kind === 'event') onEvent(answer.event);
    else if (answer.kind === 'progress') this.#waiting.get(answer.seq)?.onProgress?.(answer.progress);
    else if (answer.kind === 'value') this.#settle(answer.seq)?.resolve(answer.value);
    else this.#settle(answer.seq)?.reject(new FailureError(answer.failure));
  }

  #settle(seq: number): Waiting | undefined {
    const waiting = this.#waiting.get(seq);
    this.#waiting.delete(seq);
    this.rest();
    return waiting;
  }

  #end(failure: Failure): void {
    this.#ended = true;
    for (const { reject } of this.#waiting.values()) reject(new FailureError(failure));
    this.#waiting.clear();
  }
}
