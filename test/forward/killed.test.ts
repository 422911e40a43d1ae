/** A process that sends, killed at any moment and begun anew: every event comes, and doubles have one id. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { openDirect } from '../../src/cache/direct.ts';
import type { TargetSettings } from '../../src/forward/target.ts';
import { COMPILED } from '../support/compiled.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { startHec } from './servers/hec-server.ts';
import { arrive, ids } from './support/rig.ts';
import { startReceiver } from './support/syslog-receiver.ts';

const SENDER = join(import.meta.dirname, 'support/sender.ts');
const COUNT = 1_500;
const KILLS = 5;

interface Taken {
  readonly eventId: string;
  readonly id: string;
}

const open: { close(): Promise<unknown> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

const SUBJECTS = {
  syslog: async () => {
    const receiver = await startReceiver();
    open.push(receiver);
    const values = { host: '127.0.0.1', port: receiver.port, transport: 'tcp', framing: 'octet-counting' };
    const taken = (): readonly Taken[] =>
      receiver.messages.map(({ text, data }) => ({
        eventId: data['certdeck@32473']?.id ?? '',
        id: (JSON.parse(text) as { id: string }).id,
      }));
    return {
      values: { ...values, facility: 13, pen: 32_473, app_name: 'certdeck', max_bytes: 8_192 },
      count: () => receiver.messages.length,
      taken,
    };
  },
  'splunk-hec': async () => {
    const token = '5e1f7c0a-3b44-4a91-9d2e-7f0c6b1a2d33';
    const server = await startHec({ token });
    open.push(server);
    const taken = (): readonly Taken[] =>
      server.indexed.map(({ fields, event }) => ({
        eventId: String(fields?.event_id),
        id: (event as { id: string }).id,
      }));
    return {
      values: { url: server.url, token, gzip: true, batch_events: 20, batch_bytes: 500_000 },
      count: () => server.indexed.length,
      taken,
    };
  },
} as const;

test.each(Object.keys(SUBJECTS) as (keyof typeof SUBJECTS)[])('%s', async (kind) => {
  const subject = await SUBJECTS[kind]();
  const dir = temporaryFolder('killed');
  const cache = openDirect({ dir });
  for (let from = 0; from < COUNT; from += 250) await arrive(cache, from, from + 250);
  await cache.close();
  const settings: TargetSettings = {
    name: 'siem',
    kind,
    fields: 'as-is',
    query: '',
    kinds: ['audit'],
    from: 'start',
    values: subject.values,
  };
  const start = () =>
    spawn(process.execPath, ['--no-warnings', SENDER, dir, JSON.stringify(settings)], {
      env: { PATH: process.env.PATH ?? '', ...COMPILED },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  for (let kills = 0; kills < KILLS; kills += 1) {
    const doomed = start();
    const exited = once(doomed, 'exit');
    // When some of the next events have come: anywhere between a batch on its way and the next one read.
    const at = subject.count() + 1 + Math.floor(Math.random() * 150);
    const watch = setInterval(() => {
      if (subject.count() >= at) doomed.kill('SIGKILL');
    }, 1);
    await exited;
    clearInterval(watch);
    expect(doomed.signalCode, `killed after ${at}`).toBe('SIGKILL');
  }
  const last = start();
  await once(last, 'exit');
  expect(last.exitCode).toBe(0);
  const taken = subject.taken();
  expect(new Set(taken.map(({ id }) => id))).toEqual(new Set(ids(0, COUNT)));
  const idsOf = Map.groupBy(taken, ({ id }) => id);
  expect(
    [...idsOf.values()].filter((doubles) => new Set(doubles.map(({ eventId }) => eventId)).size > 1),
  ).toEqual([]);
  // At most a batch comes again for each time.
  expect(taken.length - COUNT).toBeLessThanOrEqual(KILLS * 20);
});
