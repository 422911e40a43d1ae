/**
 * Sends what arrives in the cache on to one target: a batch at a time, and the position moves on only when the target
 * has taken it. What is killed anywhere sends at most the last batch again, with the same ids.
 */
import { FAILURES, type Failure, FailureError, failureOf } from '../domain/failure.ts';
import { MINUTE, SECOND } from '../domain/time.ts';
import { backoff } from './backoff.ts';
import type { Refused } from './dead-letters.ts';
import { maskSecrets } from './event.ts';
import { Feed } from './feed.ts';
import { Hold } from './hold.ts';
import { asJson, beginning, type Kept, keyOf, restAfter } from './kept.ts';
import type { ForwardOptions } from './options.ts';
import { elsewhere, unanswered } from './stalls.ts';
import { droppedWords, KEEP_LONGER } from './standing.ts';
import type { Forwarded, Phase } from './state.ts';
import type { Sent, Written } from './target.ts';

/** How long `--once` tries in vain (ms). */
export const PATIENCE = 3 * MINUTE;
/** After a kill nobody else sends for so long; who is late for it only has the last batch sent twice. */
const LEASE = 10 * SECOND;
/** Looked for news this often (ms) where no notice comes, and whether another process has stopped. */
const LOOK = 15 * SECOND;
const LOOK_ELSEWHERE = 2 * SECOND;

/** Resolves when all is sent (`once`), it was given up, or the signal has ended it. Closes nothing. */
export async function forward(options: ForwardOptions, signal: AbortSignal): Promise<Forwarded> {
  const run = new Run(options, signal);
  try {
    return await run.go();
  } finally {
    await run.release();
  }
}

class Run {
  readonly #options: ForwardOptions;
  readonly #signal: AbortSignal;
  readonly #hold: Hold;
  #begun: { readonly feed: Feed; kept: Kept } | null = null;
  #sent = 0;
  #refused = 0;
  /** Found in this run, and of these told. */
  #dropped = 0;
  #droppedTold = 0;
  /** Since when nothing was taken, and how often it was tried. */
  #failing: { readonly since: number; readonly attempts: number } | null = null;

  constructor(options: ForwardOptions, signal: AbortSignal) {
    this.#options = options;
    this.#signal = signal;
    const { cache, settings, tools, lease = LEASE } = options;
    this.#hold = new Hold(cache, settings.name, tools.clock, lease);
  }

  release = (): Promise<void> => this.#hold.release();

