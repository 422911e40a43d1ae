/** The portal's exports as streams: each look takes the new and the changed files of a watched folder. */
import { FailureError, fail, failureOf, ok, type Result } from '../../../domain/failure.ts';
import type { Incoming, Rejected, Scan, ScanAsk, ScanStream } from '../../port.ts';
import { filesOf, lookInto, type NewFile, stateOf, type TakenFile } from './folder.ts';
import { readApart } from './read-apart.ts';
import type { ExportKind, Reading } from './read-export.ts';

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

async function scanFolder(
  { platform, folder }: WatchOrder,
  kind: ExportKind,
  ask: ScanAsk,
): Promise<Result<Scan>> {
  if (folder === null) return nothingWatched(platform, ask);
  const known = filesOf(ask.state);
  const looked = await lookInto(folder, known).catch((thrown: unknown) => failureOf(thrown));
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
  const found: Found = { rows: [], rejected: [], covered: [] };
  for (const [index, file] of looked.fresh.entries()) {
    if (found.rows.length >= ENOUGH) {
      // Known as before, so that the next look finds it changed once more.
      const before = known.get(file.name);
      if (before !== undefined) files.set(file.name, before);
      continue;
    }
    const taken = await takeFile(platform, kind, file, found, ask.signal);
    if (!taken.ok) return taken;
    files.set(file.name, taken.value);
    ask.onStep?.(index + 1, looked.fresh.length);
  }
  return ok({ ...found, retired: [], state: stateOf(files) });
}

interface Found {
  readonly rows: Incoming[];
  readonly rejected: Rejected[];
  readonly covered: { readonly from: number; readonly to: number }[];
}

/** Says why a page is not wanted, on its way out of the reading. */
class Unwanted extends Error {}

/** Adds what a file holds of a kind; a file that cannot be read is set aside until it changes. */
async function takeFile(
  platform: string,
  kind: ExportKind,
  { name, path, taken }: NewFile,
  found: Found,
  signal: AbortSignal,
): Promise<Result<TakenFile>> {
  const rows: Incoming[] = [];
  const rejected: Rejected[] = [];
  const onPage = async (page: { readonly kind: ExportKind } & Pick<Scan, 'rows' | 'rejected'>) => {
    if (page.kind !== kind) throw new Unwanted('the other stream takes it');
    rows.push(...page.rows);
    rejected.push(...page.rejected);
    if (rows.length + rejected.length > MOST_ROWS) throw tooLong(name);
  };
  const read = await readApart({ path, shown: name, platform, kind: null }, { signal, onPage }).catch(
    (thrown: unknown): Result<Reading | null> =>
      thrown instanceof Unwanted ? ok(null) : fail(failureOf(thrown)),
  );
  if (!read.ok && read.failure.code === 'CANCELLED') return read;
  if (read.ok) {
    if (read.value?.kind !== kind) return ok(taken);
    found.rows.push(...rows);
    found.rejected.push(...rejected);
    if (read.value.covered !== null) found.covered.push(read.value.covered);
  } else if (kind === 'audit') {
    // Of a file that is nothing known one stream tells.
    const { what, next } = read.failure;
    const sample = JSON.stringify({ file: name, sha256: taken.hash });
    found.rejected.push({ key: `file ${name}`, reason: `${what} ${next}`, sample });
  }
  return ok(taken);
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
