import { cacheDir } from '../config/paths.ts';
import type { Settings } from '../config/settings.ts';
import type { Context } from './context.ts';
import { openServices, type Services } from './services.ts';

export interface OpenAsk {
  /** False for commands that only look: nothing on disk is then changed. Default true. */
  readonly write?: boolean;
  /** The folder of the cache, where it is not the usual one. */
  readonly dir?: string;
  /** The settings of all platforms, where only some are opened. */
  readonly whole?: Settings;
}

/** The services of this run, with the cache, the clock and the log its options name. */
export async function openFor(
  settings: Settings,
  { io, globals, talk, log }: Context,
  { write = true, dir = cacheDir(io, globals.cache), whole = settings }: OpenAsk = {},
): Promise<Services> {
  const services = await openServices(settings, {
    cacheDir: dir,
    whole,
    readOnly: globals['read-only'] || !write,
    clock: io.clock,
    log: (line) => log.note('request', { line }),
  });
  const { setAside } = services.cache;
  if (typeof setAside === 'string') {
    talk.say(`The cache was damaged and is kept as ${setAside}; a new one begins.`);
  }
  return services;
}
