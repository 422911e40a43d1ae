/** What stands in a platform's way, and which of its rows were set aside, as a person wants them told. Pure. */
import type { CacheReader } from '../cache/port.ts';
import type { StreamState } from '../cache/stored.ts';
import type { Failure } from '../domain/failure.ts';

/** A failure and the streams of a platform that have it. */
export interface Trouble {
  readonly platform: string;
  readonly streams: readonly string[];
  readonly failure: Failure;
  /** When all of them were last caught up (UTC ms); null when one never was. */
  readonly syncedAt: number | null;
  readonly attemptedAt: number | null;
}

/** What failed last, told once for all streams of a platform it happened to. */
export function troublesOf(streams: readonly StreamState[]): readonly Trouble[] {
  const failing = streams.flatMap((stream) =>
    stream.failure === null || stream.notOffered ? [] : [{ ...stream, failure: stream.failure }],
  );
  const same = ({ platform, failure: { what, cause } }: (typeof failing)[number]) =>
    JSON.stringify([platform, what, cause]);
  return [...Map.groupBy(failing, same).values()].flatMap((own) => {
    const [first] = own;
    if (first === undefined) return [];
    const synced = own.map(({ syncedAt }) => syncedAt);
    return {
      platform: first.platform,
      streams: own.map(({ stream }) => stream),
      failure: first.failure,
      syncedAt: synced.includes(null) ? null : Math.min(...synced.map(Number)),
      attemptedAt: own.reduce<number | null>((at, each) => latest(at, each.attemptedAt), null),
    };
  });
}

function latest(a: number | null, b: number | null): number | null {
  return a === null ? b : b === null ? a : Math.max(a, b);
}

/** What happened, for a line that names the platform already. */
export function whatOf({ what }: Failure, platform: string): string {
  return what.startsWith(`${platform}: `) ? what.slice(platform.length + 2) : what;
}

/** Rows that no record could be made of, for the same reason. */
export interface Aside {
  readonly stream: string;
  readonly reason: string;
  /** The latest. */
  readonly key: string;
  readonly count: number;
}

/** By stream and reason, in the order the rows came. */
export function asideOf(rows: Awaited<ReturnType<CacheReader['rejected']>>): readonly Aside[] {
  return [...Map.groupBy(rows, ({ stream, reason }) => JSON.stringify([stream, reason])).values()].flatMap(
    (same) =>
      same.slice(0, 1).map(({ stream, reason, key }) => ({ stream, reason, key, count: same.length })),
  );
}

/** `jobs j2 and 3 more set aside: …`. */
export function asideWords({ stream, reason, key, count }: Aside): string {
  return `${stream} ${key}${count === 1 ? '' : ` and ${count - 1} more`} set aside: ${reason}`;
}
