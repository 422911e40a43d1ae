/** What the writers of sections work with: the cache at one moment, asked within the window and scope of the report. */
import type { Asking, Selection } from '../cache/ask.ts';
import type { Moment } from '../cache/moment.ts';
import type { Column } from '../domain/field.ts';
import { KIND_TABLES } from '../domain/kinds.ts';
import type { AnyRecord, Kind } from '../domain/record.ts';
import type { Series } from '../export/book.ts';
import type { Values } from '../export/format.ts';
import { redactedRecords, redactedValues } from '../export/redacted.ts';
import type { Zone } from '../export/zone.ts';
import { queryOf } from './asked.ts';
import type { ReportJob } from './job.ts';
import type { Ask, Report } from './report.ts';
import type { Span } from './windows.ts';

/** One table of the report; its rows are read when they are asked for. */
export interface Table {
  readonly title: string;
  readonly columns: readonly Column[];
  /** What gives its rows, for who wants to ask again. */
  readonly query?: { readonly of: Kind; readonly query: string };
  readonly rows: () => AsyncIterable<readonly Values[]>;
  /** What they were day by day, for formats that can draw. */
  readonly series?: () => Promise<Series>;
  /** How many rows there will be, where that is known before: for progress. */
  readonly size?: () => Promise<number>;
}

export interface Tools {
  readonly report: Report;
  readonly job: ReportJob;
  readonly zone: Zone;
  readonly moment: Moment;
  /** UTC ms: when the report is made. */
  readonly now: number;
  readonly asking: Asking;
  /** Without a span the window of the report. */
  query(ask: Ask, span?: Span): string;
  selection(of: Kind, query: string): Selection;
  count(ask: Ask): Promise<number>;
  /** Short of what the policy hides. */
  values(ask: Ask, columns: readonly Column[], span?: Span): AsyncIterable<readonly Values[]>;
  records(ask: Ask, span?: Span): AsyncIterable<readonly AnyRecord[]>;
}

export function toolsOf(
  report: Report,
  job: ReportJob,
  seams: {
    readonly zone: Zone;
    readonly moment: Moment;
    readonly now: number;
    readonly signal?: AbortSignal | undefined;
  },
): Tools {
  const { zone, moment, now, signal } = seams;
  const asking: Asking = signal === undefined ? {} : { signal };
  const { redaction, longRunningAfter } = job;
  const counts = new Map<string, Promise<number>>();
  const query: Tools['query'] = (ask, span = job.window) => queryOf(ask, job.scope, span);
  const selection: Tools['selection'] = (kind, text) => ({ kind, query: text, now, longRunningAfter });
  const ask = (asked: Ask, span?: Span) => ({ selection: selection(asked.of, query(asked, span)) });
  return {
    report,
    job,
    zone,
    moment,
    now,
    asking,
    query,
    selection,
    count(asked) {
      const text = query(asked);
      const key = `${asked.of} ${text}`;
      const known =
        counts.get(key) ??
        moment.scan.count(selection(asked.of, text), asking).then(({ matched }) => matched);
      counts.set(key, known);
      return known;
    },
    values: (asked, columns, span) =>
      redactedValues(moment.scan, ask(asked, span), { kind: asked.of, columns, redaction }, asking),
    records: (asked, span) => redactedRecords(moment.scan.records(ask(asked, span), asking), redaction),
  };
}

/** The columns of a kind at these paths, in this order. */
export function columnsAt(kind: Kind, paths: readonly string[]): readonly Column[] {
  return paths.map((path) => {
    const found = KIND_TABLES[kind].columns.find((column) => column.path === path);
    if (found === undefined) throw new Error(`${kind} has no column ${path}`);
    return found;
  });
}

/** Rows that are known already. */
export async function* rowsOf(rows: readonly Values[]): AsyncIterable<readonly Values[]> {
  if (rows.length > 0) yield rows;
}

/** A part of a whole in percent, to one decimal; null of nothing. */
export const percent = (part: number, whole: number): number | null =>
  whole === 0 ? null : Math.round((part / whole) * 1_000) / 10;

const typed =
  (type: Column['type']) =>
  (path: string, title: string): Column => ({ path, title, type });
export const textColumn = typed('text');
export const enumColumn = typed('enum');
export const numberColumn = typed('number');
export const timeColumn = typed('time');
