/** Servers a picture needs beside the program. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { CERTIFICATE, REQUEST } from '../../test/support/request.ts';

/**
 * The embedded platforms in a process of their own, so that they can be taken away under a console.
 * @param {Record<string, string>} env where state is kept
 */
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
  return {
    args: configured(env, config),
    stop: async () => {
      child.kill('SIGTERM');
      await exit;
    },
  };
}

/**
 * A platform with one job, whose documents hold a signing request and the certificate issued for it: the simulated
 * world issues none that could be decoded. In the wire format of ssl-clm.
 * @param {Record<string, string>} env where the configuration is kept
 */
export async function serveIssued(env) {
  const at = (minutes) => new Date(Date.now() - minutes * 60_000).toISOString();
  const job = {
    id: 'job-1',
    name: 'Issue shop.example.com',
    type: 'ISSUE_CERT',
    status: 'COMPLETED',
    scheduledAt: at(12),
    startedAt: at(11),
    completedAt: at(10),
    payload: { commonName: 'shop.example.com', csr: REQUEST },
    output: { certificate: CERTIFICATE },
  };
  const server = createServer(({ url = '' }, response) => {
    const content = /\/jobs\b/.test(url) ? [job] : [];
    response.setHeader('content-type', 'application/json');
    response.end(
      JSON.stringify({ content, totalElements: content.length, totalPages: 1, number: 0, size: 100 }),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  const platform = `name = "clm"\nkind = "ssl-clm"\nbase_url = "http://127.0.0.1:${port}"\ntoken = "${'t'.repeat(32)}"`;
  return {
    args: configured(env, `[[platforms]]\n${platform}\n`),
    stop: async () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** Options by which the program reads this configuration. */
function configured(env, config) {
  mkdirSync(env.XDG_CONFIG_HOME, { recursive: true });
  const file = join(env.XDG_CONFIG_HOME, 'picture.toml');
  writeFileSync(file, config, { mode: 0o600 });
  return ['--config', file];
}
