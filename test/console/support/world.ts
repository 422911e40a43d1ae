/** Embedded platforms in the test's own process, and a user's home configured for them. */
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { platformToml } from '../../../src/config/write.ts';
import { startDemo } from '../../../src/demo/start.ts';
import type { JsonObject } from '../../../src/domain/json.ts';
import { HOUR } from '../../../src/domain/time.ts';
import { RULES } from '../../../src/rules/registry.ts';
import { type Home, homeEnv, newHome, PROGRAM } from './open-console.ts';

export interface World extends AsyncDisposable {
  readonly demo: Awaited<ReturnType<typeof startDemo>>;
  readonly home: Home;
  /** Fetches all there is before a console opens: for stories that do not tell of a first sync. */
  sync(): Promise<void>;
  /** Asks a platform as its own user interface would. */
  ask(kind: 'digicert-one' | 'ssl-clm', path: string): Promise<JsonObject>;
}

interface WorldOptions {
  readonly entries?: number;
  readonly seed?: number;
  readonly pollInterval?: string;
  /** The platforms the user has; by default the two with most to tell, so that a story can count. */
  readonly kinds?: readonly string[];
  /** Whether rules derive records; off for stories that count what the platforms say. */
  readonly rules?: boolean;
}

/** A world that stands still, so that what the console shows can be held against what the platforms say. */
export async function openWorld({
  entries = 500,
  seed = 7,
  pollInterval = '60s',
  kinds = ['digicert-one', 'ssl-clm'],
  rules = true,
}: WorldOptions = {}): Promise<World> {
  const now = Date.now();
  const demo = await startDemo({ seed, entries, start: now - HOUR, limits: null }, { clock: () => now });
  const home = newHome();
  configure(
    home,
    demo.platforms
      .filter(({ kind }) => kinds.includes(kind))
      .map(({ name, kind, baseUrl, credentials, settings }) => ({
        name,
        kind,
        base_url: baseUrl,
        ...credentials,
        ...settings,
        poll_interval: pollInterval,
      })),
    rules ? '' : RULES.map(({ name }) => `[rules.${name}]\nenabled = false\n`).join('\n'),
  );
  return {
    demo,
    home,
    async sync() {
      const argv = [PROGRAM, 'sync', '--once', '--config', home.config];
      await promisify(execFile)(process.execPath, argv, { env: homeEnv(home), cwd: home.work });
    },
    async ask(kind, path) {
      const found = demo.platforms.find((platform) => platform.kind === kind);
      const [secret = ''] = Object.values(found?.credentials ?? {});
      const headers = kind === 'ssl-clm' ? { authorization: `Bearer ${secret}` } : { 'x-api-key': secret };
      const response = await fetch(`${found?.baseUrl}${path}`, { headers });
      return (await response.json()) as JsonObject;
    },
    async [Symbol.asyncDispose]() {
      await demo.close();
      home.remove();
    },
  };
}

/** Writes the configuration of a home; `further` stands behind the platforms. */
export function configure({ config }: Home, platforms: readonly JsonObject[], further = ''): void {
  writeFileSync(config, `${platforms.map(platformToml).join('\n')}\n${further}`, { mode: 0o600 });
}
