import { defineCommand } from '../command.ts';
import { LIST_OPTIONS, QUERY, runList } from '../list.ts';

export const JOBS = defineCommand({
  name: 'jobs',
  about: 'Asynchronous operations: issuances, renewals, scans, from the cache',
  examples: [
    "certdeck jobs 'status:failed since:24h' --format json",
    'certdeck jobs is:stuck --sync --fail-if-any',
  ],
  positionals: [QUERY],
  options: LIST_OPTIONS,
  run: (args, context) => runList('job', args, context),
});
