/** One sheet of an exported file: an audit log below its headings, or figures, or neither. */
import { DAY } from '../../../domain/time.ts';
import type { Incoming, Rejected } from '../../port.ts';
import { AuditRows } from './audit-rows.ts';
import { type AuditHeading, auditHeading, cellText, seenIn } from './headings.ts';
import { dayOrderOf, headingOffset, isNumericDate } from './instants.ts';
import type { Line } from './lines.ts';
import type { ExportKind, Reading, ReadOrder, ReadPage } from './reading.ts';
import { mapStatistics, STATISTICS_LINES } from './statistic-rows.ts';

const PAGE = 500;
/** Lines among which the headings are looked for; titles and filters stand above them. */
const HEADING_WITHIN = 60;
/** Lines whose dates decide between day and month. */
const DATES_FROM = 5_000;

/** What was read so far, over all sheets. */
export interface Tally {
  kind: ExportKind | null;
  /** What was found and is not asked for. */
  other: ExportKind | null;
  dayOrder: Reading['dayOrder'];
  rows: number;
  rejected: number;
  covered: Reading['covered'];
  readonly notes: string[];
}

/** Null when the sheet was taken; else what was seen in it. */
export async function readSheet(
  lines: AsyncIterable<Line>,
  order: ReadOrder,
  fileTime: number,
  tally: Tally,
  ordinals: Map<string, number>,
  take: (page: ReadPage) => Promise<void>,
): Promise<string | null> {
  const iterator = lines[Symbol.asyncIterator]();
  const first: Line[] = [];
  const pull = async (): Promise<Line | null> => {
    const next = await iterator.next();
    return next.done === true ? null : next.value;
  };
  try {
    const most = order.kind === 'audit' ? HEADING_WITHIN : STATISTICS_LINES;
    let heading: AuditHeading | null = null;
    let line = await pull();
    while (line !== null && first.length <= most) {
      if (order.kind !== 'statistic' && first.length < HEADING_WITHIN) heading = auditHeading(line);
      if (heading !== null) break;
      first.push(line);
      line = await pull();
    }
    if (heading !== null && order.only === 'statistic') {
      tally.other = 'audit';
      return null;
    }
    if (heading !== null) {
      if (tally.kind === 'statistic') return 'an audit log beside statistics; import it with --kind audit';
      tally.kind = 'audit';
      await readAudit(heading, pull, { order, tally, ordinals, take, cells: line?.cells ?? [] });
      return null;
    }
    const found =
      order.kind === 'audit' || first.length > STATISTICS_LINES
        ? null
        : mapStatistics(order.platform, first, fileTime, order.dayOrder);
    if (found === null) return seenIn(first.slice(0, HEADING_WITHIN));
    if (order.only === 'audit') {
      tally.other = 'statistic';
      return null;
    }
    if (tally.kind === 'audit') return 'statistics beside an audit log; import them with --kind stats';
    tally.kind = 'statistic';
    await take({ kind: 'statistic', rows: found.rows, rejected: found.rejected });
    tally.rows += found.rows.length;
    tally.rejected += found.rejected.length;
    // A snapshot stands for its UTC day.
    const day = Math.floor(found.at / DAY) * DAY;
    tally.covered = wider(wider(tally.covered, day), day + DAY - 1);
    if (found.dated === 'file')
      tally.notes.push('no cell says when the figures were taken: the time of the file counts');
    return null;
  } finally {
    await iterator.return?.();
  }
}

interface AuditReading {
  readonly order: ReadOrder;
  readonly tally: Tally;
  readonly ordinals: Map<string, number>;
  readonly take: (page: ReadPage) => Promise<void>;
  /** The headings as they stand in the sheet. */
  readonly cells: Line['cells'];
}

async function readAudit(heading: AuditHeading, pull: () => Promise<Line | null>, reading: AuditReading) {
  const { order, tally, ordinals, take, cells } = reading;
  const column = heading.columns.timestamp ?? 0;
  const ahead: Line[] = [];
  for (let line = await pull(); line !== null; line = await pull()) {
    ahead.push(line);
    if (ahead.length >= DATES_FROM) break;
  }
  const dates = ahead.map((line) => line.cells[column] ?? null);
  const decided = dayOrderOf(dates);
  const style = {
    order: decided ?? order.dayOrder ?? 'day first',
    offset: headingOffset(cellText(cells[column] ?? null)) ?? 0,
  };
  if (dates.some(isNumericDate)) {
    tally.dayOrder = { order: style.order, told: decided !== null };
    if (decided === null) {
      const why = order.dayOrder === undefined ? '' : ', and earlier exports or date_order do';
      tally.notes.push(
        `dates such as 03/04/2026 were read with the ${style.order}: no date of the file says which it is${why}`,
      );
    }
  }
  const rows = new AuditRows(order.platform, heading, style, ordinals);
  let page: { rows: Incoming[]; rejected: Rejected[] } = { rows: [], rejected: [] };
  const flush = async () => {
    if (page.rows.length + page.rejected.length === 0) return;
    await take({ kind: 'audit', ...page });
    page = { rows: [], rejected: [] };
  };
  const add = async (line: Line) => {
    const mapped = rows.map(line);
    if (mapped.kind === 'nothing') return;
    if (mapped.kind === 'rejected') {
      page.rejected.push(mapped.rejected);
      tally.rejected += 1;
    } else {
      page.rows.push(mapped.incoming);
      tally.rows += 1;
      tally.covered = wider(tally.covered, mapped.at);
    }
    if (page.rows.length + page.rejected.length >= PAGE) await flush();
  };
  for (const line of ahead) await add(line);
  for (let line = await pull(); line !== null; line = await pull()) await add(line);
  await flush();
}

function wider(covered: Reading['covered'], at: number): { readonly from: number; readonly to: number } {
  return { from: Math.min(covered?.from ?? at, at), to: Math.max(covered?.to ?? at, at) };
}
