/** A process that sends a cache on to a target, for tests that kill it: `sender.ts FOLDER SETTINGS`, to the end. */
import { join } from 'node:path';
import { openCache } from '../../../src/cache/open.ts';
import { openDeadLetters } from '../../../src/forward/dead-letters.ts';
import { forward } from '../../../src/forward/engine.ts';
import { openTarget, realWait } from '../../../src/forward/open.ts';
import type { TargetSettings, TargetTools } from '../../../src/forward/target.ts';

const [, , dir = '', json = '{}'] = process.argv;
const settings = JSON.parse(json) as TargetSettings;
const tools: TargetTools = {
  clock: Date.now,
  log: () => {},
  pathOf: (path) => path,
  wait: (ms, signal) => realWait(Math.min(ms, 20), signal),
};
const cache = await openCache({ dir });
const awake = setInterval(() => {}, 1_000);
const target = openTarget(settings, tools);
const ended = await forward(
  {
    settings,
    // Small batches, so that there is much to be killed in.
    target: { ...target, limits: { ...target.limits, events: 20 } },
    cache,
    deadLetters: openDeadLetters(join(dir, 'dead.jsonl'), settings.name),
    tools,
    longRunningAfter: 0,
    once: { patience: 60_000 },
    lease: 150,
  },
  new AbortController().signal,
);
clearInterval(awake);
await cache.close();
process.exitCode = ended.failure === null ? 0 : 1;
