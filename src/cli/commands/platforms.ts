import type { Interval, StreamState } from '../../cache/stored.ts';
import type { Json } from '../../domain/json.ts';
import { jsonText, safeLine } from '../../domain/text.ts';
import { formatDuration, MINUTE, toIso } from '../../domain/time.ts';
import { targetsOf } from '../../forward/configured.ts';
import { standingLines, standingsOf } from '../../forward/standing.ts';
import type { CheckedPlatform } from '../../sync/daily-check.ts';
import { subtract } from '../../sync/intervals.ts';
import { streamState } from '../../sync/state.ts';
import { asideOf, asideWords, type Trouble, troublesOf, whatOf } from '../../sync/trouble.ts';
import { waitingMarks, waitingWords } from '../../sync/waiting-marks.ts';
import { defineCommand } from '../command.ts';
import type { Context } from '../context.ts';
import { diskLine, shareLine } from '../disk-words.ts';
import { openFor } from '../open-for.ts';
import { pacedPlatforms } from '../paces.ts';
import { probeAll } from '../probe.ts';
import type { Services } from '../services.ts';
import { settingsFor } from '../settings.ts';
import { Table } from '../table.ts';
import { targetJson } from '../target-json.ts';

/** Reasons named for a stream. */
const ASIDE = 5;
/** Holes named of a stream. */
const HOLES = 3;
/** Rows set aside that are read of a platform. */
const ASIDE_READ = 1_000;

export const PLATFORMS = defineCommand({
  name: 'platforms',
  about:
    'What is configured, how fresh and complete it is, what was set aside, which marks wait, what failed last, disk use',
  examples: ['certdeck platforms --test'],
  positionals: [],
  options: {
    test: { type: 'flag', about: 'ask each platform now' },
    format: { type: 'choice', choices: ['table', 'json'], default: 'table', about: 'how to print' },
  },
  async run({ options }, context) {
    const settings = await settingsFor(context, { secrets: options.test && 'platforms' });
    await using services = await openFor(settings, context, { write: false });
    if (options.format === 'json') {
      await printJson(services, context);
    } else {
      await printStreams(services, context);
      await printAside(services, context);
      await printMarks(services, context);
      await printTargets(services, context);
      await printDisk(services, context);
    }
    return options.test ? await probeAll(services.platforms, context) : 0;
  },
});

const TITLES = ['PLATFORM', 'KIND', 'STREAM', 'STATE', 'SYNCED', 'RECORDS', 'COVERED', 'COUNTS', 'SET ASIDE'];

/** One line a stream, those never synced included; below, what failed last. */
async function printStreams(services: Services, { io, out, paint }: Context): Promise<void> {
  const now = io.clock();
  const lines = await streamLines(services);
  const rows = lines.map(({ platform, kind, stream, state, pollInterval, since }) => {
    const word = state === null ? 'never synced' : streamState(state, { now, pollInterval });
    return [platform, kind, stream, ...streamCells(state, word, now, since)];
  });
  const width = io.stdout.isTTY === true ? io.stdout.columns || 80 : null;
  await out.write(new Table({ titles: TITLES, width, paint }).lines(rows));
  for (const line of lines.flatMap((each) => holeLines(each, now))) await out.write(`${safeLine(line)}\n`);
  for (const trouble of troublesOf(lines.flatMap(({ state }) => state ?? []))) {
    const [head = '', ...details] = troubleLines(trouble, now).map(safeLine);
    await out.write([head, ...details.map((detail) => `  ${detail}`), ''].join('\n'));
  }
}

