import { demoDir } from '../../config/paths.ts';
import { openDemo } from '../../demo/open.ts';
import { FailureError } from '../../domain/failure.ts';
import { catchUp } from '../catch-up.ts';
import { defineCommand } from '../command.ts';
import type { Context } from '../context.ts';
import { clearCache, refuseRealCache } from '../demo-folder.ts';
import { demoSettings, demoToml } from '../demo-settings.ts';
import { isInteractive } from '../io.ts';
import { openFor } from '../open-for.ts';
import { runCheck } from '../run-check.ts';
import { until } from '../until.ts';

export const DEMO = defineCommand({
  name: 'demo',
  about: "The console on embedded platforms and this machine's own certificates; needs no account",
  examples: ['certdeck demo', 'certdeck demo --serve > demo.toml'],
  positionals: [],
  options: {
    entries: { type: 'count', value: 'N', about: 'digicert-one audit entries at the start (5,000)' },
    seed: { type: 'count', value: 'N', about: 'which simulated world' },
    serve: { type: 'flag', about: 'run the servers only and print a configuration for them' },
  },
  async run({ options }, context) {
    const { io, globals, out, talk } = context;
    const interactive = isInteractive(io, globals['screen-reader']);
    if (interactive && !options.serve) (await import('../open-console.ts')).preloadConsole();
    const dir = demoDir(io, globals.cache);
    await refuseRealCache(dir);
    const { entries, seed } = options;
    const demo = await openDemo(dir, {
      ...(entries === undefined ? {} : { entries }),
      ...(seed === undefined ? {} : { seed }),
      clock: io.clock,
    }).catch((thrown: unknown) => {
      throw unstarted(dir, thrown);
    });
    try {
      if (demo.notice !== null) talk.say(demo.notice);
      if (options.serve) {
        await out.write(demoToml(demo.platforms));
        talk.say('The embedded platforms run until interrupted.');
        await until(io.signal);
        return 130;
      }
      if (demo.fresh) await clearCache(dir);
      return await look(dir, demo.platforms, context);
    } finally {
      await demo.close();
    }
  },
});

/** The console, or, where nobody sits in front of it, a whole sync and the daily check. */
async function look(
  dir: string,
  platforms: Parameters<typeof demoSettings>[0],
  context: Context,
): Promise<number> {
  const settings = await demoSettings(platforms);
  const apart = isInteractive(context.io, context.globals['screen-reader']);
  await using services = await openFor(settings, context, { dir, apart });
  if (apart) {
    const { openConsole } = await import('../open-console.ts');
    return await openConsole(services, context, { cache: dir });
  }
  await catchUp(services, {}, context);
  if (context.io.signal.aborted) return 130;
  return await runCheck(services, 'text', { cache: dir }, context);
}

function unstarted(dir: string, thrown: unknown): FailureError {
  const reason = thrown instanceof Error ? thrown.message : String(thrown);
  return new FailureError({
    code: 'FILE_UNWRITABLE',
    what: `the demo could not be started: ${reason}`,
    next: `Check that ${dir} can be written, or name another folder with --cache.`,
    where: dir,
  });
}
