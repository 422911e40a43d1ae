/** Asks targets whether they would take events, for `forward --test`; sends none. */
import { FAILURES, type Failure, failureOf } from '../domain/failure.ts';
import type { Target } from '../forward/target.ts';
import type { Context } from './context.ts';
import { exitCodeOf } from './exit-code.ts';
import { failureLines } from './words.ts';

/** Milliseconds a target has to answer. */
const PATIENCE = 30_000;

/** All at once, so that one that does not answer keeps no other waiting. Gives the exit code. */
export async function testTargets(
  targets: readonly { readonly name: string; readonly open: () => Target }[],
  { io, out, talk }: Context,
  patience = PATIENCE,
): Promise<number> {
  const codes = await Promise.all(
    targets.map(async ({ name, open }) => {
      const failure = await ask(name, open, io.signal, patience);
      if (typeof failure === 'string') {
        await out.write(`${name}: ${failure}\n`);
        return 0;
      }
      for (const line of failureLines(failure)) talk.say(line);
      return FAILURES[failure.code].exit;
    }),
  );
  return exitCodeOf(codes);
}

/** A word for what is well, or what is not. */
async function ask(
  name: string,
  open: () => Target,
  stop: AbortSignal,
  patience: number,
): Promise<Failure | string> {
  const late = AbortSignal.timeout(patience);
  let target: Target | null = null;
  try {
    target = open();
    if (target.check === undefined) return 'settings in order; it cannot be asked without sending something';
    return (await target.check(AbortSignal.any([stop, late]))) ?? 'ready';
  } catch (thrown) {
    if (stop.aborted)
      return { code: 'CANCELLED', what: `${name}: the test was cancelled`, next: 'Nothing to do.' };
    if (!late.aborted) return failureOf(thrown);
    return {
      code: 'TIMED_OUT',
      what: `${name}: no answer within ${patience / 1_000} s`,
      next: 'Check the address, and that the target can be reached from this machine.',
      where: name,
    };
  } finally {
    await target?.close();
  }
}
