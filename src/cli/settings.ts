import { stat } from 'node:fs/promises';
import { loadSettings } from '../config/load.ts';
import { cacheDir } from '../config/paths.ts';
import type { Settings } from '../config/settings.ts';
import { DAY, MINUTE } from '../domain/time.ts';
import { PLATFORM_KINDS } from '../platforms/registry.ts';
import { CONFIG_SECTIONS } from './config-sections.ts';
import type { Context } from './context.ts';
import { ConfigError } from './words.ts';

/** What holds where no file says otherwise. */
export const NO_PLATFORMS: Settings = {
  file: null,
  platforms: [],
  alerts: { expiringWithin: 30 * DAY, longRunningAfter: 30 * MINUTE },
};

/** What every reading of the file asks for. */
const asked = ({ config }: Context['globals']) => ({
  file: config,
  kinds: PLATFORM_KINDS,
  sections: CONFIG_SECTIONS,
});

/** Of which table the secrets are read; true for all, which is for who checks the file. */
export type Secrets = boolean | 'platforms' | 'targets';

/**
 * The settings of this run; throws with every problem of the file. Commands that only read the cache ask
 * for no secrets, and do without a configuration when a cache is named: the demo's, or one copied here.
 */
export async function settingsFor(
  context: Context,
  { secrets }: { readonly secrets: Secrets },
): Promise<Settings> {
  const { io, globals } = context;
  const loaded = await loadSettings({ ...io, ...asked(globals), secrets });
  if (loaded.ok) return loaded.value;
  const isNamed = globals.cache !== undefined || Boolean(io.env.CERTDECK_CACHE);
  if (loaded.missing && secrets === false && isNamed && (await isFolder(cacheDir(io, globals.cache))))
    return NO_PLATFORMS;
  throw new ConfigError(loaded);
}

/** The settings for what needs no platform: without a configuration, the defaults. */
export async function settingsOrNone({ io, globals }: Context): Promise<Settings> {
  const loaded = await loadSettings({ ...io, ...asked(globals), secrets: false });
  if (loaded.ok) return loaded.value;
  if (loaded.missing) return NO_PLATFORMS;
  throw new ConfigError(loaded);
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
