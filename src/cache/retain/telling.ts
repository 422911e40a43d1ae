/** Gathers what the steps of a round touched: nobody at a screen has to hear of each of them. */
import type { Touched } from '../record-writers.ts';

/** Milliseconds between two tellings. */
const EVERY = 2_000;

export class Telling {
  readonly #tell: (touched: Touched) => void;
  #gathered: Touched = { kinds: new Set(), platforms: new Set() };
  #toldAt = Number.NEGATIVE_INFINITY;

  constructor(tell: (touched: Touched) => void) {
    this.#tell = tell;
  }

  /** `isEnd`: nothing more of the round comes. */
  touched({ kinds, platforms }: Touched, isEnd: boolean): void {
    for (const kind of kinds) this.#gathered.kinds.add(kind);
    for (const platform of platforms) this.#gathered.platforms.add(platform);
    const now = performance.now();
    if (this.#gathered.platforms.size === 0 || (!isEnd && now - this.#toldAt < EVERY)) return;
    this.#toldAt = now;
    this.#tell(this.#gathered);
    this.#gathered = { kinds: new Set(), platforms: new Set() };
  }
}
