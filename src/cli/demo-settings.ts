/** The demo's configuration: written as the file it would be, and read back by the same checks. */
import { parseSettings } from '../config/check.ts';
import type { Settings } from '../config/settings.ts';
import { platformToml } from '../config/write.ts';
import type { DemoPlatform } from '../demo/start.ts';
import { PLATFORM_KINDS } from '../platforms/registry.ts';
import { ConfigError } from './words.ts';

/** The simulated world has news every few seconds. */
const POLL_INTERVAL = '10s';

/** A `config.toml` for the embedded platforms. */
export function demoToml(platforms: readonly DemoPlatform[]): string {
  return platforms
    .map(({ name, kind, baseUrl, credentials, settings }) =>
      platformToml({
        name,
        kind,
        base_url: baseUrl,
        ...credentials,
        // One with tight limits may name a longer one.
        poll_interval: POLL_INTERVAL,
        ...settings,
      }),
    )
    .join('\n');
}

/** Settings for the embedded platforms and this machine's own certificates; `home` and `env` are not read. */
export async function demoSettings(platforms: readonly DemoPlatform[]): Promise<Settings> {
  const text = `${demoToml(platforms)}\n${platformToml({ name: 'this-machine', kind: 'host' })}`;
  const loaded = await parseSettings(
    { file: 'demo', text, isPrivate: true },
    { kinds: PLATFORM_KINDS, secrets: true, env: {}, home: '/', base: '/', timeout: 0 },
  );
  if (!loaded.ok) throw new ConfigError(loaded);
  return { ...loaded.value, file: null };
}
