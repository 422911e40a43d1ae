/** A process that sends, killed at any moment and begun anew: every event comes, and doubles have one id. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { openDirect } from '../../src/cache/direct.ts';
import type { TargetSettings } from '../../src/forward/target.ts';
import { COMPILED } from '../support/compiled.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { arrive, ids } from './support/rig.ts';
import { type Receiver, startReceiver } from './support/syslog-receiver.ts';

const SENDER = join(import.meta.dirname, 'support/sender.ts');
const COUNT = 1_500;
const KILLS = 5;

const open: { close(): Promise<unknown> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

/** When the process dies: after so many messages, wherever that is; or when a batch is on its way and is lost with it. */
const MOMENTS = {
  'between one batch and another': (receiver: Receiver, kill: () => void) => {
    const at = receiver.messages.length + 1 + Math.floor(Math.random() * 150);
    const watch = setInterval(() => {
      if (receiver.messages.length >= at) kill();
    }, 1);
    return () => clearInterval(watch);
  },
  'with a batch on its way': (receiver: Receiver, kill: () => void) => {
    receiver.cutAfter(1 + Math.floor(Math.random() * 60_000), kill);
    return () => {};
  },
} as const;

test.each(Object.entries(MOMENTS))('killed %s', async (_, when) => {
  const receiver = await startReceiver();
  open.push(receiver);
  const dir = temporaryFolder('killed');
  const cache = openDirect({ dir });
  for (let from = 0; from < COUNT; from += 250) await arrive(cache, from, from + 250);
  await cache.close();
  const connection = { host: '127.0.0.1', port: receiver.port, transport: 'tcp', framing: 'octet-counting' };
  const settings: TargetSettings = {
    name: 'siem',
    kind: 'syslog',
    fields: 'as-is',
    query: '',
    kinds: ['audit'],
    from: 'start',
    values: { ...connection, facility: 13, pen: 32_473, app_name: 'certdeck', max_bytes: 8_192 },
  };
  const start = () =>
    spawn(process.execPath, ['--no-warnings', SENDER, dir, JSON.stringify(settings)], {
      env: { PATH: process.env.PATH ?? '', ...COMPILED },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  for (let kills = 0; kills < KILLS; kills += 1) {
    const doomed = start();
    const exited = once(doomed, 'exit');
    const stop = when(receiver, () => doomed.kill('SIGKILL'));
    await exited;
    stop();
    expect(doomed.signalCode, `killed after ${receiver.messages.length}`).toBe('SIGKILL');
  }
  const last = start();
  await once(last, 'exit');
  expect(last.exitCode).toBe(0);
  const taken = receiver.messages.map(({ text, data }) => ({
    eventId: data['certdeck@32473']?.id ?? '',
    id: (JSON.parse(text) as { readonly id: string }).id,
  }));
  expect(new Set(taken.map(({ id }) => id))).toEqual(new Set(ids(0, COUNT)));
  const idsOf = Map.groupBy(taken, ({ id }) => id);
  expect(
    [...idsOf.values()].filter((doubles) => new Set(doubles.map(({ eventId }) => eventId)).size > 1),
  ).toEqual([]);
  // At most a batch comes again for each time.
  expect(taken.length - COUNT).toBeLessThanOrEqual(KILLS * 40);
});
