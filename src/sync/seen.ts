/** Which rows a walk has met, to tell new ones from ones that were pushed onto a later page. */
import type { Page } from '../platforms/port.ts';

/** After so many pages in a row without one new row, the paging is held to be broken. */
const BARREN_PAGES = 20;

export class Seen {
  /** Distinct rows met, set-aside ones included. */
  count = 0;
  /** Set when the first ids were forgotten to bound memory: `count` is then no proof. */
  forgot = false;
  private barren = 0;
  private readonly ids = new Set<string>();
  private readonly limit: number;

  /** Remembers the last `limit` ids. */
  constructor(limit: number) {
    this.limit = limit;
  }

  has(id: string): boolean {
    return this.ids.has(id);
  }

  add(page: Page): void {
    const before = this.count;
    for (const { record } of page.rows) this.addOne(record.id);
    for (const { key } of page.rejected) this.addOne(key);
    this.barren = this.count > before ? 0 : this.barren + 1;
  }

  /** Whether the walk goes nowhere. */
  get stuck(): boolean {
    return this.barren >= BARREN_PAGES;
  }

  private addOne(id: string): void {
    if (this.ids.has(id)) return;
    this.ids.add(id);
    this.count += 1;
    if (this.ids.size <= this.limit) return;
    this.forgot = true;
    for (const first of this.ids) {
      this.ids.delete(first);
      break;
    }
  }
}
