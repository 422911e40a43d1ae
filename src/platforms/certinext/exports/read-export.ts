/** One exported file from its bytes to records, page by page. */
import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { fail, failureOf, ok, type Result } from '../../../domain/failure.ts';
import { DAY } from '../../../domain/time.ts';
import type { Incoming, Rejected } from '../../port.ts';
import { AuditRows } from './audit-rows.ts';
import { readCsv } from './csv.ts';
import { STATISTICS_LOOKED_FOR } from './figures.ts';
import { AUDIT_LOOKED_FOR, type AuditHeading, auditHeading, cellText, seenIn } from './headings.ts';
import { type DayOrder, dayOrderOf, headingOffset, isNumericDate } from './instants.ts';
import { type Line, type OpenFile, READ_LIMITS, type ReadLimits, refused, type Sheet } from './lines.ts';
import { mapStatistics, STATISTICS_LINES } from './statistic-rows.ts';
import { readWorkbook } from './workbook.ts';

export type ExportKind = 'audit' | 'statistic';

/** What to read: plain data, so that it can be read in another thread. */
export interface ReadOrder {
  readonly path: string;
  /** How messages call the file. */
  readonly shown?: string;
  readonly platform: string;
  /** Taken for this; null finds out. */
  readonly kind: ExportKind | null;
  /** What else is in the file is left without a word: another stream takes it. */
  readonly only?: ExportKind;
  /** How `03/04/2026` is read where the dates of the file do not tell; absent: unknown. */
  readonly dayOrder?: DayOrder;
  /** Leaves out a last line of csv that no line break ends. */
  readonly wholeLines?: boolean;
  /** The file as it once was: its first bytes, and its time then. */
  readonly earlier?: { readonly size: number; readonly mtime: number };
  readonly limits?: Partial<ReadLimits>;
}

export interface ReadPage {
  readonly kind: ExportKind;
  readonly rows: readonly Incoming[];
  readonly rejected: readonly Rejected[];
}

/** What a file held. Instants are UTC ms. */
export interface Reading {
  readonly kind: ExportKind;
  readonly rows: number;
  readonly rejected: number;
  /** From the first to the last entry; null when there was none. */
  readonly covered: { readonly from: number; readonly to: number } | null;
  /** What a person should know: how dates were read, which sheets were left out. */
  readonly notes: readonly string[];
  /** How numeric dates were read, and whether the dates themselves told so; null where there were none. */
  readonly dayOrder: { readonly order: DayOrder; readonly told: boolean } | null;
}

const PAGE = 500;
/** Lines among which the headings are looked for; titles and filters stand above them. */
const HEADING_WITHIN = 60;
/** Lines whose dates decide between day and month. */
const DATES_FROM = 5_000;

/** Reads a file; each page waits until the one before was taken. Never rejects, but for what `take` throws. */
export async function readExport(
  order: ReadOrder,
  take: (page: ReadPage) => Promise<void>,
): Promise<Result<Reading>> {
  const shown = order.shown ?? order.path;
  const limits = { ...READ_LIMITS, ...order.limits };
  try {
    // Non-blocking: a pipe of that name would otherwise be waited for.
    const handle = await open(order.path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const stats = await handle.stat();
      if (!stats.isFile()) throw refused(shown, 'is no regular file', 'Name a file exported by the portal.');
      if (stats.size > limits.fileBytes) {
        const next = 'Export a shorter time range, and import the parts.';
        throw refused(shown, `is larger than ${Math.floor(limits.fileBytes / 2 ** 20)} MiB`, next);
      }
      const file: OpenFile = { path: shown, handle, size: order.earlier?.size ?? stats.size };
      const sheets = await sheetsOf(file, limits, order.wholeLines);
      const time = order.earlier?.mtime ?? stats.mtimeMs;
      return ok(await readSheets(sheets, { ...order, path: shown }, time, take));
    } finally {
      await handle.close();
    }
  } catch (thrown) {
    return fail(isSystemError(thrown) ? unreadable(shown, thrown) : failureOf(thrown));
  }
}

const isSystemError = (thrown: unknown): thrown is NodeJS.ErrnoException =>
  thrown instanceof Error && 'syscall' in thrown;

const unreadable = (path: string, { message }: Error) =>
  refused(path, 'cannot be read', 'Check its name and its permissions.', message).failure;

