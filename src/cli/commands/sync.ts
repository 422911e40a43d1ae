import { nearest } from '../../domain/nearest.ts';
import { formatDuration, toIso } from '../../domain/time.ts';
import { ageEdge } from '../../sync/retention.ts';
import { usageError } from '../arguments.ts';
import { catchUp, nothingToSync, progress } from '../catch-up.ts';
import { defineCommand } from '../command.ts';
import type { Context } from '../context.ts';
import { exitCodeOf } from '../exit-code.ts';
import { openFor } from '../open-for.ts';
import type { Services } from '../services.ts';
import { settingsFor } from '../settings.ts';
import { until } from '../until.ts';
import { failureLines } from '../words.ts';

export const SYNC = defineCommand({
  name: 'sync',
  about: 'Poll the platforms into the cache without a console',
  examples: ['certdeck sync --once', 'certdeck sync --once --platform prod --since 7d'],
  positionals: [],
  options: {
    once: { type: 'flag', about: 'end when the cache holds what each platform held when the run began' },
    platform: { type: 'texts', value: 'NAME', about: 'this platform only (again for more)' },
    since: { type: 'duration', value: 'DUR', about: 'reach this far back, instead of what is configured' },
  },
  async run({ options }, context) {
    const settings = await settingsFor(context, { secrets: 'platforms' });
    const names = settings.platforms.map(({ name }) => name);
    for (const name of options.platform) {
      if (names.includes(name)) continue;
      const near = nearest(name, names);
      const next =
        near === null ? `Configured: ${names.join(', ')}.` : `Did you mean ${JSON.stringify(near)}?`;
      throw usageError(`there is no platform ${JSON.stringify(name)}`, next);
    }
    const wanted = options.platform.length === 0 ? names : options.platform;
    const platforms = settings.platforms
      .filter(({ name }) => wanted.includes(name))
      .map((platform) => ({ ...platform, since: options.since ?? platform.since }));
    await using services = await openFor({ ...settings, platforms }, context, { whole: settings });
    const { io, talk } = context;
    const short = tellShort(options.since, services, context);
    if (options.once) {
      const codes = await catchUp(services, {}, context);
      // What was asked for and is not kept is a hole in it.
      return exitCodeOf(short ? [...codes, 5] : codes);
    }
    const { sync } = services;
    if (sync === null) throw nothingToSync();
    const tellProgress = progress(context);
    services.onEvent((event) => {
      tellProgress(event);
      if (event.kind !== 'ended') return;
      const { platform, stream, outcome, again } = event;
      if (outcome.failure !== null) for (const line of failureLines(outcome.failure)) talk.say(line);
      else if (outcome.added + outcome.changed > 0) {
        const next = again === null ? '' : `; again in ${formatDuration(again)}`;
        talk.say(`${platform}: ${stream} ${outcome.added} new, ${outcome.changed} changed${next}`);
      }
    });
    sync.start();
    await until(io.signal);
    return 130;
  },
});

/** Says where less is kept than is asked for; true where that is so. */
function tellShort(
  since: number | undefined,
  { platforms, keepings }: Services,
  { io, talk }: Context,
): boolean {
  const now = io.clock();
  const short = platforms.flatMap(({ name, streams }, index) =>
    streams.flatMap(({ name: stream, kinds }) => {
      const keeping = keepings[index];
      const from = keeping === undefined ? Number.NEGATIVE_INFINITY : ageEdge(keeping, kinds, now);
      if (since === undefined || now - since >= from) return [];
      return `${name}: ${stream} is kept from ${toIso(from)} on (retention): --since ${formatDuration(since)} reaches no further`;
    }),
  );
  for (const line of short) talk.say(line);
  return short.length > 0;
}
