/** The portal's exports as streams: each look takes the new and the changed files of a watched folder. */
import { join } from 'node:path';
import { FailureError, fail, failureOf, ok, type Result } from '../../../domain/failure.ts';
import { refOf } from '../../../domain/record.ts';
import type { Incoming, Rejected, Scan, ScanAsk, ScanStream } from '../../port.ts';
import { lookInto, type NewFile } from './folder.ts';
import { readState, type TakenFile, writeState } from './folder-state.ts';
import type { DayOrder } from './instants.ts';
import { readApart } from './read-apart.ts';
import type { ExportKind, Reading, ReadOrder } from './reading.ts';
import { asideKey, ofFile } from './set-aside.ts';

/** The streams that what was exported is kept under, by what it is: a command and a watched folder share them. */
export const EXPORT_STREAMS: Readonly<Record<ExportKind, string>> = {
  audit: 'audit-exports',
  statistic: 'statistics-exports',
};

/** Rows after which a look leaves the other files to the next. */
const ENOUGH = 50_000;
/** Rows of one file: a look is one commit, and lies in memory until then. */
const MOST_ROWS = 100_000;

export interface WatchOrder {
  readonly platform: string;
  /** Null where no folder is configured: then only what `certdeck import` brings is there. */
  readonly folder: string | null;
  /** Milliseconds between looks. */
  readonly interval: number;
  /** As configured; null leaves it to what exports tell. */
  readonly dayOrder?: DayOrder | null;
}

export function exportStreams(order: WatchOrder): readonly ScanStream[] {
  return (['audit', 'statistic'] as const).map((kind) => ({
    mode: 'scan',
    name: EXPORT_STREAMS[kind],
    kinds: [kind],
    interval: order.interval,
    scan: (ask) => scanFolder(order, kind, ask),
  }));
}

async function scanFolder(order: WatchOrder, kind: ExportKind, ask: ScanAsk): Promise<Result<Scan>> {
  const { platform, folder } = order;
  if (folder === null) return nothingWatched(platform, ask);
  const known = readState(ask.state);
  const looked = await lookInto(folder, known, ask.now).catch((thrown: unknown) => failureOf(thrown));
  if (!('fresh' in looked)) {
    return fail({
      code: 'FILE_UNREADABLE',
      what: `${platform}: the folder of exports cannot be read: ${folder}`,
      cause: looked.what,
      next: 'Create the folder, or correct the setting exports.',
      where: platform,
    });
  }
  const files = new Map(looked.same);
  const found = new Map<string, Found>();
  let { dayOrder } = known;
  const take = async (file: NewFile): Promise<Result<number>> => {
    const unlessTold = order.dayOrder ?? dayOrder;
    const taken = await takeFile({ platform, kind, unlessTold, signal: ask.signal }, file);
    if (!taken.ok) return taken;
    dayOrder = taken.value.told ?? dayOrder;
    files.set(file.name, taken.value.taken);
    found.set(file.name, taken.value);
    return ok(taken.value.rows.length);
  };
  let rows = 0;
  for (const [index, file] of looked.fresh.entries()) {
    if (rows >= ENOUGH) {
      // Known as before, so that the next look finds it changed once more.
      const before = known.files.get(file.name);
      if (before !== undefined) files.set(file.name, before);
      continue;
    }
    const taken = await take(file);
    if (!taken.ok) return taken;
    rows += taken.value;
    ask.onStep?.(index + 1, looked.fresh.length);
  }
  // An export that tells how dates are meant corrects those that were read on an assumption.
  const meant = order.dayOrder ?? dayOrder;
  for (const [name, file] of [...files]) {
    if (rows >= ENOUGH || file.assumed === undefined || meant === null || file.assumed === meant) continue;
    const { assumed: _, ...taken } = file;
    const again = await take({
      name,
      path: join(folder, name),
      taken,
      young: file.cut === true,
      earlier: file,
    });
    if (!again.ok) return again;
    rows += again.value;
  }
  const all = [...found.values()];
  const kept = new Set(all.flatMap((one) => one.rows.map(({ record }) => refOf(record))));
  return ok({
    rows: all.flatMap((one) => one.rows),
    rejected: all.flatMap((one) => one.rejected),
    // Between two reports of figures nothing is missing: each says how things were on its day.
    ...(kind === 'audit'
      ? { covered: all.flatMap(({ covered }) => (covered === null ? [] : [covered])) }
      : {}),
    retired: all.flatMap(({ before }) => before.filter((ref) => !kept.has(ref))),
    cleared: [...found.keys(), ...looked.gone].map(ofFile),
    state: writeState({ files, waiting: looked.waiting, dayOrder }),
  });
}

