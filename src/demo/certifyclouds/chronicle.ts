/**
 * Everything that happened at CertifyClouds in order of time, as far as the clock has come: scenes of its own,
 * and those that follow from what the certificate platform does.
 */
import { HOUR, MINUTE, SECOND } from '../clock-times.ts';
import { below, mix, mixText, pick } from '../random.ts';
import type { Ledger } from '../story/ledger.ts';
import { history } from '../week.ts';
import type { World } from '../world.ts';
import { type Happenings, type ListName, type Scene, tellScene } from './happenings.ts';
import type { Inventory } from './inventory.ts';
import { sceneAfter } from './renewals.ts';
import { scan } from './scans.ts';
import { DECK, rotate } from './scenes.ts';
import { lockedOut } from './sign-ins.ts';

/** Scenes of its own in the 90 days before the start. */
const HISTORY_SCENES = 380;
/** Milliseconds between live scenes. */
const LIVE_PACE = MINUTE;

export interface Chronicle {
  /** How many of a list had begun at an instant. */
  count(list: ListName, now: number): number;
  /** Number `place` of a list, oldest first. */
  item<L extends ListName>(list: L, place: number): Happenings[L];
  /** How many of the first `total` of a list lie before an instant. */
  before(list: ListName, at: number, total: number): number;
}

/** What has just happened when the world goes live: a scan that hangs, a rotation that failed, a lock-out. */
const OPENINGS: readonly { readonly offset: number; readonly scene: Scene }[] = [
  { offset: -52 * MINUTE, scene: scan(() => ({ mode: 'full', lasts: 95 * MINUTE, fails: true })) },
  { offset: -26 * MINUTE, scene: lockedOut },
  {
    offset: -12 * MINUTE,
    scene: rotate(({ inventory }) => ({ asset: pick(0, inventory.secrets), fails: true })),
  },
  { offset: -4 * MINUTE, scene: scan(() => ({ mode: 'delta', lasts: 40 * SECOND, fails: false })) },
];

const LISTS: readonly ListName[] = ['audit', 'alert', 'scan'];

interface Dated {
  readonly id: string;
  readonly at: number;
}

const earlier = (a: Dated, b: Dated) => a.at - b.at || (a.id < b.id ? -1 : 1);

export function createChronicle(world: World, inventory: Inventory, ledger: Ledger): Chronicle {
  const space = mixText(world.seed, 'clouds');
  const lists: Record<ListName, Dated[]> = { audit: [], alert: [], scan: [] };
  const pending: Record<ListName, Dated[]> = { audit: [], alert: [], scan: [] };
  let live = 0;
  let heard = 0;
  let begun = false;

  function take(source: string, number: number, at: number, scene: Scene): void {
    const written = tellScene({ world, inventory }, { source, number, at }, scene);
    for (const list of LISTS) pending[list].push(...written[list]);
  }
  const dealt = (number: number) => pick(mix(space, number), DECK);

  function begin(): void {
    begun = true;
    const instant = history(world.start);
    const scenes = Math.round(HISTORY_SCENES * (world.bustle ?? 1));
    for (let number = 0; number < scenes; number += 1) {
      const share = (number + below(mix(space, number), 1_000) / 1_000) / scenes;
      // What has begun in history has ended before the openings begin.
      take('h', number, Math.floor(Math.min(instant(share), world.start - 2 * HOUR)), dealt(number));
    }
    for (const [number, { offset, scene }] of OPENINGS.entries())
      take('o', number, world.start + offset, scene);
  }
  function liveAt(number: number): number {
    return world.start + number * LIVE_PACE + below(mix(space, 100_000 + number), LIVE_PACE);
  }

  function advance(now: number): void {
    if (!begun) begin();
    for (; liveAt(live) <= now; live += 1) take('n', live, liveAt(live), dealt(50_000 + live));
    for (const there = ledger.count('audit', now); heard < there; heard += 1) {
      const event = ledger.item('audit', heard);
      const scene = sceneAfter(event, inventory);
      if (scene !== null) take('s', heard, event.at, scene);
    }
    // Nothing told later can lie before now: a scene begins where it is told.
    for (const list of LISTS) {
      const waiting = pending[list].sort(earlier);
      const later = waiting.findIndex(({ at }) => at > now);
      for (const one of waiting.splice(0, later === -1 ? waiting.length : later)) lists[list].push(one);
    }
  }

  function before(list: ListName, at: number, total: number): number {
    let [low, high] = [0, total];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((lists[list][middle]?.at ?? 0) < at) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  return {
    count(list, now) {
      // History is there from the start, even for a clock that was set back.
      const at = Math.max(now, world.start);
      advance(at);
      return before(list, at + 1, lists[list].length);
    },
    item<L extends ListName>(list: L, place: number): Happenings[L] {
      const found = lists[list][place];
      if (found === undefined) throw new RangeError(`no ${list} at ${place}`);
      return found as Happenings[L];
    },
    before,
  };
}
