/** M9: what a console writes to the terminal while nothing new arrives and polling is on. */
import type { Measure } from './run.ts';
import { openSession } from './terminal.ts';
import { FULL_FRAME, program, type World } from './world.ts';
import { HOME } from './yardstick.ts';

const MINUTE = 60_000;
/** What a start brings is drawn, and its polls are over, in this time. */
const SETTLING = 20_000;
const GOAL = 2_048;

export async function idleBytes(world: World): Promise<readonly Measure[]> {
  const session = openSession([...program, ...world.options], HOME);
  try {
    await session.until(FULL_FRAME);
    await session.listen(SETTLING);
    const bytes = await session.listen(MINUTE);
    return [
      {
        name: 'idle-bytes',
        what: 'nothing new, polling on: bytes to the terminal in a minute',
        ours: `${bytes} bytes`,
        yardstick: `${GOAL} bytes`,
        ratio: bytes / GOAL,
        goal: '<= 1.00',
      },
    ];
  } finally {
    await session.close();
  }
}
