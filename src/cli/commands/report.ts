import { statSync } from 'node:fs';
import { dirname, extname, resolve } from 'node:path';
import { openMoment } from '../../cache/moment.ts';
import type { Settings } from '../../config/settings.ts';
import { FailureError } from '../../domain/failure.ts';
import { nearest } from '../../domain/nearest.ts';
import type { Redaction } from '../../domain/redaction-policy.ts';
import { SECOND } from '../../domain/time.ts';
import { formatNamed } from '../../export/formats.ts';
import { PAPER_NAMES, type PaperName } from '../../export/pdf/paper.ts';
import { type Zone, zoneOf } from '../../export/zone.ts';
import { fileName, PARTS_OF_NAMES, unknownParts } from '../../report/file-name.ts';
import type { ReportJob, ReportProgress, Scope } from '../../report/job.ts';
import { REPORTS, reportNamed } from '../../report/registry.ts';
import { REPORT_FORMATS, writeReport } from '../../report/run.ts';
import { WINDOW_NAMES } from '../../report/windows.ts';
import { usageError } from '../arguments.ts';
import { catchUp } from '../catch-up.ts';
import { defineCommand } from '../command.ts';
import type { Context } from '../context.ts';
import { exitCodeOf } from '../exit-code.ts';
import { folderFor } from '../folder-for.ts';
import { openFor } from '../open-for.ts';
import { missingLines, reaching } from '../reaching.ts';
import { REVEAL, redactionFor } from '../redaction.ts';
import { type ReportAsked, reportJob } from '../report-job.ts';
import { USUAL_WINDOW, windowFor } from '../report-window.ts';
import { settingsFor } from '../settings.ts';
import { signingKey } from '../signing.ts';
import { tellStaleRules } from '../stale-rules.ts';
import { unknownNames } from '../unknown-names.ts';

const BY_NAME = 'auto';
const STATUSES = ['any', 'success', 'failure'] as const;

export const REPORT = defineCommand({
  name: 'report',
  about: 'Write a report into a file, with a manifest beside it; without NAME, list the reports',
  examples: [
    'certdeck report compliance --window quarterly --sync --out reports/',
    'certdeck report compliance --from 2026-01-01 --to 2026-03-31 --resource-types USER,APIKEY --out q1.xlsx',
    "certdeck report weekly --timezone Europe/Berlin --out '{name}-{from}.pdf'",
  ],
  positionals: [
    {
      name: 'NAME',
      required: false,
      choices: REPORTS.map(({ name }) => name),
      about: REPORTS.map(({ name }) => name).join(', '),
    },
  ],
  options: {
    window: {
      type: 'choice',
      choices: [USUAL_WINDOW, ...WINDOW_NAMES],
      default: USUAL_WINDOW,
      about: `the last whole one, or the 24 hours up to now; ${USUAL_WINDOW} is what the report is made for`,
    },
    from: { type: 'text', value: 'DAY', about: 'from this day on, instead of --window' },
    to: { type: 'text', value: 'DAY', about: 'up to this day, which counts; without it up to now' },
    timezone: { type: 'text', value: 'ZONE', about: 'of days, weeks and times, such as Europe/Berlin (UTC)' },
    'resource-types': { type: 'text', value: 'A,B', about: 'audit entries of these resource types only' },
    actions: { type: 'text', value: 'A,B', about: 'audit entries of these actions only' },
    status: { type: 'choice', choices: STATUSES, default: 'any', about: 'audit entries that ended so only' },
    platform: { type: 'texts', value: 'NAME', about: 'of this platform only (again for more)' },
    format: {
      type: 'choice',
      choices: [BY_NAME, ...REPORT_FORMATS.map(({ name }) => name)],
      default: BY_NAME,
      about: `how to write; ${BY_NAME} goes by the name of the file, a folder gets ${REPORT_FORMATS[0]?.name}`,
    },
    out: {
      type: 'text',
      value: 'FILE',
      about: `where to: a file, a folder, or a pattern of ${PARTS_OF_NAMES.map((part) => `{${part}}`).join(' ')}`,
    },
    page: {
      type: 'choice',
      choices: PAPER_NAMES,
      default: 'a4',
      about: 'pdf and xlsx: what a page is printed on',
    },
    reveal: REVEAL,
    sync: { type: 'flag', about: 'catch up with the platforms first, as far back as the window reaches' },
  },
  async run({ options, positionals }, context) {
    const [name = ''] = positionals;
    const report = reportNamed(name);
    if (report === null) return await list(context);
    const { io, talk } = context;
    const zone = zoneFor(options.timezone);
    const window = windowFor(options, { usual: report.window, now: io.clock(), zone });
    const { out } = options;
    if (out === undefined) throw usageError('--out is missing', 'Write --out FILE, or --out FOLDER/.');
    if (out === '-') throw usageError('a report cannot go to stdout', 'Name a file or a folder with --out.');
    const isFolder = out.endsWith('/') || isDirectory(resolve(io.cwd, out));
    const format = options.format === BY_NAME ? formatOf(out, isFolder) : options.format;
    const [unknown] = unknownParts(out);
    if (unknown !== undefined) {
      const known = PARTS_OF_NAMES.map((part) => `{${part}}`).join(', ');
      throw usageError(`--out: ${unknown} stands for nothing`, `Write one of ${known}.`);
    }
    const extension = formatNamed(format)?.extension ?? format;
    const file = resolve(io.cwd, fileName(out, isFolder, { name: report.name, window, zone, extension }));
    const settings = await settingsFor(context, { secrets: options.sync && 'platforms' });
    const scope = scopeFor(options, settings);
    // Before anything is written: a key that cannot be used is told now.
    const key = await signingKey(context);
    const asked = { report, format, window, scope, timezone: zone.name, paper: options.page as PaperName };
    const redaction = await redactionFor(settings, context, {
      asked: options.reveal,
      what: { by: 'report', kind: report.name, query: window.name, file },
    });
    const { codes, job, dir } = await lookedAt(asked, { settings, redaction, sync: options.sync }, context);
    // A folder that was named as one is made; of a file it may be a slip.
    if (out.endsWith('/')) await folderFor(resolve(io.cwd, out));
    using moment = openMoment({ dir });
    for (const line of await unknownNames(scope, moment, io.clock())) talk.say(line);
    const reported = await writeReport(job, {
      moment,
      out: file,
      clock: io.clock,
      key,
      signal: io.signal,
      onProgress: progress(context),
    });
    if (!reported.ok) throw new FailureError(reported.failure);
    const { rows, file: written } = reported.value;
    talk.say(`${report.title}, ${window.name}: ${rows} rows written to ${written.path}`);
    const missing = missingLines(job.coverage, options.sync);
    for (const line of missing) talk.say(line);
    return exitCodeOf([...codes, ...(missing.length > 0 ? [5] : [])]);
  },
});