interface Found extends Pick<Reading, 'covered'> {
  readonly taken: TakenFile;
  readonly rows: readonly Incoming[];
  readonly rejected: readonly Rejected[];
  /** Refs of what the file said when it was taken before. */
  readonly before: readonly string[];
  /** What its dates told about day and month. */
  readonly told: DayOrder | null;
}

interface TakeOrder {
  readonly platform: string;
  readonly kind: ExportKind;
  readonly unlessTold: DayOrder | null;
  readonly signal: AbortSignal;
}

/** What a file holds of a kind; a file that cannot be read is set aside until it changes. */
async function takeFile(order: TakeOrder, file: NewFile): Promise<Result<Found>> {
  const { kind, unlessTold } = order;
  const { name, taken, earlier, young } = file;
  const read = await readWhole(order, file, {
    ...(unlessTold === null ? {} : { dayOrder: unlessTold }),
    wholeLines: young,
  });
  const nothing = { taken, rows: [], rejected: [], before: [], covered: null, told: null };
  if (!read.ok) {
    if (read.failure.code === 'CANCELLED') return read;
    // Of a file that is nothing known one stream tells.
    if (kind !== 'audit') return ok(nothing);
    const { what, next } = read.failure;
    const sample = JSON.stringify({ file: name, sha256: taken.hash });
    return ok({ ...nothing, rejected: [{ key: ofFile(name), reason: `${what} ${next}`, sample }] });
  }
  const { reading, rows, rejected } = read.value;
  if (reading.kind !== kind) return ok(nothing);
  const before =
    earlier === null
      ? null
      : await readWhole(order, file, {
          earlier,
          ...(earlier.assumed === undefined ? {} : { dayOrder: earlier.assumed }),
          wholeLines: earlier.cut === true,
        });
  const { dayOrder } = reading;
  return ok({
    taken: dayOrder === null || dayOrder.told ? taken : { ...taken, assumed: dayOrder.order },
    rows,
    rejected: rejected.map((one) => ({ ...one, key: asideKey(name, one.key) })),
    before: before?.ok === true ? before.value.rows.map(({ record }) => refOf(record)) : [],
    covered: reading.covered,
    told: dayOrder?.told === true ? dayOrder.order : null,
  });
}

interface Whole {
  readonly reading: Reading;
  readonly rows: readonly Incoming[];
  readonly rejected: readonly Rejected[];
}

async function readWhole(
  { platform, kind, signal }: TakeOrder,
  { name, path }: NewFile,
  how: Partial<ReadOrder>,
): Promise<Result<Whole>> {
  const rows: Incoming[] = [];
  const rejected: Rejected[] = [];
  const onPage = async (page: Pick<Scan, 'rows' | 'rejected'>) => {
    rows.push(...page.rows);
    rejected.push(...page.rejected);
    if (rows.length + rejected.length > MOST_ROWS) throw tooLong(name);
  };
  const asked: ReadOrder = { path, shown: name, platform, kind: null, only: kind, ...how };
  const read = await readApart(asked, { signal, onPage }).catch(
    (thrown: unknown): Result<Reading> => fail(failureOf(thrown)),
  );
  return read.ok ? ok({ reading: read.value, rows, rejected }) : read;
}

const tooLong = (name: string) =>
  new FailureError({
    code: 'FILE_UNREADABLE',
    what: `${name} has more than ${MOST_ROWS.toLocaleString('en-US')} rows`,
    next: 'Import it with `certdeck import`, which takes any number of them.',
    where: name,
  });

/** Not offered until something was imported; from then on what the import said of it holds. */
function nothingWatched(platform: string, { state }: ScanAsk): Result<Scan> {
  if (state !== null) return ok({ rows: [], rejected: [], covered: [], retired: [], state });
  return fail({
    code: 'NOT_OFFERED',
    what: `${platform}: the portal gives this only as an Excel export`,
    next: 'Run `certdeck import FILE`, or set exports to a folder to be watched.',
    where: platform,
  });
}
