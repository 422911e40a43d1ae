/** A look at everything at once: state in; rows, what no longer holds, and state out, in one commit. */
import type { ScanStream } from '../platforms/port.ts';
import { attempt } from './attempt.ts';
import { commitPage, type Look, type LookEnd } from './look.ts';

export async function lookAtScan(look: Look<ScanStream>): Promise<LookEnd> {
  const { platform, stream, signal, tell } = look;
  const got = await attempt(signal, () =>
    stream.scan({
      state: look.state?.position ?? null,
      now: look.window.to,
      signal,
      onStep: (done, total) =>
        tell({ kind: 'progress', platform, stream: stream.name, pages: 0, rows: done, total }),
    }),
  );
  if (!got.ok) return { failure: got.failure, complete: false, syncedAt: null };
  const { rows, rejected, retired, cleared = [], state, covered = [look.window] } = got.value;
  const [first, ...others] = covered;
  await commitPage(
    look,
    { rows, rejected },
    { retired, cleared, position: state, ...(first && { covered: first }), syncedAt: look.window.to },
  );
  const noted = { platform, stream: stream.name, kinds: stream.kinds, at: look.clock(), failure: null };
  for (const interval of others) await look.cache.note({ ...noted, covered: interval });
  return { failure: null, complete: true, syncedAt: look.window.to };
}

/** Milliseconds until the next scan is due; 0 when it is due now. */
export function scanDueIn(stream: ScanStream, syncedAt: number | null, now: number): number {
  if (syncedAt === null) return 0;
  // A last scan in the future means that the clock was set back: do not wait for it to catch up.
  return syncedAt > now ? 0 : Math.max(0, syncedAt + stream.interval - now);
}
