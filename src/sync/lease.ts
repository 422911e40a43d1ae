/** Which process polls a platform: the one that holds its lease in the cache. */

import { failureOf } from '../domain/failure.ts';
import { SECOND } from '../domain/time.ts';
import type { Tell } from './events.ts';
import type { SyncCache } from './look.ts';

/** How long a lease outlives its owner (ms): a process killed is followed after this. */
export const LEASE = 30 * SECOND;
/** How often it is renewed or, while another process holds it, asked for. */
export const RENEW = LEASE / 3;

export interface LeaseOptions {
  readonly platform: string;
  readonly owner: string;
  readonly cache: Pick<SyncCache, 'lease'>;
  readonly clock: () => number;
  readonly tell: Tell;
}

export interface Lease {
  readonly held: boolean;
  /** Asks for the lease or renews it; true when held. A cache that cannot answer leaves things as they are. */
  take(): Promise<boolean>;
}

export function createLease({ platform, owner, cache, clock, tell }: LeaseOptions): Lease {
  let held = false;
  let known = false;
  return {
    get held() {
      return held;
    },
    async take() {
      try {
        const now = await cache.lease(platform, owner, LEASE, clock());
        if (now !== held || !known) tell({ kind: 'lease', platform, held: now });
        held = now;
        known = true;
      } catch (thrown) {
        tell({ kind: 'trouble', platform, part: 'lease', failure: failureOf(thrown) });
      }
      return held;
    },
  };
}
