/**
 * Questions to the cache, one at a time a key. Asking again under a key ends the question before; an answer
 * that comes late all the same is dropped, so a slow query can never overwrite a newer one.
 */
import { type Failure, failureOf } from '../src/domain/failure.ts';

export type Answer<T> =
  | { readonly kind: 'value'; readonly value: T }
  | { readonly kind: 'late' }
  | { readonly kind: 'failed'; readonly failure: Failure };

export interface Requests {
  /** Never rejects. A cancelled question is answered `late` at once, however long its work still takes. */
  ask<T>(key: string, work: (signal: AbortSignal) => Promise<T>): Promise<Answer<T>>;
  /** Ends the question under a key. True when there was one. */
  cancel(key: string): boolean;
  /** How many questions are open. */
  count(): number;
  /** Ends everything. */
  close(): void;
}

/** `onIdle` is called whenever the last open question has been answered. */
export function createRequests(onIdle: () => void = () => undefined): Requests {
  // The controller is the sequence number: whoever is not in the table any more is late.
  const open = new Map<string, AbortController>();
  const cancel = (key: string): boolean => {
    const controller = open.get(key);
    open.delete(key);
    controller?.abort();
    return controller !== undefined;
  };
  return {
    cancel,
    count: () => open.size,
    close() {
      for (const key of [...open.keys()]) cancel(key);
    },
    async ask<T>(key: string, work: (signal: AbortSignal) => Promise<T>): Promise<Answer<T>> {
      cancel(key);
      const controller = new AbortController();
      open.set(key, controller);
      const late = new Promise<Answer<T>>((resolve) => {
        controller.signal.addEventListener('abort', () => resolve({ kind: 'late' }), { once: true });
      });
      const answer = await Promise.race([late, answered(work, controller.signal)]);
      if (open.get(key) !== controller) return { kind: 'late' };
      open.delete(key);
      if (open.size === 0) onIdle();
      return answer;
    },
  };
}

async function answered<T>(
  work: (signal: AbortSignal) => Promise<T>,
  signal: AbortSignal,
): Promise<Answer<T>> {
  try {
    return { kind: 'value', value: await work(signal) };
  } catch (thrown) {
    return { kind: 'failed', failure: failureOf(thrown) };
  }
}
