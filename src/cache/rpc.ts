/**
 * Calls over a message port: numbered requests, cancellation by number, progress, and failures as plain
 * data. Nothing but structured-clone values crosses.
 */
import type { MessagePort, Worker } from 'node:worker_threads';
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
  | { readonly kind: 'close' };
export type Answer =
  | { readonly kind: 'value'; readonly seq: number; readonly value: unknown }
  | { readonly kind: 'failure'; readonly seq: number; readonly failure: Failure }
  | { readonly kind: 'progress'; readonly seq: number; readonly progress: Progress }
  /** Not an answer to anything: what the worker has to tell by itself. */
  | { readonly kind: 'event'; readonly event: unknown };

type Method = (task: Task, args: readonly unknown[]) => unknown;

/** Takes requests that came over `port`, and answers with `method`; `failureOf` words what it throws. */
export function server(
  port: MessagePort,
  method: (name: string) => Method | undefined,
  failureOf: (thrown: unknown) => Failure,
  close: () => void,
): (request: Request) => void {
  const running = new Map<number, AbortController>();
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
  return (request) => {
    if (request.kind === 'call') void call(request);
    else if (request.kind === 'cancel') running.get(request.seq)?.abort();
    else {
      close();
      port.close();
    }
  };
}

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: FailureError) => void;
  readonly onProgress: Asking['onProgress'];
}

/** The calling side. A late answer to a cancelled call finds nobody and is dropped. */
export class Caller {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  readonly #gone: Failure;
  #seq = 0;
  #ended = false;

  constructor(worker: Worker, gone: Failure, onEvent: (event: unknown) => void) {
    this.#worker = worker;
    this.#gone = gone;
    worker.on('message', (answer: Answer) => this.#answer(answer, onEvent));
    worker.on('error', (error) => this.#end({ ...gone, cause: error.message }));
    worker.on('exit', () => this.#end(gone));
  }

  call(method: string, args: readonly unknown[], asking: Asking = {}): Promise<unknown> {
    const { signal, onProgress } = asking;
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    if (this.#ended) return Promise.reject(new FailureError(this.#gone));
    const seq = ++this.#seq;
    const cancel = () => {
      this.#post({ kind: 'cancel', seq });
      this.#settle(seq)?.reject(
        new FailureError({ code: 'CANCELLED', what: 'cancelled', next: 'Ask again.' }),
      );
    };
    this.#waiting.set(seq, { resolve, reject, onProgress });
    this.#worker.ref();
    if (signal?.aborted) {
      cancel();
      return promise;
    }
    signal?.addEventListener('abort', cancel, { once: true });
    this.#post({ kind: 'call', seq, method, args });
    return promise.finally(() => signal?.removeEventListener('abort', cancel));
  }

  /** Resolves when the thread has closed its file and ended. */
  async close(): Promise<void> {
    if (this.#ended) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#worker.ref();
    this.#worker.once('exit', () => resolve());
    this.#post({ kind: 'close' });
    await promise;
  }

  /** An idle cache keeps no process alive. */
  rest(): void {
    if (this.#waiting.size === 0) this.#worker.unref();
  }

  #post(request: Request): void {
    this.#worker.postMessage(request);
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
