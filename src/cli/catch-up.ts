/** One whole run over the platforms, told on stderr as it goes. */
import { type Failure, FailureError } from '../domain/failure.ts';
import type { SyncEvent } from '../sync/events.ts';
import { isRefusedLookUp } from '../sync/look-ups.ts';
import type { PlatformOutcome } from '../sync/platform-sync.ts';
import { whatOf } from '../sync/trouble.ts';
import type { Context } from './context.ts';
import { type CatchUpAsk, codesOf, type Services } from './services.ts';
import { until } from './until.ts';
import { failureLines } from './words.ts';

/** Milliseconds between two lines of progress of one stream. */
const EVERY = 2_000;

/** Asks the platforms for everything; gives the exit codes of what failed or is missing. */
export async function catchUp(
  services: Services,
  ask: Omit<CatchUpAsk, 'signal'>,
  context: Context,
): Promise<readonly number[]> {
  const { sync } = services;
  if (sync === null) throw nothingToSync();
  const quiet = services.onEvent(progress(context));
  try {
    const outcomes = await sync.catchUp({ ...ask, signal: context.io.signal });
    tellOutcomes(outcomes, context);
    // Runs that are over sooner than that would begin it anew each time, and never finish it.
    await inLine(services, context.io.signal);
    await dropOld(
      services,
      outcomes.map(({ platform }) => platform),
      context,
    );
    return codesOf(outcomes);
  } finally {
    quiet();
  }
}

async function inLine({ cache }: Services, signal: AbortSignal): Promise<void> {
  // The threads of an idle cache keep no process alive.
  const awake = setInterval(() => {}, 60_000);
  await Promise.race([cache.linedUp, until(signal)]).finally(() => clearInterval(awake));
}

/** What retention does not keep goes at once only here: nobody else may come by to drop it. */
async function dropOld(
  services: Services,
  platforms: readonly string[],
  { io, talk }: Context,
): Promise<void> {
  const long = () =>
    talk.say('Dropping what retention does not keep; an interrupt leaves the rest to the next run.');
  const timer = setTimeout(long, EVERY);
  await services.retain(platforms, io.signal).finally(() => clearTimeout(timer));
}

export function nothingToSync(): FailureError {
  return new FailureError({
    code: 'READ_ONLY',
    what: 'nothing can be synced with --read-only',
    next: 'Leave --read-only out, or read the cache as it is.',
  });
}

/** A listener that tells progress now and then, and what is retried. */
export function progress({ talk, io, log }: Context): (event: SyncEvent) => void {
  const told = new Map<string, number>();
  return (event) => {
    if (event.kind === 'trouble') {
      log.note('trouble', { ...event, failure: event.failure.what });
      const name = `${event.platform}/${event.part}`;
      if (isRefusedLookUp(event) && !told.has(name)) {
        told.set(name, io.clock());
        const what = whatOf(event.failure, event.platform);
        talk.say(`${event.platform}: users are not looked up, entries name them: ${what}`);
      }
    }
    if (event.kind !== 'progress') return;
    const key = `${event.platform}/${event.stream}`;
    const now = io.clock();
    const last = told.get(key) ?? now;
    if (last === now) told.set(key, now);
    if (now - last < EVERY) return;
    told.set(key, now);
    const of = event.total === null ? '' : ` of ${event.total}`;
    talk.say(`${event.platform}: ${event.stream} ${event.rows}${of} ...`);
  };
}

function tellOutcomes(outcomes: readonly PlatformOutcome[], { talk, log }: Context): void {
  const told = new Set<string>();
  /** What stops the run, or refuses the key, meets every list alike: once is enough. */
  const tell = (failure: Failure) => {
    const lines = failureLines(failure);
    const key = lines.join('\n');
    if (!told.has(key)) for (const line of lines) talk.say(line);
    told.add(key);
  };
  for (const { platform, streams, marks } of outcomes) {
    for (const { stream, added, changed, rejected, failure, complete, notOffered, reason } of streams) {
      log.note('synced', {
        platform,
        stream,
        added,
        changed,
        rejected,
        complete,
        failure: failure?.what ?? null,
      });
      if (notOffered)
        talk.say(`${platform}: ${stream} is not offered${reason === undefined ? '' : `: ${reason}`}`);
      else if (failure === null) {
        const aside = rejected > 0 ? `, ${rejected} set aside` : '';
        const hole = complete ? '' : ', with holes left';
        talk.say(`${platform}: ${stream} ${added} new, ${changed} changed${aside}${hole}`);
      } else tell(failure);
    }
    if (marks !== null) tell(marks);
  }
}
