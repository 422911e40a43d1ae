/** How many records have the same values. All tables that count the same records are counted in one pass. */
import type { Column } from '../../domain/field.ts';
import { timeOf } from '../../domain/kinds.ts';
import type { Kind } from '../../domain/record.ts';
import type { Values } from '../../export/format.ts';
import { type Key, keyNamed, keyOfRecord, type RecordKey } from '../keys.ts';
import type { CountsSection } from '../report.ts';
import { type Counted, type Tally, tally } from '../tally.ts';
import {
  columnsAt,
  enumColumn,
  numberColumn,
  percent,
  rowsOf,
  type Table,
  type Tools,
  textColumn,
  timeColumn,
} from '../tools.ts';
import type { Span } from '../windows.ts';
import { timesOf } from './records.ts';

/** The value that says a record tells of a failure; kinds without one have no share of failures. */
const FAILED: Partial<Readonly<Record<Kind, readonly [path: string, value: string]>>> = {
  audit: ['outcome', 'failure'],
  job: ['status', 'FAILED'],
};

export async function countsTables(section: CountsSection, tools: Tools): Promise<readonly Table[]> {
  const { title, of, by } = section;
  const keys = by.map(keyNamed);
  const { compares } = tools.report;
  // What is counted failed, all of it: a share would say nothing.
  const shows = FAILED[of] !== undefined && !section.query.includes(FAILED[of][0]);
  const columns: readonly Column[] = [
    ...keys.map(({ title: name }, at) => (at === 0 ? textColumn : enumColumn)(by[at] ?? '', name)),
    numberColumn('count', 'Count'),
    numberColumn('share', 'Share %'),
    ...(shows ? [numberColumn('failed', 'Failures'), numberColumn('failedShare', 'Failure share %')] : []),
    ...(compares ? [numberColumn('before', 'Before'), numberColumn('change', 'Change')] : []),
    timeColumn('first', 'First'),
    timeColumn('last', 'Last'),
  ];
  return [
    {
      title,
      columns,
      query: { of, query: tools.query(section) },
      async *rows() {
        const now = await talliedIn(section, tools, tools.job.window);
        const then = compares ? await talliedIn(section, tools, tools.job.window.before) : null;
        const row = (one: Counted, key: Values): Values => [
          ...key,
          one.count,
          percent(one.count, now.total),
          ...(shows ? [one.failed, percent(one.failed, one.count)] : []),
          ...(then === null ? [] : beforeOf(one, then)),
          one.first,
          one.last,
        ];
        const others = now.others();
        const rest =
          others === null
            ? []
            : [
                row(
                  others,
                  keys.map((_, at) => (at === 0 ? '(others)' : null)),
                ),
              ];
        yield* rowsOf([...now.counted().map((one) => row(one, one.key)), ...gone(now, then, shows), ...rest]);
      },
    },
  ];
}

function beforeOf({ key, count }: Counted, then: Tally): Values {
  // What was counted together is compared with nothing.
  if (key.length === 0) return [null, null];
  const before = then.find(key)?.count ?? 0;
  return [before, count - before];
}

/** What there was before, and is no more. */
function gone(now: Tally, then: Tally | null, shows: boolean): readonly Values[] {
  const left = then?.counted().filter(({ key }) => now.find(key) === null) ?? [];
  const none = shows ? [0, null] : [];
  return left.map(({ key, count }) => [...key, 0, percent(0, now.total), ...none, count, -count, null, null]);
}

const passes = new WeakMap<Tools, Map<string, Promise<ReadonlyMap<CountsSection, Tally>>>>();

async function talliedIn(section: CountsSection, tools: Tools, span: Span): Promise<Tally> {
  const known = passes.get(tools) ?? new Map<string, Promise<ReadonlyMap<CountsSection, Tally>>>();
  passes.set(tools, known);
  const key = `${section.of} ${tools.query(section, span)}`;
  const alike = tools.report.sections.filter(
    (each): each is CountsSection =>
      each.kind === 'counts' && each.of === section.of && each.query === section.query,
  );
  const pass = known.get(key) ?? passOver(alike, tools, span);
  known.set(key, pass);
  return (await pass).get(section) ?? tally();
}

async function passOver(
  sections: readonly CountsSection[],
  tools: Tools,
  span: Span,
): Promise<ReadonlyMap<CountsSection, Tally>> {
  const [first] = sections;
  const all = sections.map((section) => ({ section, keys: section.by.map(keyNamed), tally: tally() }));
  const found = new Map(all.map(({ section, tally: filled }) => [section, filled]));
  if (first === undefined) return found;
  const failure = FAILED[first.of];
  if (all.some(({ keys }) => keys.some((key) => 'ofRecord' in key))) {
    for await (const batch of tools.records(first, span)) {
      for (const record of batch) {
        const failed = failure !== undefined && keyOfRecord(plain(failure[0]), record) === failure[1];
        for (const { keys, tally: filled } of all) {
          filled.add(
            keys.map((key) => keyOfRecord(key, record)),
            timeOf(record),
            failed,
          );
        }
      }
    }
    return found;
  }
  const own = all.flatMap(({ keys }) => keys.flatMap((key) => ('paths' in key ? key.paths : [])));
  const times = timesOf(first.of);
  const paths = [...new Set([...own, ...times, ...(failure === undefined ? [] : [failure[0]])])];
  const places = new Map(paths.map((path, place) => [path, place]));
  for await (const batch of tools.values(first, columnsAt(first.of, paths), span)) {
    for (const row of batch) {
      const value = (path: string) => row[places.get(path) ?? -1] ?? null;
      const failed = failure !== undefined && value(failure[0]) === failure[1];
      const at = latest(times.map(value));
      for (const { keys, tally: filled } of all) {
        filled.add(
          keys.map((key) => ('of' in key ? key.of(value) : null)),
          at,
          failed,
        );
      }
    }
  }
  return found;
}

const plain = (path: string): Key | RecordKey => ({
  title: '',
  paths: [path],
  of: (value) => (value(path) === null ? null : String(value(path))),
});

/** The latest of some instants that are there. */
export function latest(instants: Values): number | null {
  let found: number | null = null;
  for (const at of instants) if (typeof at === 'number' && (found === null || at > found)) found = at;
  return found;
}
