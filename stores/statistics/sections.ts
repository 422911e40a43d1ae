/** The statistics pane as data: sections of items, each with the records behind its number. */
import type { PaneId } from '../panes.ts';

export interface Opens {
  readonly pane: Exclude<PaneId, 'statistics'>;
  readonly query: string;
}

/** One line: a figure, a bar of a distribution, or a trend. */
export interface Item {
  /** Stays the same from one load to the next. */
  readonly key: string;
  readonly label: string;
  /** Whose figure it is, where platforms report it. */
  readonly platform: string | null;
  /** One of several lines of its figure: the platform alone tells them apart. */
  readonly indented: boolean;
  /** The line above those of its figure, where that has no number of its own. */
  readonly heading: string | null;
  readonly value: number | null;
  readonly unit: string | null;
  /** Words in the place of a number. */
  readonly said: string | null;
  /** Changes since yesterday and last week; null when no snapshot was kept. */
  readonly day: number | null;
  readonly week: number | null;
  /** Which way a change is good news; null where neither is. */
  readonly better: 'more' | 'less' | null;
  /** When the number was right (UTC ms). */
  readonly at: number | null;
  /** What is to be said of the changes: how far back they go, or that nothing was kept yet. */
  readonly aside: string | null;
  /** How certdeck came to the number, where no platform reports it. */
  readonly basis: string | null;
  /** Kept snapshots or counts by day, oldest first; null for a day that was not looked at. */
  readonly series: readonly (number | null)[];
  /** Whether the series starts from zero (counts) or from its lowest value (figures). */
  readonly counts: boolean;
  readonly tone: 'plain' | 'error' | 'warning' | 'ok';
  readonly opens: Opens | null;
  /** How many records it opens, where that is another number: two certificates over one key are two. */
  readonly records: number | null;
  /** Why it opens nothing, where it does not. */
  readonly why: string;
}

export interface Section {
  readonly id: string;
  readonly title: string;
  readonly items: readonly Item[];
  /** What the changes compare with, as heads of their columns; null where there are none. */
  readonly changes: { readonly day: string; readonly week: string; readonly age?: string } | null;
  /** Said in place of items, or below them. */
  readonly note: string | null;
}

type ItemStart = Pick<Item, 'key' | 'label' | 'value' | 'opens'> & Partial<Item>;

/** An item with what most items have not. */
export function itemOf(start: ItemStart): Item {
  return {
    platform: null,
    indented: false,
    heading: null,
    unit: null,
    said: null,
    day: null,
    week: null,
    better: null,
    at: null,
    aside: null,
    basis: null,
    series: [],
    counts: true,
    tone: 'plain',
    records: null,
    why: '',
    ...start,
  };
}