/** What failed last, why, since when nothing is known, what to do. */
function troubleLines({ platform, streams, failure, ...times }: Trouble, now: number): readonly string[] {
  const { cause, next, retryAfter } = failure;
  const { syncedAt, attemptedAt } = times;
  const ago = (at: number) => `${formatDuration(Math.max(0, now - at))} ago`;
  const again = attemptedAt === null || retryAfter === undefined ? null : attemptedAt + retryAfter - now;
  const when = [
    syncedAt === null ? 'never synced' : `last synced ${ago(syncedAt)}`,
    attemptedAt === null ? '' : `asked ${ago(attemptedAt)}`,
    again === null || again <= 0 ? '' : `to be asked again in ${formatDuration(again)} at the earliest`,
  ];
  return [
    `${platform}: ${streams.join(', ')} failed last: ${whatOf(failure, platform)}`,
    ...(cause === undefined ? [] : [`likely cause: ${cause}`]),
    when.filter((part) => part !== '').join(', '),
    next,
  ];
}

interface StreamLine {
  readonly platform: string;
  readonly kind: string;
  readonly stream: string;
  readonly state: StreamState | null;
  readonly pollInterval: CheckedPlatform['pollInterval'];
  readonly since: number;
}

/** What is configured; without a configuration, what the cache knows. */
async function streamLines({ settings, platforms, cache }: Services): Promise<readonly StreamLine[]> {
  const states = await cache.streams();
  if (platforms.length === 0) {
    return states.map((state) => ({ ...state, kind: '-', state, pollInterval: MINUTE, since: 0 }));
  }
  const paced = pacedPlatforms(settings, platforms);
  return platforms.flatMap(({ name, kind, streams }, index) =>
    streams.map(({ name: stream }) => ({
      platform: name,
      kind,
      stream,
      state: states.find((state) => state.platform === name && state.stream === stream) ?? null,
      pollInterval: paced[index]?.pollInterval ?? MINUTE,
      since: paced[index]?.since ?? 0,
    })),
  );
}

function streamCells(state: StreamState | null, word: string, now: number, since: number): readonly string[] {
  if (state === null) return [word, '-', '0', '-', '-', '0'];
  const { syncedAt, covered, rejected, notOffered } = state;
  if (notOffered) return ['not offered', '-', recordsCell(state), '-', '-', String(rejected)];
  const age = syncedAt === null ? '-' : `${formatDuration(Math.max(0, now - syncedAt))} ago`;
  const holes = holesOf(state, now, since);
  const reach = covered[0] === undefined ? '-' : formatDuration(now - covered[0].from);
  const gaps = holes.length === 0 ? '' : holes.length === 1 ? ', one hole' : `, ${holes.length} holes`;
  const counts = syncedAt === null || holes.length > 0 || word !== 'fresh' ? 'at least' : 'exact';
  return [word, age, recordsCell(state), `${reach}${gaps}`, counts, String(rejected)];
}

/** Where several streams bring a kind, its records are counted once. */
function recordsCell({ known, countedWith, notOffered }: StreamState): string {
  if (notOffered && known === 0) return '-';
  return countedWith === undefined ? String(known) : `with ${countedWith}`;
}

/** What is missing between the first sync's reach and the last sync. */
function holesOf({ syncedAt, covered, notOffered, keptFrom }: StreamState, now: number, since: number) {
  if (syncedAt === null || notOffered) return [];
  return subtract({ from: Math.max(now - since, keptFrom ?? now - since), to: syncedAt }, covered);
}

/** Where the holes are, the latest first. */
function holeLines({ platform, stream, state, since }: StreamLine, now: number): readonly string[] {
  const holes = state === null ? [] : [...holesOf(state, now, since)].reverse();
  const told = holes.slice(0, HOLES).map(({ from, to }) => {
    const at = (instant: number) => toIso(instant)?.slice(0, 19).replace('T', ' ') ?? '-';
    return `${platform}: ${stream} lacks ${at(from)}Z to ${at(to)}Z (${formatDuration(to - from)})`;
  });
  const left = holes.length - told.length;
  return left === 0 ? told : [...told, `${platform}: ${stream} lacks ${left} stretches more`];
}

