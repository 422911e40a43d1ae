/** The right to send to a target: one process at a time has it, by a lease in the cache. */
import { randomUUID } from 'node:crypto';
import type { CacheWriter } from '../cache/port.ts';
import { keyOf } from './kept.ts';

export class Hold {
  readonly #cache: Pick<CacheWriter, 'lease' | 'release'>;
  readonly #name: string;
  readonly #owner = randomUUID();
  readonly #clock: () => number;
  readonly #ttl: number;
  #until = Number.NEGATIVE_INFINITY;

  /** `ttl`: how long the lease outlives who holds it (ms). */
  constructor(
    cache: Pick<CacheWriter, 'lease' | 'release'>,
    target: string,
    clock: () => number,
    ttl: number,
  ) {
    this.#cache = cache;
    this.#name = keyOf(target);
    this.#clock = clock;
    this.#ttl = ttl;
  }

  /** True when held; asks the cache only where a third of the lease is over. */
  async take(): Promise<boolean> {
    const now = this.#clock();
    const left = this.#until - now;
    // More than the whole of it: the clock was set back.
    if (left > (this.#ttl * 2) / 3 && left <= this.#ttl) return true;
    const held = await this.#cache.lease(this.#name, this.#owner, this.#ttl, now);
    this.#until = held ? now + this.#ttl : Number.NEGATIVE_INFINITY;
    return held;
  }

  /** Keeps it while work goes on that may take longer. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    const timer = setInterval(() => void this.take().catch(() => {}), this.#ttl / 3);
    try {
      return await work();
    } finally {
      clearInterval(timer);
    }
  }

  async release(): Promise<void> {
    // A cache that cannot answer lets it run out.
    await this.#cache.release(this.#owner).catch(() => {});
  }
}
