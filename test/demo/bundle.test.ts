import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { expect, onTestFinished, test } from 'vitest';
import { startDemo } from '../../src/demo/start.ts';
import { START } from './world.ts';

test('bundled as the program is, the thread finds its entry, and a taken port is told', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'certdeck-demo-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  await build({
    entryPoints: { thread: 'src/demo/thread.ts', 'demo-worker': 'src/demo/worker.ts' },
    outdir: dir,
    bundle: true,
    minify: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    external: ['exceljs'],
    outExtension: { '.js': '.js' },
  });
  const { startDemoThread } = (await import(
    pathToFileURL(join(dir, 'thread.js')).href
  )) as typeof import('../../src/demo/thread.ts');
  const options = { seed: 1, entries: 50, start: START };
  const servers = await startDemoThread(options);
  const [one] = servers.platforms;
  const response = await fetch(`${one?.baseUrl}/account/api/v1/account`, {
    headers: { 'x-api-key': one?.credentials.api_key ?? '' },
  });
  expect(response.status).toBe(200);
  const port = Number(new URL(one?.baseUrl ?? '').port);
  await expect(startDemoThread({ ...options, port })).rejects.toThrow('EADDRINUSE');
  await expect(startDemo({ ...options, port })).rejects.toThrow('EADDRINUSE');
  await servers.close();
});
