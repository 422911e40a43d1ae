import { afterEach, expect, test } from 'vitest';
import type { Context } from '../../src/cli/context.ts';
import { probeAll } from '../../src/cli/probe.ts';
import { DIGICERT_ONE } from '../../src/platforms/digicert-one/declaration.ts';
import { type Reply, startServer } from '../support/http-server.ts';
import { fakeTools, platformSettings, secret } from '../support/platform-tools.ts';

const open: { close(): Promise<unknown> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

async function platformOn(reply: Reply) {
  const server = await startServer(() => reply);
  const settings = platformSettings('digicert-one', server.url, { api_key: secret('k'.repeat(40)) });
  const platform = DIGICERT_ONE.create(settings, fakeTools());
  open.push(server, platform);
  return platform;
}

function contextOf(signal: AbortSignal) {
  const said: string[] = [];
  const context = {
    io: { signal },
    out: { write: async (text: string) => said.push(text) },
    talk: { say: (line: string) => said.push(line) },
  } as unknown as Context;
  return { context, said };
}

test('a platform that does not answer in time is out of reach, and hides no other verdict', async () => {
  const silent = await platformOn(() => {});
  const { context, said } = contextOf(new AbortController().signal);
  expect(await probeAll([silent], context, 50)).toBe(3);
  expect(said.join('\n')).toContain('prod: no answer within 0.05 s');
  const refusing = await platformOn({ status: 401, json: {} });
  expect(await probeAll([silent, refusing], context, 50)).toBe(4);
});

test('interrupted is interrupted', async () => {
  const stop = new AbortController();
  const silent = await platformOn(() => stop.abort());
  expect(await probeAll([silent], contextOf(stop.signal).context, 10_000)).toBe(130);
});
