/** Which activity begins when: history, then the openings, then the live ticks, numbered in that order. */
import { HOUR, MINUTE, SECOND } from '../clock-times.ts';
import { below, between, mix, mixText } from '../random.ts';
import { history } from '../week.ts';
import type { World } from '../world.ts';
import { failingRenewal } from './failing.ts';
import { calmCertificates, OPENINGS } from './openings.ts';
import { reasonFor } from './reasons.ts';
import { routine } from './routine.ts';
import type { Teller } from './script.ts';

/** Activities of the 90 days before the start. */
const HISTORY_TICKS = 330;
/** Milliseconds between live activities. */
const LIVE_PACE = 20 * SECOND;
/** Every ninth activity of history and every 21st live one (7 minutes) is a renewal that fails. */
const FAILS_IN_HISTORY = 9;
const FAILS_LIVE = 21;

/** The longest an event may lie before the begin of its activity. */
export const LONGEST_LEAD = HOUR;

export interface Beginning {
  readonly at: number;
  readonly teller: Teller;
}

export interface Plan {
  /** Activities that began before the world went live. */
  readonly past: number;
  beginning(activity: number): Beginning;
}

export function createPlan(world: World): Plan {
  const instant = history(world.start);
  const space = mixText(world.seed, 'plan');
  const ticks = Math.round(HISTORY_TICKS * (world.bustle ?? 1));
  const past = ticks + OPENINGS.length;
  const certificates = calmCertificates(world);

  function pastFailure(number: number): Teller {
    const hash = mix(space, 5_000 + number);
    const certificate = certificates[(number * 5) % certificates.length] ?? world.estate.workload(number);
    return (script) =>
      failingRenewal(script, {
        certificate,
        reason: reasonFor(certificate, below(mix(hash, 8), 1_000)),
        attempts: between(mix(hash, 1), 1, 3),
        pause: between(mix(hash, 2), 2, 8) * HOUR,
        repairedAfter: between(mix(hash, 3), 1, 20) * HOUR,
        readAfter: between(mix(hash, 4), 10, 600) * MINUTE,
        lead: between(mix(hash, 5), 6, 40) * MINUTE,
        expiresIn: below(mix(hash, 6), 3) === 0 ? null : ([21, 14, 14, 7][below(mix(hash, 7), 4)] ?? 14),
      });
  }
  function liveFailure(number: number): Teller {
    const hash = mix(space, 9_000 + number);
    const known = number % 2 === 1;
    const certificate =
      (known ? certificates[((number >> 1) * 5) % certificates.length] : undefined) ??
      world.estate.workload(number * 31 + 7);
    return (script) =>
      failingRenewal(script, {
        certificate,
        reason: reasonFor(certificate, below(mix(hash, 8), 1_000)),
        attempts: between(mix(hash, 1), 1, 3),
        pause: between(mix(hash, 2), 2, 4) * MINUTE,
        repairedAfter: between(mix(hash, 3), 4, 14) * MINUTE,
        // Half of what happens is dealt with by colleagues, some hours later.
        readAfter: number % 2 === 0 ? between(mix(hash, 4), 120, 600) * MINUTE : null,
        lead: between(mix(hash, 5), 2, 9) * MINUTE,
        expiresIn: known ? 14 : null,
      });
  }

  return {
    past,
    beginning(activity) {
      const hash = mix(space, activity);
      if (activity < ticks) {
        const at = instant((activity + below(hash, 1000) / 1000) / ticks);
        const fails = activity % FAILS_IN_HISTORY === FAILS_IN_HISTORY - 1;
        const number = Math.floor(activity / FAILS_IN_HISTORY);
        return { at: Math.floor(at), teller: fails ? pastFailure(number) : routine(activity) };
      }
      const opening = OPENINGS[activity - ticks];
      if (opening !== undefined) {
        return {
          at: Math.floor(world.start + opening.offset + below(hash, 50 * SECOND)),
          teller: opening.teller,
        };
      }
      const tick = activity - past;
      const at = world.start + tick * LIVE_PACE + below(hash, LIVE_PACE);
      const fails = tick % FAILS_LIVE === 7;
      return { at, teller: fails ? liveFailure(Math.floor(tick / FAILS_LIVE)) : routine(activity) };
    },
  };
}
