import { defineCommand } from '../command.ts';
import { LIST_OPTIONS, QUERY, runList } from '../list.ts';
import { runMarkAllRead, runMarkRead } from '../mark-read.ts';

export const ALERTS = defineCommand({
  name: 'alerts',
  about: 'Certificate risks and operational faults, from the cache; read marks',
  examples: [
    "certdeck alerts 'is:unread severity:error'",
    'certdeck alerts --mark-read prod/alert/4711',
    "certdeck alerts --mark-all-read 'type:EXPIRING_SOON'",
  ],
  positionals: [QUERY],
  options: {
    ...LIST_OPTIONS,
    'mark-read': {
      type: 'texts',
      value: 'REF',
      about: 'mark these alerts read; the next sync tells the platform',
    },
    'mark-all-read': { type: 'flag', about: 'mark all that match read' },
  },
  async run(args, context) {
    if (args.options['mark-read'].length > 0)
      return runMarkRead(args.options['mark-read'], args.positionals, context);
    if (args.options['mark-all-read']) return runMarkAllRead(args.positionals[0] ?? '', context);
    return runList('alert', args, context);
  },
});
