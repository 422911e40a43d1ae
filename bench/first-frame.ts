import type { Measure } from './run.ts';
import { median, openSession } from './terminal.ts';
import { program, type World } from './world.ts';
import { bareInk, HOME } from './yardstick.ts';

const RUNS = 7;
/** Everything the first frame tells: the daily check and the counts of the panes above, rows below. */
const FULL = /24h: ✗ ≥?\d.*✗ ≥?\d.*‼ ≥?\d.*\n.*Alerts ≥?\d.*Jobs ≥?\d.*Audit ≥?\d[\s\S]*✗ error/;

/** Start to the first full frame with rows, in turn with the bare list so that a drifting machine hits both. */
export async function firstFrame(world: World): Promise<readonly Measure[]> {
  const bare = await bareInk();
  const [ours, theirs]: [number[], number[]] = [[], []];
  for (let run = 0; run <= RUNS; run++) {
    const a = await time([...program, ...world.options], FULL);
    const b = await time(bare, /row 33/);
    // The first pair warms the file cache.
    if (run > 0) {
      ours.push(a);
      theirs.push(b);
    }
  }
  const [a, b] = [median(ours), median(theirs)];
  return [
    {
      name: 'first-frame',
      what: `start to first full frame, ${world.entries.toLocaleString('en')} entries`,
      ours: `${a.toFixed(0)} ms`,
      yardstick: `${b.toFixed(0)} ms (bare Ink list)`,
      ratio: a / b,
      goal: '<= 1.30',
    },
  ];
}

async function time(command: readonly string[], full: RegExp): Promise<number> {
  const session = openSession(command, HOME);
  try {
    return await session.until(full);
  } finally {
    await session.close();
  }
}
