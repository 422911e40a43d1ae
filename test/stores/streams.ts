/** Streams and platforms for tests of the console, with what a test does not care about filled in. */
import type { StreamState } from '../../src/cache/stored.ts';
import type { Failure } from '../../src/domain/failure.ts';
import { DAY, MINUTE } from '../../src/domain/time.ts';
import type { PlatformInfo } from '../../stores/services.ts';
import { NOW } from './records.ts';

export const OUT_OF_REACH: Failure = {
  code: 'UNREACHABLE',
  what: 'prod: http://127.0.0.1:1 is out of reach',
  cause: 'connect ECONNREFUSED 127.0.0.1:1',
  next: 'Check base_url, the network and any proxy or VPN; the next poll asks again.',
};
export const REFUSED: Failure = {
  code: 'UNAUTHORISED',
  what: 'prod: the token was refused',
  next: 'Check it.',
};

/** A stream that is up to date. */
export function stream(platform: string, rest: Partial<StreamState> = {}): StreamState {
  const syncedAt = rest.syncedAt === undefined ? NOW : rest.syncedAt;
  return {
    platform,
    stream: 'all',
    kinds: ['alert', 'job', 'audit', 'statistic'],
    covered: syncedAt === null ? [] : [{ from: NOW - 90 * DAY, to: syncedAt }],
    position: null,
    syncedAt,
    attemptedAt: NOW,
    failure: null,
    notOffered: false,
    rejected: 0,
    known: 0,
    ...rest,
  };
}

export function info(name: string, rest: Partial<PlatformInfo> = {}): PlatformInfo {
  return { name, kind: 'ssl-clm', pollInterval: MINUTE, since: 90 * DAY, marksRead: true, ...rest };
}
