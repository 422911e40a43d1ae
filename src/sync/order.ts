/** Whether pages come newest first, judged by what they hold rather than by what was asked for. */
import { KIND_TABLES, timeOf, valueAt } from '../domain/kinds.ts';
import type { AnyRecord, Kind } from '../domain/record.ts';
import type { Page } from '../platforms/port.ts';
import type { Seen } from './seen.ts';

interface Candidate {
  readonly key: (record: AnyRecord) => number | null;
  readonly oldest: number | null;
  readonly newest: number | null;
}

/**
 * Takes the pages of a walk in turn. A list may be sorted by any one of its kind's times (jobs have
 * three), so each stays a candidate while it descends. A row newer than an earlier page's oldest breaks
 * the order, unless it was met before (new entries push rows onto the next page) or is newer than
 * `upper`, about which the walk claims nothing.
 */
export class Ordering {
  private candidates: Candidate[];
  private readonly upper: number;

  constructor(kinds: readonly Kind[], upper: number) {
    const paths = [...new Set(kinds.flatMap((kind) => KIND_TABLES[kind].timePaths))];
    const keys = paths.map(
      (path): Candidate['key'] =>
        (record) =>
          instant(valueAt(record, path)),
    );
    if (keys.length !== 1) keys.push(timeOf);
    this.candidates = keys.map((key) => ({ key, oldest: null, newest: null }));
    this.upper = upper;
  }

  /** False as soon as no time of the rows descends. */
  get descending(): boolean {
    return this.candidates.length > 0;
  }

  /** The oldest time met, null before the first; rows without a time do not count. */
  get oldest(): number | null {
    return this.dated?.oldest ?? null;
  }

  /** The newest time met that is not after `upper`. */
  get newest(): number | null {
    return this.dated?.newest ?? null;
  }

  private get dated(): Candidate | undefined {
    return this.candidates.find(({ oldest }) => oldest !== null);
  }

  /** To be called before the page is added to `seen`. */
  take(page: Page, seen: Seen): void {
    this.candidates = this.candidates.flatMap(({ key, oldest, newest }) => {
      let last = Number.POSITIVE_INFINITY;
      let [lowest, highest] = [oldest, newest];
      for (const { record } of page.rows) {
        const at = key(record);
        if (at === null) continue;
        if (at > last) return [];
        if (oldest !== null && at > oldest && at <= this.upper && !seen.has(record.id)) return [];
        last = at;
        if (lowest === null || at < lowest) lowest = at;
        if (at <= this.upper && (highest === null || at > highest)) highest = at;
      }
      return [{ key, oldest: lowest, newest: highest }];
    });
  }
}

function instant(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}
