/** What one has missed, in a few lines, each with the query behind it. Pure. */
import { grouped } from '../../src/domain/grouped.ts';
import { safeLine } from '../../src/domain/text.ts';
import { DAY } from '../../src/domain/time.ts';
import type { ListPaneId } from '../panes.ts';

/** Jobs that failed within so long before are still failing, or have recovered (ms). */
export const LOOK_BACK = 7 * DAY;
/** Names told of a group. */
const NAMED = 3;

export type Names = readonly string[];

export interface Happened {
  /** The last look, UTC ms. */
  readonly since: number;
  readonly newErrors: number;
  readonly oldErrors: number;
  /** Jobs by name. */
  readonly failedSince: Names;
  readonly failedBefore: Names;
  readonly succeededSince: Names;
  readonly entries: number;
  readonly failures: number;
}

export interface AwayLine {
  /** In a few words, for one line of many: "2 jobs newly failing". */
  readonly short: string;
  readonly label: string;
  readonly about: string;
  readonly pane: ListPaneId;
  readonly query: string;
  /** Whether it is worth a word by itself. */
  readonly matters: boolean;
}

export function awayLines(happened: Happened): readonly AwayLine[] {
  const { since, newErrors, oldErrors, entries, failures } = happened;
  const from = `since:${new Date(since).toISOString()}`;
  const until = `until:${new Date(since).toISOString()}`;
  const { fresh, still, recovered } = jobsApart(happened);
  const failed = `status:failed ${from}`;
  const lines: readonly Omit<AwayLine, 'label'>[] = [
    alerts(newErrors, 'new', `is:unread severity:error ${from}`),
    { ...alerts(oldErrors, 'still unread', `is:unread severity:error ${until}`), matters: false },
    jobs(fresh, 'newly failing', failed),
    jobs(still, 'still failing', failed),
    jobs(recovered, 'recovered', `status:success ${from}`),
    {
      short: `${grouped(failures)} of ${grouped(entries)} audit entries failures`,
      about: '',
      pane: 'audit',
      query: failures > 0 ? `outcome:failure ${from}` : from,
      matters: false,
    },
  ];
  return lines.map((line) => ({ ...line, label: line.short }));
}

function alerts(count: number, what: string, query: string): Omit<AwayLine, 'label'> {
  return {
    short: `${grouped(count)} ${count === 1 ? 'error' : 'errors'} ${what}`,
    about: '',
    pane: 'alerts',
    query,
    matters: count > 0,
  };
}

function jobs(names: Names, what: string, query: string): Omit<AwayLine, 'label'> {
  const told = names.slice(0, NAMED).map(safeLine).join(', ');
  return {
    short: `${grouped(names.length)} ${names.length === 1 ? 'job' : 'jobs'} ${what}`,
    about: names.length > NAMED ? `${told} and ${names.length - NAMED} more` : told,
    pane: 'jobs',
    query,
    matters: names.length > 0,
  };
}

/** By name: whoever failed before and since still fails; whoever only succeeded since has recovered. */
function jobsApart({ failedSince, failedBefore, succeededSince }: Happened) {
  const [since, before] = [new Set(failedSince), new Set(failedBefore)];
  return {
    fresh: failedSince.filter((name) => !before.has(name)),
    still: failedSince.filter((name) => before.has(name)),
    recovered: succeededSince.filter((name) => before.has(name) && !since.has(name)),
  };
}
