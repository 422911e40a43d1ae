import type { Cache } from '../../cache/port.ts';
import { KNOWN_FIGURES, knownFigure } from '../../domain/known-figures.ts';
import { defineCommand } from '../command.ts';
import type { Context } from '../context.ts';
import { LIST_OPTIONS, QUERY, runList } from '../list.ts';

export const STATS = defineCommand({
  name: 'stats',
  about: 'Figures of every platform by day, from the cache',
  examples: [
    "certdeck stats 'category:certificates since:24h'",
    "certdeck stats 'origin:rule:*'",
    'certdeck stats --format jsonl',
  ],
  positionals: [QUERY],
  options: LIST_OPTIONS,
  run: (args, context) =>
    runList('statistic', args, context, async (cache) => {
      if ((args.positionals[0] ?? '').trim() === '') await tellUnreported(cache, context);
    }),
});

/** What of the known figures nobody gives: a table of records cannot have a row for it. */
async function tellUnreported(cache: Cache, { io, talk }: Context): Promise<void> {
  const figures = await cache.figures('', io.clock());
  const reported = new Set(figures.map(({ name, category }) => knownFigure(name, category)));
  const missing = KNOWN_FIGURES.filter((figure) => figure.expected && !reported.has(figure));
  if (figures.length === 0 || missing.length === 0) return;
  talk.say(`Not reported by any platform: ${missing.map(({ name }) => name).join(', ')}.`);
}
