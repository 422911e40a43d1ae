/** The work of the measures: the built program, an embedded platform with many entries, a filled cache. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

export const root = resolve(import.meta.dirname, '..');
export const program = [process.execPath, join(root, 'dist/certdeck.js')] as const;

export interface World {
  readonly entries: number;
  /** `--config` and `--cache` of the world, to put behind a command. */
  readonly options: readonly string[];
  /** Milliseconds of the first sync of the audit entries into the empty cache. */
  readonly firstSync: number;
  /** Ends the platforms; the cache stays until `close`. */
  silence(): Promise<void>;
  close(): Promise<void>;
}

/** What a full frame of the console shows: counts of the panes above, rows below. */
export const FULL_FRAME = /Audit .*\d[\s\S]*✗ error/;

/** Serves `entries` audit entries on loopback and syncs them once. */
export async function openWorld(entries: number): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), 'certdeck-bench-'));
  const env = { ...process.env, XDG_STATE_HOME: folder, XDG_CONFIG_HOME: folder };
  const [node, script] = program;
  const server = spawn(node, [join(root, 'bench/serve.ts'), String(entries)], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const config = join(folder, 'config.toml');
  writeFileSync(config, await firstConfig(server), { mode: 0o600 });
  const options = ['--config', config, '--cache', join(folder, 'cache')];
  const sync = async (platform: string): Promise<number> => {
    const began = performance.now();
    const command = [script, 'sync', '--once', '--platform', platform, ...options];
    const child = spawn(node, command, { env, stdio: ['ignore', 'inherit', 'ignore'] });
    const [code] = (await once(child, 'exit')) as [number];
    if (code !== 0) throw new Error(`the first sync of ${platform} ended with ${code}`);
    return performance.now() - began;
  };
  const firstSync = await sync('digicert-one');
  // Alerts and jobs, so that every pane has rows to draw.
  await sync('ssl-clm');
  const silence = async (): Promise<void> => {
    if (server.exitCode !== null || server.signalCode !== null) return;
    server.kill('SIGTERM');
    await once(server, 'exit');
  };
  return {
    entries,
    options,
    firstSync,
    silence,
    close: async () => {
      await silence();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The configuration the servers print. They set no limits on requests: the client is what is measured. */
async function firstConfig(server: ChildProcess): Promise<string> {
  const lines: string[] = [];
  if (server.stdout === null) throw new Error('no output to read');
  for await (const line of createInterface({ input: server.stdout })) {
    lines.push(line);
    if (line.startsWith('# ready')) return lines.join('\n');
  }
  throw new Error(`the embedded platforms ended before they were ready:\n${lines.join('\n')}`);
}
