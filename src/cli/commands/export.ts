import { dirname, extname, resolve } from 'node:path';
import type { Sort } from '../../cache/ask.ts';
import type { CacheReader } from '../../cache/port.ts';
import { openScan } from '../../cache/scan.ts';
import type { Settings } from '../../config/settings.ts';
import { FailureError } from '../../domain/failure.ts';
import type { Kind } from '../../domain/record.ts';
import { safeText } from '../../domain/text.ts';
import { SECOND } from '../../domain/time.ts';
import { VERSION } from '../../domain/version.ts';
import { exportBounded } from '../../export/bounded.ts';
import { FORMATS } from '../../export/formats.ts';
import type { ExportProgress } from '../../export/job.ts';
import { PAPER_NAMES, type PaperName } from '../../export/pdf/paper.ts';
import { windowOf } from '../../query/window.ts';
import { usageError } from '../arguments.ts';
import { catchUp } from '../catch-up.ts';
import { LIST_COMMANDS } from '../check-report.ts';
import { defineCommand } from '../command.ts';
import type { Context } from '../context.ts';
import { exitCodeOf } from '../exit-code.ts';
import { LIST_OPTIONS, NOUNS, QUERY } from '../list.ts';
import { openFor } from '../open-for.ts';
import { type Asked, askFor } from '../query.ts';
import { missingLines, reachBack } from '../reaching.ts';
import { columnsFor, sortFor } from '../record-fields.ts';
import { REVEAL, redactionFor } from '../redaction.ts';
import { settingsFor } from '../settings.ts';
import { signingKey } from '../signing.ts';
import { viewedBy } from '../view-option.ts';

const KINDS = new Map(Object.entries(LIST_COMMANDS).map(([kind, name]) => [name, kind as Kind]));
const BY_NAME = 'auto';

export const EXPORT = defineCommand({
  name: 'export',
  about: 'Write the records a query matches into a file, with a manifest beside it',
  examples: [
    "certdeck export audit 'since:30d' --out audit.xlsx",
    'certdeck export jobs status:failed --format csv --out - | less',
  ],
  positionals: [
    { name: 'KIND', required: true, choices: [...KINDS.keys()], about: `${[...KINDS.keys()].join(', ')}` },
    QUERY,
  ],
  options: {
    format: {
      type: 'choice',
      choices: [BY_NAME, ...FORMATS.map(({ name }) => name)],
      default: BY_NAME,
      about: `how to write; ${BY_NAME} goes by the name of the file`,
    },
    out: { type: 'text', value: 'FILE', about: 'where to; - is stdout (text formats)' },
    sort: { type: 'text', value: 'FIELD[-desc]', about: 'order by a field; newest first without it' },
    fields: { type: 'text', value: 'a,b,c', about: 'write these fields only' },
    view: LIST_OPTIONS.view,
    timezone: { type: 'text', value: 'ZONE', about: 'for times in cells, such as Europe/Berlin (UTC)' },
    'raw-cells': {
      type: 'flag',
      about: 'csv: leave cells that a spreadsheet takes for formulas as they are',
    },
    page: {
      type: 'choice',
      choices: PAPER_NAMES,
      default: 'a4',
      about: 'pdf and xlsx: what a page is printed on',
    },
    reveal: REVEAL,
    sync: { type: 'flag', about: 'catch up with the platforms first' },
  },
  async run({ options, positionals }, context) {
    const kind = KINDS.get(positionals[0] ?? '') ?? 'audit';
    const { io, out: stdout, talk } = context;
    const { out } = options;
    if (out === undefined) throw usageError('--out is missing', 'Write --out FILE, or --out - for stdout.');
    const format = options.format === BY_NAME ? formatOf(out) : options.format;
    const settings = await settingsFor(context, { secrets: options.sync && 'platforms' });
    const typed = positionals[1] ?? '';
    // What is wrong with a query is told before anything is opened.
    const alone = options.view === undefined ? askFor(context, kind, typed, settings) : null;
    // Before anything is written: a key that cannot be used is told now.
    const key = out === '-' ? null : await signingKey(context);
    const columns = options.fields === undefined ? null : columnsFor(kind, options.fields);
    const ordered = options.sort === undefined ? undefined : sortFor(kind, options.sort);
    const ask = async (cache: Pick<CacheReader, 'recall'>) => {
      if (options.view === undefined)
        return { asked: alone ?? askFor(context, kind, typed, settings), sort: undefined };
      const viewed = await viewedBy(options.view, kind, typed, settings, cache);
      return { asked: askFor(context, kind, viewed.query, settings), sort: viewed.sort ?? undefined };
    };
    const { codes, selection, coverage, dir, viewSort } = await lookedAt(
      ask,
      settings,
      options.sync,
      context,
    );
    const sort = ordered ?? viewSort;
    const redaction = await redactionFor(settings, context, {
      asked: options.reveal,
      what: { by: 'export', kind, query: selection.query, file: out },
    });
    using cache = openScan({ dir });
    const exported = await exportBounded(
      {
        selection,
        ...(sort === undefined ? {} : { sort }),
        columns,
        format,
        ...(options.timezone === undefined ? {} : { timezone: options.timezone }),
        rawCells: options['raw-cells'],
        paper: options.page as PaperName,
        redaction,
        toolVersion: VERSION,
        coverage,
      },
      {
        cache,
        out: out === '-' ? onTerminal(stdout, io.stdout.isTTY === true) : resolve(io.cwd, out),
        clock: io.clock,
        key,
        signal: io.signal,
        onProgress: progress(context, kind),
      },
    );
    if (!exported.ok) throw new FailureError(exported.failure);
    const { rows, file } = exported.value;
    if (file !== null) talk.say(`${rows} ${NOUNS[kind]} written to ${file.path}`);
    const missing = missingLines(coverage, options.sync);
    for (const line of missing) talk.say(line);
    return exitCodeOf([...codes, ...(missing.length > 0 ? [5] : [])]);
  },
});

