import { defineCommand } from '../command.ts';
import { LIST_OPTIONS, QUERY, runList } from '../list.ts';

export const STATS = defineCommand({
  name: 'stats',
  about: 'Figures of every platform by day, from the cache',
  examples: ["certdeck stats 'category:certificates since:24h'", 'certdeck stats --format jsonl'],
  positionals: [QUERY],
  options: LIST_OPTIONS,
  run: (args, context) => runList('statistic', args, context),
});
