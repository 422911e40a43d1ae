/** Fetches what the open detail shows: the whole record at once, related ones and comparisons when asked for. */
import type { Row, Selection } from '../../src/cache/ask.ts';
import type { Job } from '../../src/domain/job.ts';
import { timeOf } from '../../src/domain/kinds.ts';
import type { Kind } from '../../src/domain/record.ts';
import type { Context } from '../context.ts';
import { type RelatedGroup, tieQuery, tiesOf } from '../detail/relations.ts';
import { restsOn, restsQuery } from '../detail/rests-on.ts';
import { tabOf } from '../detail/tabs.ts';
import type { Answer } from '../requests.ts';
import type { DetailState, Loadable } from '../state.ts';
import { askGroup } from './failure-group.ts';

/** Longer documents come as text: nobody takes them apart who only looks at them (characters). */
const LONG_DOCUMENT = 50_000;
/** Of what shares one thing with the record. */
const MOST_RELATED = 100;

/** Fetches the whole record, and what its tab needs. */
export function loadDetail(context: Context): void {
  void loadWhole(context);
  loadTab(context);
}

/** Fetches what the present tab needs and does not have yet. */
export function loadTab(context: Context): void {
  const { detail } = context.store.getState();
  if (detail === null) return;
  const needs = tabOf(detail.row.record, detail.tab)?.needs;
  if (needs === 'related' && detail.related.kind !== 'ready') void loadRelated(context, detail);
  if (needs === 'success' && detail.success.kind !== 'ready') void loadSuccess(context, detail);
}

async function loadWhole(context: Context): Promise<void> {
  const ref = context.store.getState().detail?.ref;
  if (ref === undefined) return;
  const answer = await context.requests.ask('detail', () =>
    context.services.cache.record(ref, LONG_DOCUMENT),
  );
  await put(context, ref, answer, (detail, whole) => {
    const record = whole.kind === 'ready' ? whole.value?.record : undefined;
    return { ...detail, whole, row: record === undefined ? detail.row : { ...detail.row, record } };
  });
  await loadGroup(context, ref);
}

/** The failures like this one. */
async function loadGroup(context: Context, ref: string): Promise<void> {
  const { detail } = context.store.getState();
  if (detail?.ref !== ref) return;
  const answer = await context.requests.ask('group', (signal) =>
    askGroup(context, detail.row.record, signal),
  );
  await put(context, ref, answer, (now, group) => ({ ...now, group }));
}

/** Alerts, jobs and audit entries that name the same things: by what they share, newest first. */
async function loadRelated(context: Context, detail: DetailState): Promise<void> {
  const { cache } = context.services;
  const answer = await context.requests.ask('related', async (signal) => {
    // The row of a list comes without its payload, where the ids of agents and certificates stand.
    const whole = await cache.record(detail.ref);
    const seen = new Set([detail.ref]);
    const groups: RelatedGroup[] = [];
    const rests = restsOn(whole);
    if (rests !== null && rests.refs.length > 0) {
      const rows = await newest(context, restsQuery(rests), MOST_RELATED, signal);
      for (const { ref } of rows) seen.add(ref);
      if (rows.length > 0) groups.push({ relation: 'rests on', rows, more: rests.entries > rows.length });
    }
    for (const { relation, names } of tiesOf(whole?.record ?? detail.row.record)) {
      // A record stands where it is closest: those found before may come again.
      const found = (await newest(context, tieQuery(names), MOST_RELATED + 1 + seen.size, signal)).filter(
        ({ ref }) => !seen.has(ref),
      );
      const rows = found.slice(0, MOST_RELATED);
      for (const { ref } of rows) seen.add(ref);
      if (rows.length > 0) groups.push({ relation, rows, more: found.length > rows.length });
    }
    return groups;
  });
  await put<readonly RelatedGroup[]>(context, detail.ref, answer, (now, related) => ({ ...now, related }));
}

/** The newest records of all kinds that match. */
async function newest(
  { services }: Context,
  query: string,
  limit: number,
  signal: AbortSignal,
): Promise<readonly Row[]> {
  const { cache, clock, longRunningAfter } = services;
  const pages = await Promise.all(
    (['audit', 'alert', 'job'] satisfies Kind[]).map((kind) => {
      const selection: Selection = { kind, query, now: clock(), longRunningAfter };
      return cache.rows({ selection, limit }, { signal });
    }),
  );
  return pages
    .flatMap(({ rows }) => rows)
    .sort((a, b) => (timeOf(b.record) ?? 0) - (timeOf(a.record) ?? 0))
    .slice(0, limit);
}

async function loadSuccess(context: Context, detail: DetailState): Promise<void> {
  const { cache, clock, longRunningAfter } = context.services;
  const job = detail.row.record;
  if (job.kind !== 'job') return;
  const answer = await context.requests.ask('success', async (signal) => {
    for (const query of successQueries(job)) {
      const selection: Selection = { kind: 'job', query, now: clock(), longRunningAfter };
      const { rows } = await cache.rows({ selection, limit: 1 }, { signal });
      if (rows[0] !== undefined) return cache.record(rows[0].ref, LONG_DOCUMENT);
    }
    return null;
  });
  await put(context, detail.ref, answer, (now, success) => ({ ...now, success }));
}

/** Lays an answer into the detail, if it is still about the record that was asked for. */
async function put<T>(
  context: Context,
  ref: string,
  answer: Answer<T>,
  into: (detail: DetailState, loaded: Loadable<T>) => DetailState,
): Promise<void> {
  if (answer.kind === 'late') return;
  const loaded: Loadable<T> =
    answer.kind === 'value'
      ? { kind: 'ready', value: answer.value }
      : { kind: 'failed', failure: answer.failure };
  await context.outside((state) =>
    state.detail?.ref === ref ? { ...state, detail: into(state.detail, loaded) } : state,
  );
}

const quoted = (text: string): string => JSON.stringify(text);

/** Where a comparable success is looked for, the nearest first. */
function successQueries(job: Job): readonly string[] {
  const platform = `status:SUCCESS platform=${quoted(job.platform)}`;
  return [
    ...(job.name === null ? [] : [`${platform} name=${quoted(job.name)}`]),
    ...(job.type === null ? [] : [`${platform} type=${quoted(job.type)}`]),
  ];
}