/**
 * What is to be exported and how far the cache covers it, after a sync where one was asked for. What it took is
 * closed by then: the export reads for itself, and needs none of those threads.
 */
async function lookedAt(
  ask: (cache: Pick<CacheReader, 'recall'>) => Promise<{ asked: Asked; sort: readonly Sort[] | undefined }>,
  settings: Settings,
  sync: boolean,
  context: Context,
) {
  await using services = await openFor(settings, context, { write: sync, inThread: true });
  const {
    asked: { selection, tree },
    sort: viewSort,
  } = await ask(services.cache);
  const since = reachBack(settings, windowOf(tree, selection.kind).from, selection.now);
  const codes = sync ? await catchUp(services, since === null ? {} : { since }, context) : [];
  // The clock moved on while the platforms were asked.
  const now = sync ? context.io.clock() : selection.now;
  const coverage = await services.coverage(selection.kind, tree, now);
  return { codes, selection: { ...selection, now }, coverage, dir: dirname(services.cache.path), viewSort };
}

/** A file keeps the value; a terminal must not obey it. */
function onTerminal(out: Context['out'], isTerminal: boolean): { write(text: string): Promise<void> } {
  return isTerminal ? { write: (text) => out.write(safeText(text)) } : out;
}

function formatOf(out: string): string {
  const extension = extname(out).slice(1).toLowerCase();
  const found = FORMATS.find((format) => format.extension === extension);
  if (found !== undefined) return found.name;
  const names = FORMATS.map(({ name }) => name).join(', ');
  throw usageError(
    '--format is missing, and the name of the file does not tell it',
    `Write one of ${names}.`,
  );
}

/** Tells how far it is every two seconds. */
function progress({ talk, io }: Context, kind: Kind): (progress: ExportProgress) => void {
  let told = io.clock();
  return ({ rows, total }) => {
    if (io.clock() - told < 2 * SECOND) return;
    told = io.clock();
    talk.say(`${rows}${total === null ? '' : ` of ${total}`} ${NOUNS[kind]} ...`);
  };
}
