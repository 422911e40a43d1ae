import { usageError } from '../arguments.ts';
import { defineCommand } from '../command.ts';
import type { Context } from '../context.ts';
import { isInteractive } from '../io.ts';
import { openFor } from '../open-for.ts';
import { settingsFor } from '../settings.ts';
import { ConfigError } from '../words.ts';

/** `certdeck` alone. */
export const CONSOLE = defineCommand({
  name: '',
  about: 'The terminal console for certificate-lifecycle platforms: alerts, jobs, audit logs, statistics.',
  positionals: [],
  options: {},
  async run(_args, context) {
    if (!isInteractive(context.io)) {
      throw usageError(
        'the console needs a terminal that can be drawn on',
        'In scripts use the commands: certdeck alerts, jobs, audit, stats, check; see `certdeck --help`.',
      );
    }
    try {
      return await lookAtConfigured(context);
    } catch (thrown) {
      if (!(thrown instanceof ConfigError && thrown.missing)) throw thrown;
    }
    return firstRun(context);
  },
});

async function lookAtConfigured(context: Context): Promise<number> {
  const { openConsole, preloadConsole } = await import('../open-console.ts');
  const settings = await settingsFor(context, { secrets: true });
  const opening = openFor(settings, context);
  // After the threads of the cache were begun: they load beside this one, which is busy from here on.
  preloadConsole();
  await using services = await opening;
  return await openConsole(services, context);
}

async function firstRun(context: Context): Promise<number> {
  const { openConsole, openFirstRun, hostSettings } = await import('../open-console.ts');
  const choice = await openFirstRun(context);
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
      await using services = await openFor(await hostSettings(), context);
      return await openConsole(services, context);
    }
    default:
      return choice satisfies never;
  }
}
