/**
 * When entry i happened. Entries come in blocks of eight, one scene each: in history a scene keeps its natural
 * pace inside its block's share of the working week, live ones come evenly, one every `pace` ms. Times never
 * decrease with the index, which makes pages, counts and date filters a matter of arithmetic.
 */
import { SECOND } from '../clock-times.ts';
import { below, mix, mixText } from '../random.ts';
import { history } from '../week.ts';
import type { World } from '../world.ts';
import type { Scene } from './scene.ts';
import { SCENES } from './scenes.ts';

export const BLOCK = 8;

export interface Block {
  readonly number: number;
  readonly hash: number;
  readonly scene: Scene;
  /** UTC ms of its steps, whole seconds. */
  readonly times: readonly number[];
}

export interface Timeline {
  block(index: number): Block;
  timeOf(index: number): number;
  /** How many entries exist at an instant. */
  countAt(now: number): number;
  /** How many of the first `total` happened before an instant. */
  countBefore(at: number, total: number): number;
  /** The newest entry at an instant, past or to come; -1 when there is none. */
  placeOf(at: number): number;
}

/** How many of the first `total` of times that never decrease lie before an instant. */
export function searchTimes(timeOf: (index: number) => number, at: number, total: number): number {
  let [low, high] = [0, total];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (timeOf(middle) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Scenes in the share of their weights, so that one look finds the next scene. */
const DECK: readonly Scene[] = SCENES.flatMap((scene) => Array.from({ length: scene.weight }, () => scene));

export function createTimeline(world: World): Timeline {
  const { entries, start, pace } = world;
  const historyBlocks = Math.ceil(entries / BLOCK);
  const instant = history(start);
  const space = mixText(world.seed, 'scene');
  let last: Block | null = null;

  function historyTimes(number: number, hash: number, scene: Scene): number[] {
    const from = instant(number / historyBlocks);
    const span = instant((number + 1) / historyBlocks) - from;
    const begin = from + (span * below(mix(hash, 1), 300)) / 1000;
    return scene.offsets.map((offset, step) =>
      Math.floor(begin + Math.min(offset, (span * 0.69 * (step + 1)) / BLOCK)),
    );
  }
  function liveTimes(number: number, hash: number): number[] {
    const from = start + number * BLOCK * pace;
    return Array.from({ length: BLOCK }, (_, step) =>
      Math.floor(from + pace * (step + 0.1 + (0.8 * below(mix(hash, 16 + step), 1000)) / 1000)),
    );
  }
  function block(index: number): Block {
    const live = index >= entries;
    const number = live ? historyBlocks + Math.floor((index - entries) / BLOCK) : Math.floor(index / BLOCK);
    if (last?.number === number) return last;
    const hash = mix(space, number);
    const scene = DECK[below(hash, DECK.length)] ?? (SCENES[0] as Scene);
    const exact = live ? liveTimes(number - historyBlocks, hash) : historyTimes(number, hash, scene);
    last = { number, hash, scene, times: exact.map((at) => Math.floor(at / SECOND) * SECOND) };
    return last;
  }
  /** Step of an entry in its block: live blocks begin at the first live entry. */
  const stepOf = (index: number) => (index >= entries ? index - entries : index) % BLOCK;
  const timeOf = (index: number) => block(index).times[stepOf(index)] ?? start;
  const countBefore = (at: number, total: number) => searchTimes(timeOf, at, total);
  /** A bound for the search: no more entries than this can have happened. */
  const most = (now: number) => entries + Math.max(0, Math.ceil((now - start) / pace) + BLOCK);
  return {
    block,
    timeOf,
    countBefore,
    // History is there from the start, even for a clock that was set back.
    countAt: (now) => Math.max(entries, countBefore(now + 1, most(now))),
    placeOf: (at) => countBefore(at + 1, most(at)) - 1,
  };
}
