/** The embedded platforms in a process of their own, so that they can be taken away under a console. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** @param {Record<string, string>} env where state is kept */
export async function serveDemo(env) {
  const child = spawn(process.execPath, ['dist/certdeck.js', 'demo', '--serve'], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exit = once(child, 'exit');
  let config = '';
  child.stdout.on('data', (text) => {
    config += text;
  });
  // Said once the whole configuration is written.
  await once(child.stderr, 'data');
  mkdirSync(env.XDG_CONFIG_HOME, { recursive: true });
  const file = join(env.XDG_CONFIG_HOME, 'demo.toml');
  writeFileSync(file, config, { mode: 0o600 });
  return {
    args: ['--config', file],
    stop: async () => {
      child.kill('SIGTERM');
      await exit;
    },
  };
}
