/** Hopping to the next row of some sort, however far away: the cache is asked, not only the rows at hand. */
import type { Row, RowsRequest } from '../../src/cache/ask.ts';
import { KIND_TABLES, timeOf, valueAt } from '../../src/domain/kinds.ts';
import type { AnyRecord } from '../../src/domain/record.ts';
import { DAY } from '../../src/domain/time.ts';
import { boundTerms } from '../../src/query/bounds.ts';
import { narrowed } from '../../src/query/print.ts';
import { rankOf } from '../../src/query/rank.ts';
import type { Console } from '../console.ts';
import { say } from '../context.ts';
import { relatedQuery } from '../detail/relations.ts';
import type { ListState } from '../list-state.ts';
import { selectionOf, shownSelection } from '../loading/rows.ts';
import { LEVELS, type ListPaneId } from '../panes.ts';
import { selectedRow } from '../window.ts';
import { followCursor } from './details.ts';
import { goToRef, listInFront } from './lists.ts';

type Step = 1 | -1;
type Where = NonNullable<RowsRequest['at']>;

export function nextLevel(console: Console, level: 'errors' | 'warnings', step: Step): Promise<void> {
  return hop(console, step, (pane) => LEVELS[pane][level], {
    none: level === 'errors' ? 'error' : 'warning',
  });
}

/** The next row the query means, where everything is shown. */
export function nextMarked(console: Console, step: Step): Promise<void> {
  return hop(console, step, (pane) => console.store.getState().lists[pane].query, { none: 'match' });
}

/** The next row about the same certificate, job or agent. */
export function nextRelated(console: Console, step: Step): Promise<void> {
  return hop(
    console,
    step,
    async (_, row) => {
      const whole = await console.services.cache.record(row.ref);
      return relatedQuery(whole?.record ?? row.record);
    },
    { none: 'row about the same certificate, job or agent' },
  );
}

async function hop(
  console: Console,
  step: Step,
  termFor: (pane: ListPaneId, row: Row) => string | null | Promise<string | null>,
  { none }: { readonly none: string },
): Promise<void> {
  const pane = listInFront(console);
  if (pane === null) return;
  const list = console.store.getState().lists[pane];
  const from = selectedRow(list.window, list.place);
  if (from === null) return say(console, `${nothingIn(list)}: there is no ${none} to go to`);
  const answer = await console.requests.ask('hop', async (signal) => {
    const term = await termFor(pane, from);
    if (term === null) return null;
    return one(console, pane, term, step === 1 ? { after: from.cursor } : { before: from.cursor }, signal);
  });
  if (answer.kind === 'late') return;
  if (answer.kind === 'failed') return say(console, answer.failure.what, 'error');
  const row = answer.value;
  if (row === null) return say(console, `No ${step === 1 ? 'further' : 'earlier'} ${none} in this list`);
  land(console, pane, row);
}

const nothingIn = ({ freshness }: ListState): string =>
  freshness === 'none' ? 'This list is still being read' : 'This list is empty';

function land(console: Console, pane: ListPaneId, row: Row): void {
  goToRef(console, pane, row.ref);
  followCursor(console);
}

/** The row of the pane's list, in its order, that a term leaves nearest to a place. */
async function one(
  console: Console,
  pane: ListPaneId,
  term: string,
  at: Where,
  signal: AbortSignal,
): Promise<Row | null> {
  const list = console.store.getState().lists[pane];
  const selection = shownSelection(console, pane, list);
  const query = term === '' ? selection.query : narrowed(selection.query, selection.kind, `(${term})`);
  const request = { selection: { ...selection, query }, sort: list.sort, limit: 1, at };
  return (await console.services.cache.rows(request, { signal })).rows[0] ?? null;
}

/** The first row of the next group, or of this one, or of the one before: of a day, or of a value sorted by. */
export async function nextGroup(console: Console, step: Step): Promise<void> {
  const pane = listInFront(console);
  if (pane === null) return;
  const list = console.store.getState().lists[pane];
  const from = selectedRow(list.window, list.place);
  if (from === null) return say(console, `${nothingIn(list)}: there is no group to go to`);
  const answer = await console.requests.ask('hop', async (signal) => {
    const ask = (term: string, at: Where) => one(console, pane, term, at, signal);
    const here = groupTerm(console, pane, from.record);
    if (step === 1) return ask(`NOT (${here})`, { after: from.cursor });
    const first = await ask(here, 'start');
    if (first !== null && first.ref !== from.ref) return first;
    const before = await ask('', { before: from.cursor });
    return before === null ? null : ask(groupTerm(console, pane, before.record), 'start');
  });
  if (answer.kind === 'late') return;
  if (answer.kind === 'failed') return say(console, answer.failure.what, 'error');
  const row = answer.value;
  if (row === null) return say(console, step === 1 ? 'This is the last group' : 'This is the first group');
  land(console, pane, row);
}

/** What the rows of a record's group have in common, as a query. */
function groupTerm(console: Console, pane: ListPaneId, record: AnyRecord): string {
  const list = console.store.getState().lists[pane];
  const { kind } = record;
  const field = list.sort[0]?.field ?? 'time';
  const rank = rankOf(kind, field, selectionOf(console, pane, list));
  if (rank !== null) {
    const classes = KIND_TABLES[kind].orders?.find(({ name }) => name === field)?.classes;
    return classes?.[rank(record) ?? 0] ?? '*';
  }
  if (field === 'time') {
    const at = timeOf(record);
    if (at === null) return '*';
    const [from, to] = dayOf(at, console.store.getState().timeMode === 'local');
    return boundTerms(from, to);
  }
  const name = KIND_TABLES[kind].fields.find(
    (each) => each.name === field || each.paths.includes(field),
  )?.name;
  if (name === undefined) return '*';
  const value = valueAt(
    record,
    KIND_TABLES[kind].fields.find((each) => each.name === field)?.paths[0] ?? field,
  );
  return value === null ? `no:${name}` : `${name}=${JSON.stringify(String(value))}`;
}

/** The day an instant is in, by the clock the user reads. */
function dayOf(at: number, local: boolean): readonly [from: number, to: number] {
  if (!local) {
    const from = at - (((at % DAY) + DAY) % DAY);
    return [from, from + DAY];
  }
  const midnight = (instant: number): number => new Date(instant).setHours(0, 0, 0, 0);
  // A day of a clock change has 23 or 25 hours.
  return [midnight(at), midnight(midnight(at) + 1.5 * DAY)];
}
