/** Runs of an operation out of the entries that tell of its start and its end. Pure. */
import type { AuditEntry } from '../domain/audit.ts';
import { isAborted, type Phase } from './phase.ts';
import type { Timed } from './rule.ts';

/** What a run can have in common with the entries of others: of one instant, the start comes first. */
const RANK: Readonly<Record<Phase, number>> = { start: 0, success: 1, failure: 1 };

export interface Step extends Timed<AuditEntry> {
  readonly phase: Phase;
}

/** A run from its start to its end, as far as there are entries of them. */
export interface Run {
  readonly start: Step | null;
  readonly end: Step | null;
  /** Failures told of it after its end: a scan that got stuck is aborted by somebody. */
  readonly after: readonly Step[];
  /** When the one after it began, where no end was reported before. */
  readonly next: number | null;
}

/** Starts and ends joined: an end belongs to the start before it, a start without one may still run. */
export function runsOf(steps: readonly Step[], longest: number): readonly Run[] {
  const runs: Run[] = [];
  const told = (run: Partial<Run>): void =>
    void runs.push({ start: null, end: null, after: [], next: null, ...run });
  let open: Step | null = null;
  const ordered = steps.toSorted((a, b) => a.at - b.at || RANK[a.phase] - RANK[b.phase]);
  for (const step of ordered) {
    const before = runs.at(-1);
    if (step.phase === 'start') {
      if (open !== null) told({ start: open, next: step.at });
      open = step;
    } else if (open === null && before !== undefined && isAfter(before, step, longest)) {
      runs[runs.length - 1] = { ...before, after: [...before.after, step] };
    } else {
      const belongs: boolean = open !== null && step.at - open.at <= longest;
      if (open !== null && !belongs) told({ start: open });
      told({ start: belongs ? open : null, end: step });
      open = null;
    }
  }
  if (open !== null) told({ start: open });
  // A start whose successor lies past what it could have run is told alike, whether the case sees that or not.
  return runs.map((run) =>
    run.start !== null && run.next !== null && run.next - run.start.at > longest
      ? { ...run, next: null }
      : run,
  );
}

function isAfter({ start, end }: Run, step: Step, longest: number): boolean {
  return (
    start !== null && end?.phase === 'failure' && step.phase === 'failure' && step.at - start.at <= longest
  );
}

/** A person wanted it to end: nothing anybody has to look at, and no success either. */
export function isCalledOff({ end }: Run): boolean {
  return end !== null && end.record.actor?.type === 'user' && isAborted(end.record.action ?? '');
}