async function sheetsOf(
  file: OpenFile,
  limits: ReadLimits,
  wholeLines = false,
): Promise<AsyncIterable<Sheet>> {
  const head = Buffer.alloc(Math.min(512, file.size));
  await file.handle.read(head, 0, head.length, 0);
  if (head.length === 0) throw refused(file.path, 'is empty', 'Export it again.');
  if (head.length >= 4 && head.readUInt32BE(0) === 0x504b0304) return readWorkbook(file, limits);
  if (head.length >= 4 && head.readUInt32BE(0) === 0xd0cf11e0) {
    const next = 'Open it in a spreadsheet program and save it as .xlsx (without a password) or .csv.';
    throw refused(file.path, 'is a workbook of the old kind (.xls) or protected by a password', next);
  }
  const text = head.toString('latin1').trimStart().toLowerCase();
  if (text.startsWith('<')) {
    const next = 'Open it in a spreadsheet program and save it as .xlsx or .csv.';
    throw refused(file.path, 'is a page or XML text, whatever its name says', next);
  }
  if (head.includes(0) && !/^\xff\xfe|^\xfe\xff/.test(head.toString('latin1'))) {
    throw refused(
      file.path,
      'is neither a workbook (xlsx) nor text (csv)',
      'Export it again as xlsx or csv.',
    );
  }
  return (async function* () {
    yield { name: '', lines: readCsv(file, limits, wholeLines) };
  })();
}

interface Tally {
  kind: ExportKind | null;
  /** What was found and is not asked for. */
  other: ExportKind | null;
  dayOrder: Reading['dayOrder'];
  rows: number;
  rejected: number;
  covered: Reading['covered'];
  readonly notes: string[];
}

async function readSheets(
  sheets: AsyncIterable<Sheet>,
  order: ReadOrder,
  fileTime: number,
  take: (page: ReadPage) => Promise<void>,
): Promise<Reading> {
  const tally: Tally = {
    kind: null,
    other: null,
    dayOrder: null,
    rows: 0,
    rejected: 0,
    covered: null,
    notes: [],
  };
  const unknown: string[] = [];
  const ordinals = new Map<string, number>();
  for await (const { name, lines } of sheets) {
    const place = name === '' ? '' : `sheet ${JSON.stringify(name)}: `;
    const seen = await readSheet(lines, order, fileTime, tally, ordinals, take);
    if (seen === null) continue;
    unknown.push(`${place}${seen}`);
  }
  const kind = tally.kind ?? tally.other;
  if (kind === null) {
    const looked = [
      ...(order.kind === 'statistic' ? [] : [`for audit logs ${AUDIT_LOOKED_FOR}`]),
      ...(order.kind === 'audit' ? [] : [`for statistics ${STATISTICS_LOOKED_FOR}`]),
    ];
    const what = `is no export that is known here: seen ${unknown.slice(0, 5).join('; ') || 'no sheet'}`;
    throw refused(order.path, what, `Looked for: ${looked.join('; ')}.`);
  }
  const { rows, rejected, covered, notes, dayOrder } = tally;
  const left = unknown.filter((text) => !text.endsWith('nothing but empty cells'));
  return {
    kind,
    rows,
    rejected,
    covered,
    notes: [...notes, ...left.map((text) => `left out: ${text}`)],
    dayOrder,
  };
}

/** Null when the sheet was taken; else what was seen in it. */
async function readSheet(
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
    let heading: AuditHeading | null = null;
    let line = await pull();
    for (; line !== null && heading === null; line = heading === null ? await pull() : line) {
      if (order.kind !== 'statistic' && first.length < HEADING_WITHIN) heading = auditHeading(line);
      if (heading !== null) break;
      first.push(line);
      if (first.length > STATISTICS_LINES || (order.kind === 'audit' && first.length > HEADING_WITHIN)) break;
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
      order.kind === 'audit' || line !== null
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

/** The SHA-256 of a file's bytes, or of its first, by which the next look knows that nothing changed. */
export async function hashOf(path: string, bytes = Number.POSITIVE_INFINITY): Promise<string> {
  const hash = createHash('sha256');
  const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    for await (const chunk of handle.createReadStream({ start: 0, end: bytes - 1, autoClose: false }))
      hash.update(chunk);
  } finally {
    await handle.close();
  }
  return hash.digest('hex');
}
