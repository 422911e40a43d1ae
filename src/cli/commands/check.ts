import { catchUp } from '../catch-up.ts';
import { CHECK_FORMATS, type CheckFormat } from '../check-report.ts';
import { defineCommand } from '../command.ts';
import { openFor } from '../open-for.ts';
import { runCheck } from '../run-check.ts';
import { settingsFor } from '../settings.ts';
import { tellStaleRules } from '../stale-rules.ts';

export const CHECK = defineCommand({
  name: 'check',
  about: 'The daily check: 0 all well, 1 warning, 2 critical, 3 unknown',
  examples: ['certdeck check --sync', 'certdeck check --format prometheus'],
  positionals: [],
  // Else it would say that all is nearly well.
  untold: 3,
  options: {
    sync: { type: 'flag', about: 'catch up with the platforms first' },
    format: { type: 'choice', choices: CHECK_FORMATS, default: 'text', about: 'how to print' },
  },
  async run({ options }, context) {
    context.out.dropWhenGone();
    const settings = await settingsFor(context, { secrets: options.sync && 'platforms' });
    await using services = await openFor(settings, context, { write: options.sync });
    // What failed on the way stands in the cache, where the check finds it.
    if (options.sync) await catchUp(services, {}, context);
    else await tellStaleRules(services, context);
    const { config, cache } = context.globals;
    return await runCheck(services, options.format as CheckFormat, { config, cache }, context);
  },
});
