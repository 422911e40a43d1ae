/** What is remembered of a target in the cache: how far it has come, in which chain, and how it went. */
import type { LedgerPosition } from '../cache/ledger/answers.ts';
import type { Cache, CacheReader } from '../cache/port.ts';
import { isObject, type Json } from '../domain/json.ts';
import { DAY } from '../domain/time.ts';
import type { TargetSettings } from './target.ts';
import type { Trail } from './trail.ts';

export interface Kept {
  /** What lies before it is over; null: nothing is. */
  readonly position: LedgerPosition | null;
  /** The chain at the page of the position, as hex: another there, and the position says nothing. */
  readonly link: string;
  /** UTC ms. */
  readonly at: number;
  /** Over all runs. */
  readonly sent: number;
  readonly refused: number;
  /** Arrivals that retention dropped before the target took them, over all runs. */
  readonly dropped: number;
  /** The last page of the ledger when sending to it began; what was dropped until then was never the target's. */
  readonly begunAt: number;
  /** Why the last attempt failed, while it is the last. */
  readonly failure: KeptFailure | null;
  /** What came from a cache that is lost into this one, and is not sent. */
  readonly known: Known | null;
}

/** What happened before `happened` and arrived before `arrived` (UTC ms) was sent from another cache. */
export interface Known {
  readonly happened: number;
  readonly arrived: number;
}

export interface KeptFailure {
  readonly what: string;
  readonly next: string;
  /** UTC ms: since when it goes on, and when it is tried again. */
  readonly since: number;
  readonly again: number;
}

export const keyOf = (target: string): string => `forward:${target}`;

/** What a cache remembers of a target; null where nothing, or nothing that can be read. */
export async function recallKept(cache: Pick<CacheReader, 'recall'>, target: string): Promise<Kept | null> {
  return readKept(await cache.recall(keyOf(target)));
}

function readKept(json: Json): Kept | null {
  if (!isObject(json) || typeof json.link !== 'string') return null;
  const { position, link } = json;
  return {
    position: isPosition(position) ? { seq: position.seq, index: position.index } : null,
    link,
    at: count(json.at),
    sent: count(json.sent),
    refused: count(json.refused),
    dropped: count(json.dropped),
    begunAt: count(json.begunAt),
    failure: failureIn(json.failure ?? null),
    known: isObject(json.known)
      ? { happened: count(json.known.happened), arrived: count(json.known.arrived) }
      : null,
  };
}

const count = (json: Json | undefined): number => (typeof json === 'number' ? json : 0);

function isPosition(json: unknown): json is LedgerPosition {
  return isObject(json) && Number.isSafeInteger(json.seq) && Number.isSafeInteger(json.index);
}

function failureIn(json: Json): KeptFailure | null {
  if (!isObject(json) || typeof json.what !== 'string') return null;
  const next = typeof json.next === 'string' ? json.next : '';
  return { what: json.what, next, since: count(json.since), again: count(json.again) };
}

export const asJson = (kept: Kept): Json => ({
  ...kept,
  position: kept.position === null ? null : { ...kept.position },
  failure: kept.failure === null ? null : { ...kept.failure },
  known: kept.known === null ? null : { ...kept.known },
});

/** Behind all that a page holds. */
const endOf = (seq: number): LedgerPosition => ({ seq, index: 2 ** 31 });

/** What happens is not told at once: so much of what may be known is sent again (ms). */
const MARGIN = DAY;

/**
 * Where sending goes on: where it was left in this chain, else where the settings say. A chain that is another at the
 * place where it was left (a cache restored from a copy) is read from its start, since nobody can tell what of it was sent. A cache that
 * knows nothing, although something was sent from another, is sent from about where that was left.
 */
export async function beginning(
  cache: Pick<Cache, 'recall' | 'ledgerHead' | 'remember'>,
  { name, from }: Pick<TargetSettings, 'name' | 'from'>,
  clock: () => number,
  trail: Trail | null,
  notice: (line: string) => void,
): Promise<Kept> {
  const kept = await recallKept(cache, name);
  if (kept === null) {
    const { seq, link } = await cache.ledgerHead();
    const lost = from === 'now' && trail !== null && trail.chain !== (await cache.ledgerHead(1)).link;
    const known = lost ? { happened: trail.at - MARGIN, arrived: clock() + MARGIN } : null;
    if (lost)
      notice(
        `${name}: this cache is another than the one sent from last; what happened since about then is sent`,
      );
    const position = from === 'now' && seq > 0 && !lost ? endOf(seq) : null;
    const none = { sent: 0, refused: 0, dropped: 0, failure: null };
    const begun: Kept = { position, link, at: clock(), ...none, begunAt: seq, known };
    // Or the next run would take its own beginning for this one.
    await cache.remember(keyOf(name), asJson(begun));
    return begun;
  }
  if (kept.position === null) return kept;
  const { link } = await cache.ledgerHead(kept.position.seq);
  if (link === kept.link) return kept;
  notice(`${name}: what was sent is of another cache; this one is sent from its start, with ids as ever`);
  return { ...kept, position: null, begunAt: (await cache.ledgerHead()).seq };
}

const KINDS = ['audit', 'alert'] as const;

/** No more than so many arrivals come after a position; 0 only where none does. */
export async function restAfter(
  cache: Pick<CacheReader, 'ledgerHead' | 'arrivals'>,
  position: LedgerPosition | null,
): Promise<number> {
  const head = await cache.ledgerHead();
  if (position === null) return head.entries;
  const [next, page, before] = await Promise.all([
    cache.arrivals(position, KINDS, 1),
    cache.ledgerHead(position.seq),
    cache.ledgerHead(position.seq - 1),
  ]);
  const [first] = next.arrivals;
  if (first === undefined && next.atEnd) return 0;
  const later = head.entries - page.entries;
  // How much of a page is left nobody has counted: no more than is in it.
  return first?.position.seq === position.seq ? later + page.entries - before.entries : later;
}
