import type { EarlyReader } from '../cache/open.ts';
import { cacheDir } from '../config/paths.ts';
import type { Settings } from '../config/settings.ts';
import type { Context } from './context.ts';
import {
  type OpeningServices,
  openServices,
  openServicesEarly,
  type ServiceOptions,
  type Services,
} from './services.ts';

export interface OpenAsk {
  /** False for commands that only look: nothing on disk is then changed. Default true. */
  readonly write?: boolean;
  /** The folder of the cache, where it is not the usual one. */
  readonly dir?: string;
  /** Whether to sync from a thread of its own: where this one draws. */
  readonly apart?: boolean;
  /** Whether a cache that is only read is read in this thread. */
  readonly inThread?: boolean;
  /** The settings of all platforms, where only some are opened. */
  readonly whole?: Settings;
}

/** The services of this run, with the cache, the clock and the log its options name. */
export async function openFor(settings: Settings, context: Context, ask: OpenAsk = {}): Promise<Services> {
  const services = await openServices(settings, optionsOf(settings, context, ask));
  tellSetAside(services, context);
  return services;
}

/** The same for the console, which syncs from a thread of its own, with the reader of the cache that was begun before. */
export function openEarlyFor(settings: Settings, context: Context, reader: EarlyReader): OpeningServices {
  const opening = openServicesEarly(settings, { ...optionsOf(settings, context, {}), reader });
  const opened = opening.opened.then(() => tellSetAside(opening.services, context));
  opened.catch(() => {});
  return { ...opening, opened };
}

function optionsOf(
  settings: Settings,
  { io, globals, log }: Context,
  {
    write = true,
    dir = cacheDir(io, globals.cache),
    whole = settings,
    apart = false,
    inThread = false,
  }: OpenAsk,
): ServiceOptions {
  return {
    cacheDir: dir,
    whole,
    apart,
    inThread,
    readOnly: globals['read-only'] || !write,
    clock: io.clock,
    log: (line) => log.note('request', { line }),
  };
}

function tellSetAside({ cache: { setAside } }: Services, { talk }: Context): void {
  if (typeof setAside === 'string') {
    talk.say(`The cache was damaged and is kept as ${setAside}; a new one begins.`);
  }
}
