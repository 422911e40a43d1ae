/** Asks platforms now, for `platforms --test`. */
import { FAILURES, type Failure, failureOf } from '../domain/failure.ts';
import { safeLine } from '../domain/text.ts';
import type { Platform } from '../platforms/port.ts';
import type { Context } from './context.ts';
import { exitCodeOf } from './exit-code.ts';
import { failureLines } from './words.ts';

/** Milliseconds a platform has to answer. */
const PATIENCE = 30_000;

/** Asks all at once; a platform that does not answer keeps no other waiting. Gives the exit code. */
export async function probeAll(
  platforms: readonly Platform[],
  { io, out, talk }: Context,
  patience = PATIENCE,
): Promise<number> {
  const codes = await Promise.all(
    platforms.map(async (platform) => {
      const signal = AbortSignal.any([io.signal, AbortSignal.timeout(patience)]);
      const probed = await platform
        .probe(signal)
        .catch((thrown: unknown) => ({ ok: false as const, failure: failureOf(thrown) }));
      if (probed.ok) {
        await out.write(`${safeLine(`${platform.name}: ${probed.value}`)}\n`);
        return 0;
      }
      const failure = io.signal.aborted ? probed.failure : inTime(probed.failure, platform.name, patience);
      for (const line of failureLines(failure)) talk.say(line);
      return FAILURES[failure.code].exit;
    }),
  );
  return exitCodeOf(codes);
}

/** It was our patience that ended the request, not the user. */
function inTime(failure: Failure, platform: string, patience: number): Failure {
  if (failure.code !== 'CANCELLED') return failure;
  return {
    code: 'TIMED_OUT',
    what: `${platform}: no answer within ${patience / 1_000} s`,
    next: 'Check the address, and that the platform can be reached from this machine.',
    where: platform,
  };
}
