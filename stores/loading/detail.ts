/** Fetches what the open detail shows: the whole record at once, related ones and comparisons when asked for. */
import type { Row, Selection } from '../../src/cache/port.ts';
import type { Job } from '../../src/domain/job.ts';
import { isObject, type Json } from '../../src/domain/json.ts';
import { timeOf } from '../../src/domain/kinds.ts';
import type { AnyRecord, Kind } from '../../src/domain/record.ts';
import type { Context } from '../context.ts';
import { tabOf } from '../detail/tabs.ts';
import type { Answer } from '../requests.ts';
import type { DetailState, Loadable } from '../state.ts';

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
  const answer = await context.requests.ask('detail', () => context.services.cache.record(ref));
  await put(context, ref, answer, (detail, whole) => {
    const record = whole.kind === 'ready' ? whole.value?.record : undefined;
    return { ...detail, whole, row: record === undefined ? detail.row : { ...detail.row, record } };
  });
}

/** Alerts, jobs and audit entries that name the same things, newest first. */
async function loadRelated(context: Context, detail: DetailState): Promise<void> {
  const { cache, clock, longRunningAfter } = context.services;
  const answer = await context.requests.ask('related', async (signal) => {
    // The row of a list comes without its payload, where the ids of agents and certificates stand.
    const whole = await cache.record(detail.ref);
    const query = relatedQuery(whole?.record ?? detail.row.record);
    if (query === null) return [];
    const pages = await Promise.all(
      (['audit', 'alert', 'job'] satisfies Kind[]).map((kind) => {
        const selection: Selection = { kind, query, now: clock(), longRunningAfter };
        return cache.rows({ selection, limit: MOST_RELATED }, { signal });
      }),
    );
    const rows = pages.flatMap((page) => page.rows).filter((row) => row.ref !== detail.ref);
    return rows.sort((a, b) => (timeOf(b.record) ?? 0) - (timeOf(a.record) ?? 0)).slice(0, MOST_RELATED);
  });
  await put<readonly Row[]>(context, detail.ref, answer, (now, related) => ({ ...now, related }));
}

async function loadSuccess(context: Context, detail: DetailState): Promise<void> {
  const { cache, clock, longRunningAfter } = context.services;
  const job = detail.row.record;
  if (job.kind !== 'job') return;
  const answer = await context.requests.ask('success', async (signal) => {
    for (const query of successQueries(job)) {
      const selection: Selection = { kind: 'job', query, now: clock(), longRunningAfter };
      const { rows } = await cache.rows({ selection, limit: 1 }, { signal });
      if (rows[0] !== undefined) return cache.record(rows[0].ref);
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

/** Members of a payload that name something other records are about. */
const NAMING = /^(?:certificate|agent|serial|order|request|enrol?lment)[a-z]*(?:id|number|fingerprint)$/i;
const MOST_NAMES = 12;

function idsIn(value: Json, depth = 0): readonly string[] {
  if (!isObject(value) || depth > 3) return [];
  return Object.entries(value).flatMap(([key, member]) =>
    typeof member === 'string' ? (NAMING.test(key) ? [member] : []) : idsIn(member, depth + 1),
  );
}

/** From this length on an id is so particular that finding it anywhere in a record means that record. */
const TELLING = 8;

/** The query for records about the same things; null when the record names none. */
export function relatedQuery(record: AnyRecord): string | null {
  const names = new Set(namedBy(record).filter((name): name is string => name !== null && name !== ''));
  const terms = [...names]
    .slice(0, MOST_NAMES)
    .flatMap((name) => [`entity=${quoted(name)}`, ...(name.length >= TELLING ? [quoted(name)] : [])]);
  return terms.length === 0 ? null : terms.join(' OR ');
}

function namedBy(record: AnyRecord): readonly (string | null)[] {
  switch (record.kind) {
    case 'alert':
      return [record.entity?.id ?? null, record.entity?.name ?? null];
    case 'job':
      return [
        record.id,
        record.certificateId,
        record.externalRequestId,
        ...idsIn(record.payload),
        ...idsIn(record.output),
      ];
    case 'audit':
      return [record.resource?.id ?? null, record.resource?.name ?? null];
    case 'statistic':
      return [];
  }
}

/** Where a comparable success is looked for, the nearest first. */
function successQueries(job: Job): readonly string[] {
  const platform = `status:SUCCESS platform=${quoted(job.platform)}`;
  return [
    ...(job.name === null ? [] : [`${platform} name=${quoted(job.name)}`]),
    ...(job.type === null ? [] : [`${platform} type=${quoted(job.type)}`]),
  ];
}