/**
 * How far the cache covers the window, after a sync that reaches as far back where one was asked for. What it took is
 * closed by then: the report reads for itself.
 */
async function lookedAt(
  asked: ReportAsked,
  { settings, redaction, sync }: { settings: Settings; redaction: Redaction; sync: boolean },
  context: Context,
): Promise<{ readonly codes: readonly number[]; readonly job: ReportJob; readonly dir: string }> {
  const { io } = context;
  const { from } = asked.report.compares ? asked.window.before : asked.window;
  const asking = sync ? reaching(settings, from, io.clock()) : settings;
  await using services = await openFor(asking, context, { write: sync, inThread: true, whole: settings });
  const codes = sync ? await catchUp(services, {}, context) : [];
  if (!sync) await tellStaleRules(services, context);
  const job = await reportJob(services, asked, redaction, io.clock());
  return { codes, job, dir: dirname(services.cache.path) };
}

async function list({ out, talk }: Context): Promise<number> {
  const width = Math.max(...REPORTS.map(({ name }) => name.length));
  for (const { name, window, about } of REPORTS) {
    await out.write(`${name.padEnd(width)}  ${window.padEnd(9)}  ${about}\n`);
  }
  talk.say('certdeck report NAME --out FILE writes one; the second column is its usual window.');
  return 0;
}

function zoneFor(name = 'UTC'): Zone {
  const zone = zoneOf(name);
  if (zone === null) throw usageError(`there is no time zone ${name}`, 'Write one such as Europe/Berlin.');
  return zone;
}

interface ScopeOptions {
  readonly 'resource-types': string | undefined;
  readonly actions: string | undefined;
  readonly status: string;
  readonly platform: readonly string[];
}

function scopeFor(options: ScopeOptions, settings: Settings): Scope {
  const names = settings.platforms.map(({ name }) => name);
  for (const name of options.platform) {
    if (names.length === 0 || names.includes(name)) continue;
    const near = nearest(name, names);
    const next = near === null ? `Configured: ${names.join(', ')}.` : `Did you mean ${JSON.stringify(near)}?`;
    throw usageError(`there is no platform ${JSON.stringify(name)}`, next);
  }
  const { status } = options;
  return {
    platforms: options.platform,
    resourceTypes: listOf(options['resource-types']),
    actions: listOf(options.actions),
    outcome: status === 'success' || status === 'failure' ? status : null,
  };
}

const listOf = (typed = ''): readonly string[] =>
  typed
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

const isDirectory = (path: string): boolean =>
  statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;

function formatOf(out: string, isFolder: boolean): string {
  const [first] = REPORT_FORMATS;
  if (isFolder && first !== undefined) return first.name;
  const extension = extname(out).slice(1).toLowerCase();
  const found = REPORT_FORMATS.find((format) => format.extension === extension);
  if (found !== undefined) return found.name;
  const names = REPORT_FORMATS.map(({ name }) => name).join(', ');
  throw usageError(
    '--format is missing, and the name of the file does not tell it',
    `Write one of ${names}.`,
  );
}

/** Tells how far it is every two seconds. */
function progress({ talk, io }: Context): (progress: ReportProgress) => void {
  let told = io.clock();
  return ({ rows, total }) => {
    if (io.clock() - told < 2 * SECOND) return;
    told = io.clock();
    talk.say(`${rows}${total === null ? '' : ` of ${total}`} rows ...`);
  };
}