/** How much of the disk the cache takes, about how much of it each platform, and what is kept of it. */
async function printDisk({ cache, settings }: Services, { out }: Context): Promise<void> {
  const disk = await cache.disk();
  await out.write(`${safeLine(diskLine(disk, cache.path))}\n`);
  const configured = settings.platforms.map(({ name }) => name);
  const known = disk.shares.map(({ platform }) => platform);
  for (const name of new Set([...configured, ...known])) {
    const retention = settings.platforms.find((one) => one.name === name)?.retention;
    await out.write(`  ${safeLine(shareLine(name, disk.shares, retention))}\n`);
  }
}

/** The same for scripts: instants as ISO 8601, durations in ms, amounts in bytes. */
async function printJson(services: Services, { io, out }: Context): Promise<void> {
  const now = io.clock();
  const { file, log, free, shares } = await services.cache.disk();
  const streams = (await streamLines(services)).map((line) => streamJson(line, now));
  const { platforms } = services.settings;
  const retention = platforms.map(({ name, retention = null }) => [name, retention as Json]);
  const disk = { path: services.cache.path, file, log, free, shares: shares as unknown as Json };
  const targets = (await standingsOf(services.cache, targetsOf(services.settings))).map(targetJson);
  const told = { streams, retention: Object.fromEntries(retention), disk, targets };
  await out.write(`${jsonText(told, 2)}\n`);
}

function streamJson({ platform, kind, stream, state, pollInterval, since }: StreamLine, now: number): Json {
  const of = (interval: Interval): Json => ({ from: toIso(interval.from), to: toIso(interval.to) });
  return {
    platform,
    kind,
    stream,
    state: state === null ? 'never synced' : wordOf(state, now, pollInterval),
    syncedAt: toIso(state?.syncedAt ?? null),
    records: state?.known ?? 0,
    countedWith: state?.countedWith ?? null,
    keptFrom: toIso(state?.keptFrom ?? null),
    covered: (state?.covered ?? []).map(of),
    holes: state === null ? [] : holesOf(state, now, since).map(of),
    setAside: state?.rejected ?? 0,
    failure: state?.failure === null || state === null ? null : { ...state.failure },
  };
}

const wordOf = (state: StreamState, now: number, pollInterval: StreamLine['pollInterval']): string =>
  state.notOffered ? 'not offered' : streamState(state, { now, pollInterval });

/** The rows no record could be made of, by stream and reason, the latest first. */
async function printAside({ cache, platforms }: Services, { out }: Context): Promise<void> {
  for (const { name: platform } of platforms) {
    const reasons = Map.groupBy(asideOf(await cache.rejected(platform, ASIDE_READ)), ({ stream }) => stream);
    for (const [stream, asides] of reasons) {
      for (const aside of asides.slice(0, ASIDE)) {
        await out.write(`${safeLine(`${platform}: ${asideWords(aside)}`)}\n`);
      }
      const untold = asides.slice(ASIDE).reduce((sum, { count }) => sum + count, 0);
      if (untold > 0) await out.write(`${safeLine(`${platform}: ${stream} ${untold} more set aside`)}\n`);
    }
  }
}

/** How far forwarding has come. */
async function printTargets({ cache, settings }: Services, { io, out }: Context): Promise<void> {
  for (const standing of await standingsOf(cache, targetsOf(settings))) {
    for (const { text } of standingLines(standing, io.clock())) await out.write(`${safeLine(text)}\n`);
  }
}

/** Read marks that the platforms have not taken yet, and what kept them from it. */
async function printMarks({ cache }: Services, { io, out }: Context): Promise<void> {
  for (const marks of waitingMarks(await cache.outbox())) {
    const { platform, failure } = marks;
    const last = failure === null ? '' : `; failed last: ${failure.what}`;
    await out.write(`${safeLine(`${platform}: ${waitingWords(marks, io.clock())}${last}`)}\n`);
    if (failure !== null) await out.write(`  ${safeLine(failure.next)}\n`);
  }
}
