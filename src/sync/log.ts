/** A look at a log: news first, then the holes, newest first. */
import { type Failure, ok, type Result } from '../domain/failure.ts';
import { toIso } from '../domain/time.ts';
import type { LogStream } from '../platforms/port.ts';
import { subtract } from './intervals.ts';
import type { Look, LookEnd } from './look.ts';
import { newestOf, planLog, type Slice } from './plan.ts';
import { type LogState, type WalkEnd, walk } from './walk.ts';

/** How often a slice is walked without getting further before its hole is left. */
const TRIES = 3;

export async function lookAtLog(look: Look<LogStream>): Promise<LookEnd> {
  const known: LogState = {
    covered: look.state?.covered ?? [],
    newest: newestOf(look.state?.position ?? null),
    syncedAt: null,
  };
  const between = newsReader(look, known);
  let left: Failure | null = null;
  for (const slice of planLog(known, look.window)) {
    if (slice.kind === 'hole' && look.holesLeft !== null) {
      left ??= look.holesLeft;
      continue;
    }
    const filled = await fill(look, slice, known, between);
    if (!filled.ok) return { failure: filled.failure, complete: false, syncedAt: known.syncedAt };
    left ??= filled.value;
  }
  const complete = subtract(look.window, known.covered).length === 0;
  // News were read as far as they go even where an older part could not be: caught up, with a hole.
  return { failure: left, complete, syncedAt: known.syncedAt ?? look.window.to, holeLeft: left !== null };
}

/** Walks until the slice is whole or `TRIES` walks brought nothing; what then is missing is the value. */
export async function fill(
  look: Look<LogStream>,
  slice: Slice,
  known: LogState,
  between: () => Promise<void>,
): Promise<Result<Failure | null>> {
  let rest = slice;
  let wary = false;
  let end: WalkEnd | null = null;
  for (let vain = 0; vain < TRIES; ) {
    const walked = await walk(look, rest, known, { wary, between });
    if (!walked.ok) return walked;
    end = walked.value;
    if (end.kind === 'whole') return ok(null);
    if (end.kind === 'early' && end.left.to < rest.to) rest = end.left;
    else vain += 1;
    wary ||= end.kind === 'unsure';
  }
  return ok(end === null ? null : hole(look, rest, end));
}

/** On a walk longer than the poll interval, news are read at the edges between its pages. */
function newsReader(look: Look<LogStream>, known: LogState): () => Promise<void> {
  let readAt = look.window.to;
  return async () => {
    const now = look.clock();
    if (now - readAt < look.newsEvery || known.covered.length === 0) return;
    readAt = now;
    const window = { from: look.window.from, to: now };
    const [news] = planLog(known, window);
    // A failure here meets the walk itself with its next page.
    if (news !== undefined) await walk({ ...look, window }, news, known, { wary: false });
  };
}

function hole({ platform, stream }: Look, rest: Slice, { seen, total }: WalkEnd): Failure {
  return {
    code: 'BAD_RESPONSE',
    what: `${platform}: ${stream.name} names ${total} entries between ${toIso(rest.from)} and ${toIso(rest.to)} but delivered ${seen}`,
    cause: 'The platform ends its pages early, or repeats rows and leaves out others.',
    next: 'What was delivered is kept; the rest is a hole and is tried again later.',
    where: platform,
  };
}
