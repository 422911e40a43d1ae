/** The console on the configured platforms, over a cache that is being opened already. */
import type { EarlyReader } from '../cache/open.ts';
import type { Context } from './context.ts';
import { openConsole } from './open-console.ts';
import { openEarlyFor } from './open-for.ts';
import type { OpeningServices } from './services.ts';
import { settingsFor } from './settings.ts';

/** Throws a ConfigError with every problem of the configuration; gives the exit code. */
export async function openConfigured(context: Context, reader: EarlyReader): Promise<number> {
  let opening: OpeningServices;
  try {
    opening = openEarlyFor(await settingsFor(context, { secrets: 'platforms' }), context, reader);
  } catch (thrown) {
    reader.thread.end();
    throw thrown;
  }
  await using services = opening.services;
  return await openConsole(services, context, {}, opening);
}
