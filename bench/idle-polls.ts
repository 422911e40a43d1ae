/** A console where nothing happens, with six platforms: what polls ask, what they cost, and whether anything grows. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startDemo } from '../src/demo/start.ts';
import { toml, watch } from './platforms.ts';
import type { Measure } from './run.ts';
import { openSession, type Session } from './terminal.ts';
import { program } from './world.ts';
import { HOME } from './yardstick.ts';

/** Milliseconds between polls here, and where nobody set another pace. */
const POLL = 1_000;
const USUAL = 60_000;
/** Polls before it is steady, and polls that are measured. */
const WARM_UP = 30;
const POLLS = 120;
/** Kernel ticks a second, in which it tells CPU time. */
const TICKS = 100;

export async function idlePolls(): Promise<readonly Measure[]> {
  const now = Date.now();
  // Polls at this pace are more than some platforms allow.
  const demo = await startDemo({ seed: 1, entries: 5_000, start: now, limits: null }, { clock: () => now });
  const folder = mkdtempSync(join(tmpdir(), 'certdeck-bench-'));
  const config = join(folder, 'config.toml');
  const host = `[[platforms]]\nname = "host"\nkind = "host"\npaths = ["${folder}/*.pem"]\n`;
  writeFileSync(config, [...demo.platforms.map((one) => toml(one, POLL)), host].join('\n'), { mode: 0o600 });
  const requests = watch(demo);
  const options = ['--config', config, '--cache', join(folder, 'cache')];
  const session = openSession([...program, ...options], HOME);
  try {
    await session.until(/✗ error[\s\S]*/);
    await polled(requests, WARM_UP);
    const from = { count: requests.length, cpu: cpu(session), rss: rss(session), at: performance.now() };
    await polled(requests, WARM_UP + POLLS);
    const seconds = (performance.now() - from.at) / 1_000;
    const asked = Object.entries(Object.groupBy(requests.slice(from.count), ({ path }) => path));
    const rounds = Math.max(...asked.map(([, of]) => of?.length ?? 0));
    const perPoll = ((cpu(session) - from.cpu) / rounds) * 1_000;
    return [
      {
        name: 'idle-requests',
        what: 'a poll of five platforms that finds nothing new',
        ours: `${((requests.length - from.count) / rounds).toFixed(1)} requests`,
        yardstick: asked.map(([path, of]) => `${path} ${((of?.length ?? 0) / rounds).toFixed(1)}`).join(', '),
        ratio: null,
        goal: '1 a log; open records of the others',
      },
      {
        name: 'idle-cpu',
        what: 'CPU of an idle console with six platforms, polls of a minute',
        ours: `${((perPoll / USUAL) * 100).toFixed(2)} % of a core`,
        yardstick: `${perPoll.toFixed(1)} ms a poll of all, ${rounds} polls in ${seconds.toFixed(0)} s`,
        ratio: null,
        goal: '<= 1 %',
      },
      {
        name: 'idle-growth',
        what: `memory of an idle console after ${rounds} polls more`,
        ours: `${(rss(session) - from.rss).toFixed(1)} MiB`,
        yardstick: `of ${from.rss.toFixed(0)} MiB`,
        ratio: null,
        goal: 'none',
      },
    ];
  } finally {
    await session.close();
    await demo.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Waits until the path that is asked most was asked so often. */
async function polled(requests: readonly { readonly path: string }[], times: number): Promise<void> {
  for (;;) {
    const asked = Object.values(Object.groupBy(requests, ({ path }) => path));
    if (Math.max(0, ...asked.map((of) => of?.length ?? 0)) >= times) return;
    await sleep(POLL);
  }
}

/** Seconds of CPU time so far, all threads together. */
function cpu({ pid }: Session): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS;
}

function rss({ pid }: Session): number {
  const [, kibibytes = 'NaN'] =
    /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kibibytes) / 1_024;
}
