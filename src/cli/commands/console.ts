import { usageError } from '../arguments.ts';
import { defineCommand } from '../command.ts';
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
        'the console needs a terminal',
        'In scripts use the commands: certdeck alerts, jobs, audit, stats, check; see `certdeck --help`.',
      );
    }
    const { openConsole, openFirstRun } = await import('../open-console.ts');
    try {
      const settings = await settingsFor(context, { secrets: true });
      await using services = await openFor(settings, context);
      return await openConsole(services, context);
    } catch (thrown) {
      if (!(thrown instanceof ConfigError && thrown.missing)) throw thrown;
      return openFirstRun(context);
    }
  },
});
