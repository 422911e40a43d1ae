import { readEarly } from '../../cache/open.ts';
import { cacheDir } from '../../config/paths.ts';
import type { Settings } from '../../config/settings.ts';
import { usageError } from '../arguments.ts';
import { defineCommand } from '../command.ts';
import type { Context } from '../context.ts';
import { isInteractive } from '../io.ts';
import { ConfigError } from '../words.ts';

/** `certdeck` alone. */
export const CONSOLE = defineCommand({
  name: '',
  about: 'The terminal console for certificate-lifecycle platforms: alerts, jobs, audit logs, statistics.',
  positionals: [],
  options: {},
  async run(_args, context) {
    if (!isInteractive(context.io, context.globals['screen-reader'])) {
      throw usageError(
        'the console needs a terminal that can be drawn on',
        'In scripts use the commands: certdeck alerts, jobs, audit, stats, check; see `certdeck --help`. With --screen-reader it speaks in lines, on any terminal.',
      );
    }
    try {
      return await lookAtConfigured(context);
    } catch (thrown) {
      if (!(thrown instanceof ConfigError && (thrown.missing || thrown.rest !== null))) throw thrown;
      return firstRun(context, thrown.rest);
    }
  },
});

async function lookAtConfigured(context: Context): Promise<number> {
  const { io, globals } = context;
  // Before anything else is loaded: that thread opens the file and answers beside this one, which is busy from here on.
  const reader = readEarly(cacheDir(io, globals.cache));
  const { openConfigured } = await import('../open-configured.ts');
  return openConfigured(context, reader);
}

/** `rest`: what a file without platforms holds besides; null without a file. */
async function firstRun(context: Context, rest: Settings | null): Promise<number> {
  const { openConsole, openFirstRun, hostSettings } = await import('../open-console.ts');
  const { openFor } = await import('../open-for.ts');
  const choice = await openFirstRun(context, rest);
  switch (choice) {
    case 'quit':
      return 0;
    case 'configured':
      return lookAtConfigured(context);
    case 'demo': {
      const { DEMO } = await import('./demo.ts');
      return DEMO.run({ options: {}, positionals: [] }, context);
    }
    case 'host': {
      await using services = await openFor(await hostSettings(rest), context, { apart: true });
      return await openConsole(services, context);
    }
    default:
      return choice satisfies never;
  }
}
