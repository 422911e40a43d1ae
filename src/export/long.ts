/** Whether a selection is long enough that threads beside this one are worth their start. */
import type { Asking } from '../cache/ask.ts';
import type { ScanAsk, ScanReader } from '../cache/scan.ts';

/** Up to so many rows one thread is done before another has begun. */
export const MANY = 20_000;
/** How long rows are looked for (ms): where they are found slowly, what is made of them is not what takes long. */
const LOOK = 200;

export async function isLong(
  { divided }: ScanReader,
  { selection }: ScanAsk,
  asking: Asking,
  many = MANY,
): Promise<boolean> {
  if (divided === undefined) return false;
  const began = performance.now();
  let rows = 0;
  // In whatever order is found soonest.
  for await (const some of divided.rows({ selection }, asking)) {
    rows += some.length;
    if (rows > many) return true;
    if (performance.now() - began > LOOK) return false;
  }
  return false;
}
