/** Queries that are watched: whoever matches anew is told, however the console is looked at. Pure. */
import type { AnyRecord, Ref } from '../../src/domain/record.ts';
import { safeLine } from '../../src/domain/text.ts';
import type { ListPaneId } from '../panes.ts';

export interface Watch {
  readonly id: number;
  readonly pane: ListPaneId;
  readonly query: string;
  /** How often it was told that something is new. */
  readonly told: number;
}

/** Records that are looked at, the newest: so many between two polls are a flood, and one word is enough for it. */
export const NEWEST = 100;
/** References remembered of one watch. */
const REMEMBERED = 2_000;

/** What of an answer was not in those before; the first answer is what there was. */
export class Met {
  #refs: Set<Ref> | null = null;

  /** The ones that are new, in their order. */
  news<T extends { readonly ref: Ref }>(rows: readonly T[]): readonly T[] {
    const before = this.#refs;
    const fresh = before === null ? [] : rows.filter(({ ref }) => !before.has(ref));
    // The latest last, so that those which fell out of the answer are the first to be forgotten.
    const all = [...(before ?? []), ...rows.map(({ ref }) => ref)];
    this.#refs = new Set(all.slice(-REMEMBERED));
    return fresh;
  }
}

/** Cells of a record's name in what is told: a notification shows one line. */
const LONGEST = 80;

/** `2 new in Jobs, status:failed: renew www.example.com` */
export function newsText(title: string, { query }: Watch, count: number, latest: AnyRecord): string {
  const what = query === '' ? '' : `, ${query}`;
  const name = safeLine(nameOf(latest)).slice(0, LONGEST);
  return `${count}${count === NEWEST ? ' or more' : ''} new in ${title}${safeLine(what)}: ${name}`;
}

function nameOf(record: AnyRecord): string {
  switch (record.kind) {
    case 'alert':
      return record.title ?? record.message ?? record.id;
    case 'job':
      return record.name ?? record.type ?? record.id;
    case 'audit':
      return record.description ?? record.action ?? record.id;
    case 'statistic':
      return record.name ?? record.id;
  }
}
