import type { StreamState } from '../../cache/port.ts';
import { FAILURES, failureOf } from '../../domain/failure.ts';
import { safeLine } from '../../domain/text.ts';
import { formatDuration } from '../../domain/time.ts';
import type { Platform } from '../../platforms/port.ts';
import { subtract } from '../../sync/intervals.ts';
import { platformState, streamState } from '../../sync/state.ts';
import { defineCommand } from '../command.ts';
import type { Context } from '../context.ts';
import { exitCodeOf } from '../exit-code.ts';
import { openFor } from '../open-for.ts';
import { pacedPlatforms } from '../paces.ts';
import type { Services } from '../services.ts';
import { settingsFor } from '../settings.ts';
import { Table } from '../table.ts';
import { failureLines } from '../words.ts';

/** Rows set aside that are named a platform. */
const ASIDE = 5;
/** Milliseconds a platform has to answer a test. */
const PATIENCE = 30_000;

export const PLATFORMS = defineCommand({
  name: 'platforms',
  about: 'What is configured, how fresh and complete it is, what was set aside, what failed last',
  examples: ['certdeck platforms --test'],
  positionals: [],
  options: { test: { type: 'flag', about: 'ask each platform now' } },
  async run({ options }, context) {
    const settings = await settingsFor(context, { secrets: options.test });
    await using services = await openFor(settings, context, { write: false });
    await printStreams(services, context);
    await printAside(services, context);
    return options.test ? await test(services.platforms, context) : 0;
  },
});

async function printStreams({ settings, platforms, cache }: Services, context: Context): Promise<void> {
  const { io, out, paint } = context;
  const now = io.clock();
  const states = await cache.streams();
  const names =
    settings.platforms.length > 0
      ? platforms.map(({ name }) => name)
      : [...new Set(states.map(({ platform }) => platform))];
  const checked = pacedPlatforms(settings, platforms);
  const rows: string[][] = [];
  const failures: string[] = [];
  for (const name of names) {
    const known = states.filter(({ platform }) => platform === name);
    const declared = platforms.find((platform) => platform.name === name);
    const streams = declared?.streams.map((stream) => stream.name) ?? known.map(({ stream }) => stream);
    const pollInterval = checked.find((one) => one.name === name)?.pollInterval ?? 60_000;
    const since = settings.platforms.find((one) => one.name === name)?.since ?? 0;
    for (const stream of streams) {
      const state = known.find((one) => one.stream === stream);
      const word =
        state === undefined
          ? platformState([], { now, pollInterval })
          : streamState(state, { now, pollInterval });
      rows.push([name, declared?.kind ?? '-', stream, ...streamCells(state, word, now, since)]);
      if (state?.failure)
        failures.push(`${name}: ${stream} failed last: ${state.failure.what}`, `  ${state.failure.next}`);
    }
  }
  const titles = ['PLATFORM', 'KIND', 'STREAM', 'STATE', 'SYNCED', 'RECORDS', 'COVERED', 'SET ASIDE'];
  await out.write(
    new Table({ titles, width: io.stdout.isTTY ? (io.stdout.columns ?? 80) : null, paint }).lines(rows),
  );
  for (const line of failures) await out.write(`${safeLine(line)}\n`);
}

function streamCells(
  state: StreamState | undefined,
  word: string,
  now: number,
  since: number,
): readonly string[] {
  if (state === undefined) return ['never synced', '-', '0', '-', '0'];
  const { syncedAt, covered, known, rejected, notOffered } = state;
  if (notOffered) return ['not offered', '-', String(known), '-', String(rejected)];
  const age = syncedAt === null ? '-' : `${formatDuration(Math.max(0, now - syncedAt))} ago`;
  const holes = syncedAt === null ? [] : subtract({ from: now - since, to: syncedAt }, covered);
  const reach = covered[0] === undefined ? '-' : formatDuration(now - covered[0].from);
  const gaps = holes.length === 0 ? '' : holes.length === 1 ? ', one hole' : `, ${holes.length} holes`;
  return [word, age, String(known), `${reach}${gaps}`, String(rejected)];
}

/** The last rows no record could be made of, each with its reason. */
async function printAside({ cache, platforms }: Services, { out }: Context): Promise<void> {
  for (const { name } of platforms) {
    for (const { stream, key, reason } of await cache.rejected(name, ASIDE)) {
      await out.write(`${safeLine(`${name}: ${stream} ${key} was set aside: ${reason}`)}\n`);
    }
  }
}

/** Asks all at once; a platform that does not answer keeps no other waiting. */
async function test(platforms: readonly Platform[], { io, out, talk }: Context): Promise<number> {
  const codes = await Promise.all(
    platforms.map(async (platform) => {
      const signal = AbortSignal.any([io.signal, AbortSignal.timeout(PATIENCE)]);
      const probed = await platform
        .probe(signal)
        .catch((thrown: unknown) => ({ ok: false as const, failure: failureOf(thrown) }));
      if (probed.ok) {
        await out.write(`${safeLine(`${platform.name}: ${probed.value}`)}\n`);
        return 0;
      }
      for (const line of failureLines(probed.failure)) talk.say(line);
      return FAILURES[probed.failure.code].exit;
    }),
  );
  return exitCodeOf(codes);
}
