/** Which rows a walk has met: to tell new ones from ones pushed onto a later page, and to know when all came by. */
import { KIND_TABLES, valueAt } from '../domain/kinds.ts';
import type { AnyRecord } from '../domain/record.ts';
import type { Page } from '../platforms/port.ts';

/** After so many pages in a row without one new row, the paging is held to be broken. */
const BARREN_PAGES = 20;

export class Seen {
  /** Distinct rows met, set-aside ones included. */
  count = 0;
  /** Set when the first ids were forgotten to bound memory: `count` may then count a row twice. */
  forgot = false;
  /** How many rows the platform says there are; null when it does not say. */
  total: number | null = null;
  private firstTotal: number | null = null;
  /** Rows met after the first page, of times after the walk began: the list had not begun with them. */
  private younger = 0;
  private barren = 0;
  /** How often an id came more than once on one page, which is no row pushed down: the list holds it so often. */
  private readonly again = new Map<string, number>();
  private repeats = 0;
  private pages = 0;
  /** Two generations: the older is dropped whole, since a Set is slow at giving up its first members. */
  private ids = new Set<string>();
  private older = new Set<string>();
  private readonly limit: number;
  private readonly startedAt: number;

  /** Remembers at least the last `limit` ids of a walk that began at `startedAt`. */
  constructor(limit: number, startedAt: number) {
    this.limit = limit;
    this.startedAt = startedAt;
  }

  has(id: string): boolean {
    return this.ids.has(id) || this.older.has(id);
  }

  add(page: Page): void {
    const before = this.count;
    for (const { record } of page.rows) {
      const young = this.pages > 0 && (firstTimeOf(record) ?? this.startedAt) > this.startedAt;
      if (this.isNew(record.id) && young) this.younger += 1;
    }
    for (const { key } of page.rejected) this.isNew(key);
    this.countRepeats([...page.rows.map(({ record }) => record.id), ...page.rejected.map(({ key }) => key)]);
    this.barren = this.count > before ? 0 : this.barren + 1;
    this.firstTotal ??= page.total;
    this.total = page.total ?? this.total;
    this.pages += 1;
  }

  /** Rows the list was seen to hold: one that it holds twice counts twice, as in its own total. */
  get delivered(): number {
    return this.count + this.repeats;
  }

  /**
   * Whether every row the list began with came by. A list that grows while it is read pushes rows down and
   * hides none; one that shrinks pulls rows up behind the reader, and then the count falls short.
   */
  get all(): boolean {
    const still = this.total === this.firstTotal;
    return this.delivered - (still ? 0 : this.younger) >= (this.firstTotal ?? 0);
  }

  /** Whether the walk goes nowhere. */
  get stuck(): boolean {
    return this.barren >= BARREN_PAGES;
  }

  private countRepeats(ids: readonly string[]): void {
    if (new Set(ids).size === ids.length) return;
    for (const [id, { length }] of Map.groupBy(ids, (one) => one)) {
      // The same ones may come again on the next page, pushed there: they are no more than they were.
      const more = length - 1 - (this.again.get(id) ?? 0);
      if (more <= 0) continue;
      this.again.set(id, length - 1);
      this.repeats += more;
    }
  }

  private isNew(id: string): boolean {
    if (this.has(id)) return false;
    this.ids.add(id);
    this.count += 1;
    if (this.ids.size >= this.limit) {
      this.forgot ||= this.older.size > 0;
      this.older = this.ids;
      this.ids = new Set();
    }
    return true;
  }
}

/** The earliest time of a record: a job that ends during a walk was there before it. */
function firstTimeOf(record: AnyRecord): number | null {
  const times = KIND_TABLES[record.kind].timePaths.map((path) => valueAt(record, path));
  const known = times.filter((time) => typeof time === 'number');
  return known.length === 0 ? null : Math.min(...known);
}
