import { defineCommand } from '../command.ts';
import { LIST_OPTIONS, QUERY, runList } from '../list.ts';

export const AUDIT = defineCommand({
  name: 'audit',
  about: 'Who did what, when, from where, from the cache',
  examples: [
    "certdeck audit 'actor:jane action:LOGIN_ERROR since:7d'",
    "certdeck audit 'ip:10.0.0.0/8' --format csv --fields timestamp,actor.name,action",
  ],
  positionals: [QUERY],
  options: LIST_OPTIONS,
  run: (args, context) => runList('audit', args, context),
});