  async go(): Promise<Forwarded> {
    while (!this.#signal.aborted) {
      try {
        const atEnd = await this.#step();
        this.#failing = null;
        if (atEnd && this.#options.once !== null) return this.#over(null);
        if (atEnd) {
          this.#tellDropped();
          await this.#news();
        }
      } catch (thrown) {
        if (this.#signal.aborted) break;
        const failure = failureOf(thrown);
        if (await this.#failed(failure)) return this.#over(failure);
      }
    }
    return this.#over(null);
  }

  /** One batch; true where there is none. Throws what keeps it from being sent. */
  async #step(): Promise<boolean> {
    if (!(await this.#hold.take())) {
      this.#begun = null;
      throw elsewhere(this.#options.settings.name);
    }
    this.#begun ??= await this.#begin();
    const { feed } = this.#begun;
    await feed.fill();
    const batch = feed.batch();
    if (batch.length === 0) {
      await this.#keep({});
      if (feed.atEnd) await this.#tell({ kind: 'idle' });
      return feed.atEnd;
    }
    await this.#tell({ kind: 'sending' });
    const sent = await this.#hold.during(() => this.#options.target.send(batch, this.#signal));
    await this.#settle(batch, sent);
    return false;
  }

  async #begin(): Promise<{ readonly feed: Feed; kept: Kept }> {
    const { cache, settings, target, tools, redact = maskSecrets, longRunningAfter } = this.#options;
    const { clock, log } = tools;
    const { trail, onNotice = log } = this.#options;
    const kept = await beginning(cache, settings, clock, (await trail?.read()) ?? null, onNotice);
    const refuse = (refused: readonly Refused[]) => this.#refuse(refused);
    const { known, begunAt } = kept;
    const options = { cache, settings, target, redact, clock, longRunningAfter, refuse, known, begunAt };
    return { feed: new Feed(options, kept.position), kept };
  }

  async #refuse(refused: readonly Refused[]): Promise<void> {
    const { deadLetters, tools } = this.#options;
    await deadLetters.add(refused, tools.clock());
    this.#refused += refused.length;
    if (this.#begun !== null) {
      const { kept } = this.#begun;
      this.#begun.kept = { ...kept, refused: kept.refused + refused.length };
    }
  }

  /** Writes down what a batch came to; throws why the rest of it was not taken. */
  async #settle(batch: readonly Written[], { settled, refused, failure }: Sent): Promise<void> {
    const begun = this.#begun;
    if (begun === null) return;
    const over = Math.min(batch.length, Math.max(0, settled));
    const dead = refused.flatMap(({ index, why }): readonly Refused[] => {
      const event = index < over ? batch[index]?.event : undefined;
      return event === undefined ? [] : [{ event, why }];
    });
    if (dead.length > 0) await this.#refuse(dead);
    if (over > 0) {
      // Whoever has the right now begins where the position is: this batch comes twice, which is allowed.
      if (!(await this.#hold.take())) return;
      begun.feed.settle(over);
      const taken = over - dead.length;
      this.#sent += taken;
      this.#failing = null;
      await this.#keep({ sent: begun.kept.sent + taken, failure: null });
    }
    if (failure !== null) throw new FailureError(failure);
    if (over === 0) throw new FailureError(unanswered(this.#options.settings.name));
  }

  /** Remembers how far it is. */
  async #keep(change: Partial<Pick<Kept, 'sent' | 'failure'>>): Promise<void> {
    const { cache, settings, tools } = this.#options;
    const begun = this.#begun;
    if (begun === null) return;
    const { position } = begun.feed;
    const same = position?.seq === begun.kept.position?.seq && position?.index === begun.kept.position?.index;
    if (same && Object.keys(change).length === 0) return;
    const link = position === null ? begun.kept.link : (await cache.ledgerHead(position.seq)).link;
    const at = same ? begun.kept.at : tools.clock();
    const found = begun.feed.takeDropped();
    this.#dropped += found;
    const dropped = begun.kept.dropped + found;
    begun.kept = { ...begun.kept, ...change, position, link, at, dropped };
    await cache.remember(keyOf(settings.name), asJson(begun.kept));
    if (!same) await this.#leaveTrail(begun.feed);
  }

  /** What a run without an end would say at its end. */
  #tellDropped(): void {
    const { onNotice = this.#options.tools.log, settings } = this.#options;
    const fresh = this.#dropped - this.#droppedTold;
    this.#droppedTold = this.#dropped;
    if (fresh > 0) onNotice(`${settings.name}: ${droppedWords(fresh)}. ${KEEP_LONGER}`);
  }

  async #leaveTrail({ overBy }: Feed): Promise<void> {
    const { cache, trail, tools } = this.#options;
    if (trail === undefined || overBy === null) return;
    const { link } = await cache.ledgerHead(1);
    // It is for the worst case only: what cannot be written holds up nothing.
    await trail.write({ chain: link, at: overBy }).catch((thrown: Error) => tools.log(thrown.message));
  }

  /** Waits until it is worth another attempt; true when there is to be none. */
  async #failed(failure: Failure): Promise<boolean> {
    const { once, tools, random = Math.random, settings } = this.#options;
    const now = tools.clock();
    const { since, attempts } = this.#failing ?? { since: now, attempts: 0 };
    this.#failing = { since, attempts: attempts + 1 };
    const isElsewhere = failure.code === 'CACHE_BUSY' && failure.where === settings.name;
    const delay = isElsewhere ? LOOK_ELSEWHERE : backoff(attempts, failure.retryAfter, random);
    tools.log(`${settings.name}: ${failure.what}; again in ${delay} ms`);
    await this.#tell(isElsewhere ? { kind: 'elsewhere' } : { kind: 'failed', failure, again: now + delay });
    if (!isElsewhere && this.#begun !== null) {
      const { what, next } = failure;
      // A cache that fails cannot be told that it does.
      await this.#keep({ failure: { what, next, since, again: now + delay } }).catch(() => {});
    }
    if (once !== null) {
      const isHopeless = FAILURES[failure.code].by === 'user';
      if (isHopeless || now + delay - since > once.patience) return true;
    }
    await this.#wait(delay);
    return false;
  }

  /** Until something arrives, or might have. */
  async #news(): Promise<void> {
    const stop = new AbortController();
    const quiet = this.#options.cache.onChange(() => stop.abort());
    try {
      await this.#wait(LOOK, stop.signal);
    } finally {
      quiet();
    }
  }

  async #wait(ms: number, ...signals: readonly AbortSignal[]): Promise<void> {
    await this.#options.tools.wait(ms, AbortSignal.any([this.#signal, ...signals])).catch(() => {});
  }

  async #tell(phase: Phase): Promise<void> {
    const { onState, cache, settings } = this.#options;
    if (onState === undefined) return;
    const feed = this.#begun?.feed;
    const rest =
      feed === undefined || phase.kind === 'idle' ? 0 : await restAfter(cache, feed.position).catch(() => 0);
    onState({
      target: settings.name,
      phase,
      sent: this.#sent,
      refused: this.#refused,
      behind: Math.max(rest, feed?.waiting ?? 0),
    });
  }

  #over(failure: Failure | null): Forwarded {
    const [sent, refused, dropped] = [this.#sent, this.#refused, this.#dropped];
    return { target: this.#options.settings.name, sent, refused, dropped, failure };
  }
}
