/** Change notices: own commits gathered to a few a second, and those of other processes noticed by asking. */
import type { Database } from 'better-sqlite3';
import type { Kind } from '../domain/record.ts';
import type { Touched } from './record-writers.ts';
import { prepared } from './statements.ts';
import type { ChangeNotice, Stamp } from './stored.ts';

/** Milliseconds between two notices. */
const QUIET = 200;
/** Milliseconds between two looks for what another process wrote. */
const LOOK = 1_000;

export function readStamps(db: Database): readonly Stamp[] {
  return prepared(db, 'SELECT kind, platform, changed FROM tally').all() as Stamp[];
}

export class Watch {
  readonly #db: Database;
  readonly #tell: (notice: ChangeNotice) => void;
  readonly #looking: NodeJS.Timeout;
  readonly #stamps = new Map<string, number>();
  #pending: NodeJS.Timeout | null = null;
  #toldAt = Number.NEGATIVE_INFINITY;
  #kinds = new Set<Kind>();
  #platforms = new Set<string>();
  #foreign = false;
  #version: number;

  /** `since`: as it was when somebody who is told began to read. What has changed by now is told at once. */
  constructor(db: Database, tell: (notice: ChangeNotice) => void, since: readonly Stamp[] = readStamps(db)) {
    this.#db = db;
    this.#tell = tell;
    this.#version = this.#dataVersion();
    for (const stamp of since) this.#keep(stamp);
    this.#noteForeign(this.#freshStamps());
    this.#looking = setInterval(() => this.#look(), LOOK);
    this.#looking.unref();
  }

  /** A transaction of this process changed these. */
  touched({ kinds, platforms }: Touched): void {
    this.#note(kinds, platforms, false);
  }

  stop(): void {
    clearInterval(this.#looking);
    if (this.#pending !== null) clearTimeout(this.#pending);
    if (this.#platforms.size > 0) this.#flush();
  }

  #note(kinds: Iterable<Kind>, platforms: Iterable<string>, foreign: boolean): void {
    for (const kind of kinds) this.#kinds.add(kind);
    for (const platform of platforms) this.#platforms.add(platform);
    this.#foreign ||= foreign;
    const wait = this.#toldAt + QUIET - performance.now();
    // Under a first sync messages never end, and a timer would wait for them to: what is due is told here.
    if (wait <= 0) this.#flush();
    else if (this.#pending === null) {
      this.#pending = setTimeout(() => this.#flush(), wait);
      this.#pending.unref();
    }
  }

  #flush(): void {
    if (this.#pending !== null) clearTimeout(this.#pending);
    const notice = { kinds: [...this.#kinds], platforms: [...this.#platforms], foreign: this.#foreign };
    this.#pending = null;
    this.#toldAt = performance.now();
    this.#kinds = new Set();
    this.#platforms = new Set();
    this.#foreign = false;
    this.#tell(notice);
  }

  /** `data_version` moves only when another connection commits; the tallies say what it changed. */
  #look(): void {
    try {
      const version = this.#dataVersion();
      if (version === this.#version) return;
      const changed = this.#freshStamps();
      // Only now: what could not be read this time is asked for the next time.
      this.#version = version;
      // Without a changed record it was the state of a stream, or a lease: no list has to be read again.
      if (changed.length > 0) this.#noteForeign(changed);
      else this.#note([], this.#allPlatforms(), true);
    } catch {
      // A file that is locked or gone for a moment is looked at again in a second.
    }
  }

  #noteForeign(changed: readonly Stamp[]): void {
    if (changed.length === 0) return;
    this.#note(
      changed.map(({ kind }) => kind),
      changed.map(({ platform }) => platform),
      true,
    );
  }

  #freshStamps(): readonly Stamp[] {
    return readStamps(this.#db).filter((stamp) => this.#keep(stamp));
  }

  /** Whether it is another one than before. */
  #keep({ kind, platform, changed }: Stamp): boolean {
    const name = `${kind} ${platform}`;
    const before = this.#stamps.get(name);
    this.#stamps.set(name, changed);
    return before !== changed;
  }

  #allPlatforms(): readonly string[] {
    return prepared(this.#db, 'SELECT DISTINCT platform FROM stream').pluck().all() as string[];
  }

  #dataVersion(): number {
    return this.#db.pragma('data_version', { simple: true }) as number;
  }
}
