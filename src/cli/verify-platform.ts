/** A platform asked again for what the cache has of it: what it no longer tells, or tells otherwise. */
import { FAILURES } from '../domain/failure.ts';
import { nearest } from '../domain/nearest.ts';
import { safeLine } from '../domain/text.ts';
import { SECOND, toIso } from '../domain/time.ts';
import { type Recheck, type RecheckedEntry, recheck } from '../sync/recheck.ts';
import { usageError } from './arguments.ts';
import type { Context } from './context.ts';
import { exitCodeOf } from './exit-code.ts';
import { openFor } from './open-for.ts';
import { settingsFor } from './settings.ts';
import { failureLines } from './words.ts';

/** Entries that are told one by one; JSON has all. */
const TOLD = 50;

export interface PlatformAsk {
  readonly name: string;
  /** How far back, ms; as configured without it. */
  readonly since: number | undefined;
  readonly format: string;
}

/** Prints what was found; gives the exit code: 1 where something is otherwise, 5 where not all of it could be asked. */
export async function verifyPlatform(
  { name, since, format }: PlatformAsk,
  context: Context,
): Promise<number> {
  const { io, out, talk } = context;
  const settings = await settingsFor(context, { secrets: 'platforms' });
  const own = settings.platforms.filter((platform) => platform.name === name);
  const [asked] = own;
  if (asked === undefined) {
    const names = settings.platforms.map((platform) => platform.name);
    const near = nearest(name, names);
    const next = near === null ? `Configured: ${names.join(', ')}.` : `Did you mean ${JSON.stringify(near)}?`;
    throw usageError(`there is no platform ${JSON.stringify(name)}`, next);
  }
  await using services = await openFor({ ...settings, platforms: own }, context, {
    write: false,
    whole: settings,
  });
  const [platform] = services.platforms;
  if (platform === undefined) return 5;
  const now = io.clock();
  let told = now;
  const found = await recheck({
    platform,
    cache: services.cache,
    window: { from: now - (since ?? asked.since), to: now },
    clock: io.clock,
    signal: io.signal,
    onProgress: (read) => {
      if (io.clock() - told < 2 * SECOND) return;
      told = io.clock();
      talk.say(`${name}: ${read} entries read again ...`);
    },
  });
  if (format === 'json') await out.write(`${JSON.stringify({ platform: name, ...found }, null, 2)}\n`);
  else for (const line of linesOf(name, found)) await out.write(`${line}\n`);
  if (found.partial !== null) for (const line of failureLines(found.partial)) talk.say(line);
  return exitCodeOf([
    ...(found.missing.length + found.changed.length > 0 ? [1] : []),
    ...(found.partial === null ? [] : [FAILURES[found.partial.code].exit, 5]),
    ...(io.signal.aborted ? [130] : []),
  ]);
}

function linesOf(name: string, found: Recheck): readonly string[] {
  const { window, held, given, missing, changed, older, partial } = found;
  const told = (word: string, entries: readonly RecheckedEntry[], what: string) => [
    ...entries.slice(0, TOLD).map(({ ref, time }) => `${word}  ${safeLine(ref)} of ${toIso(time)}: ${what}`),
    ...(entries.length > TOLD ? [`and ${count(entries.length - TOLD)} more`] : []),
  ];
  const state =
    partial !== null
      ? 'could not be read again as a whole, so nothing is called missing'
      : missing.length + changed.length === 0
        ? 'tells them as it did'
        : `tells ${count(missing.length)} no more and ${count(changed.length)} otherwise`;
  return [
    `${name}: ${state}; ${count(given)} of the ${count(held)} audit entries from ${toIso(window.from)} to ${toIso(window.to)} were given again`,
    ...told('DROPPED', missing, 'its platform gives it no more'),
    ...told('CHANGED', changed, 'its platform tells it otherwise'),
    ...(older > 0 ? [`note  ${count(older)} are older than what it gives: it may keep them no longer`] : []),
  ];
}

const count = (n: number): string => n.toLocaleString('en');
