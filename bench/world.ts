/**
 * The work of the measures: the built program, a cache of N audit entries, and servers that speak for them. A
 * filled cache is kept between runs: at ten million entries it takes minutes to fill.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { SCHEMA, SCHEMA_VERSION } from '../src/cache/schema.ts';
import { DAY } from './log-entries.ts';

export const root = resolve(import.meta.dirname, '..');
export const program = [process.execPath, join(root, 'dist/certdeck.js')] as const;

export interface World {
  readonly entries: number;
  /** `--config` and `--cache` of the world, to put behind a command. */
  readonly options: readonly string[];
  /** UTC ms of the newest entry. */
  readonly newest: number;
  /** The address of the audit log, for what asks it without us. */
  readonly logUrl: string;
  /** Ends the servers; the cache stays. */
  silence(): Promise<void>;
  /** Fills another cache from the same servers. */
  sync(cache: string, platform: string): Promise<Synced>;
  close(): Promise<void>;
}

export interface Synced {
  /** Milliseconds, start of the process included. */
  readonly ms: number;
}

/** What a full frame of the console shows: counts of the panes above, rows below. */
export const FULL_FRAME = /Audit .*\d[\s\S]*✗ error/;

/** Where measures leave what they make; one folder a user. */
export const BENCH_FOLDER = join(tmpdir(), `certdeck-bench-${userInfo().username}`);

/** A cache of `entries` entries of the measured log, and few alerts and jobs so that every pane has rows. */
export async function openWorld(entries: number): Promise<World> {
  // Another schema, or other entries, are another world.
  const form = readFileSync(join(root, 'bench/log-entries.ts'), 'utf8') + SCHEMA + SCHEMA_VERSION;
  const folder = join(
    BENCH_FOLDER,
    `${entries}-${createHash('sha256').update(form).digest('hex').slice(0, 8)}`,
  );
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const env = { ...process.env, XDG_STATE_HOME: folder, XDG_CONFIG_HOME: folder };
  const newest = newestOf(folder);
  const servers = [
    serve(join(root, 'bench/log-server.ts'), [String(entries), String(newest)]),
    // A day before: the newest entries are those of the log.
    serve(join(root, 'bench/serve.ts'), [String(newest - DAY)]),
  ] as const;
  const [port = ''] = await linesOf(servers[0], /^\d+$/);
  const logUrl = `http://127.0.0.1:${port}`;
  const config = join(folder, 'config.toml');
  const demo = await linesOf(servers[1], /^# ready/);
  writeFileSync(config, [LOG(logUrl), ...demo].join('\n'), { mode: 0o600 });

  const sync = async (cache: string, platform: string): Promise<Synced> => {
    const began = performance.now();
    const command = [
      'sync',
      '--once',
      '--platform',
      platform,
      '--since',
      '400d',
      '--config',
      config,
      '--cache',
      cache,
    ];
    const child = spawn(program[0], [program[1], ...command], {
      env,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const [code] = (await once(child, 'exit')) as [number];
    if (code !== 0) throw new Error(`the first sync of ${platform} ended with ${code}`);
    return { ms: performance.now() - began };
  };
  const cache = join(folder, 'cache');
  if (!existsSync(join(folder, 'filled'))) {
    rmSync(cache, { recursive: true, force: true });
    for (const platform of ['one', 'ssl-clm']) await sync(cache, platform);
    writeFileSync(join(folder, 'filled'), '');
  }
  const silence = async (): Promise<void> => {
    for (const server of servers) {
      if (server.exitCode !== null || server.signalCode !== null) continue;
      server.kill('SIGTERM');
      await once(server, 'exit');
    }
  };
  const options = ['--config', config, '--cache', cache];
  return { entries, options, newest, logUrl, silence, sync, close: silence };
}

/** Kept with the cache, so that its rows are those of the servers in the next run too. */
function newestOf(folder: string): number {
  const file = join(folder, 'newest');
  if (!existsSync(file)) writeFileSync(file, String(Date.now()));
  return Number(readFileSync(file, 'utf8'));
}

const LOG = (url: string): string =>
  `[[platforms]]\nname = "one"\nkind = "digicert-one"\nbase_url = "${url}"\napi_key = "bench-key"\nsince = "400d"\n`;

function serve(script: string, args: readonly string[]): ChildProcess {
  return spawn(process.execPath, [script, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
}

/** What a server prints up to the line that says it is ready. */
async function linesOf(server: ChildProcess, ready: RegExp): Promise<readonly string[]> {
  const lines: string[] = [];
  if (server.stdout === null) throw new Error('no output to read');
  for await (const line of createInterface({ input: server.stdout })) {
    lines.push(line);
    if (ready.test(line)) return lines;
  }
  throw new Error(`a server ended before it was ready:\n${lines.join('\n')}`);
}
