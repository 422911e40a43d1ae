/** The one simulated world all embedded platforms speak about. It is a function of seed, size and start. */
import { createEstate, type Estate } from './estate.ts';
import { createPeople, type People } from './people.ts';
import { mixText } from './random.ts';

export interface WorldOptions {
  /** Any number; equal seeds give equal worlds. */
  readonly seed: number;
  /** digicert-one audit entries at the start of the world. */
  readonly entries: number;
  /** The instant the world goes live (UTC ms); 90 days of history lie before it. */
  readonly start: number;
  /** Milliseconds between live digicert-one entries, on average. */
  readonly pace: number;
  /** How much certificates had to do in that history, as a share of the usual; default 1. */
  readonly bustle?: number;
}

export interface World extends WorldOptions {
  readonly people: People;
  readonly estate: Estate;
}

export const DEFAULT_PACE = 5_000;

export function createWorld(options: WorldOptions): World {
  const seed = mixText(0x5eed, String(options.seed));
  return {
    ...options,
    seed,
    people: createPeople(seed, options.start, options.entries),
    estate: createEstate(seed),
  };
}
