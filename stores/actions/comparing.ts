/** D: two records beside each other, or a job beside the last one that succeeded. */
import type { Json } from '../../src/domain/json.ts';
import { timeOf } from '../../src/domain/kinds.ts';
import type { AnyRecord, Ref } from '../../src/domain/record.ts';
import { refOf } from '../../src/domain/record.ts';
import { recordJson } from '../../src/domain/record-json.ts';
import { safeLine } from '../../src/domain/text.ts';
import type { Console } from '../console.ts';
import { say } from '../context.ts';
import { currentRow, keyOf } from '../derive.ts';
import { titleOf } from '../detail/fields.ts';
import { tabsOf } from '../detail/tabs.ts';
import { compare } from '../diff/compare.ts';
import { markedRefs } from '../marks.ts';
import { LIST_PANE_IDS } from '../panes.ts';
import { openDetail, setTab } from './details.ts';
import { recordsOf } from './marked-rows.ts';
import { targetOf } from './marks.ts';
import { openSheet } from './sheets.ts';

/** Compares the two marked records, one marked with the one in front, or a job with the last success like it. */
export async function openDiff(console: Console): Promise<void> {
  const target = await targetOf(console);
  const pair = pairOf(console, target.marked ? target.refs : []);
  if (pair !== null) return showDiff(console, pair);
  const row = currentRow(console.store.getState());
  if (target.marked || row === null || !tabsOf(row.record).some(({ id }) => id === 'success')) {
    const { length } = target.marked ? target.refs : [];
    return say(
      console,
      `${length > 2 ? `${length} are marked: d` : 'D'}iff compares two records: mark two with ${keyOf(console.store.getState(), 'mark.toggle')}, or one and stand on the other`,
      'warning',
    );
  }
  if (console.store.getState().detail?.ref !== row.ref) openDetail(console, row);
  setTab(console, 'success');
}

/** Two marked here, two marked in all, or one and the one under the cursor. */
function pairOf(console: Console, here: readonly Ref[]): readonly [Ref, Ref] | null {
  const { own } = console.store.getState();
  const all = LIST_PANE_IDS.map((pane) => own.marks[pane]);
  const total = all.reduce((sum, { count }) => sum + count, 0);
  const marked = here.length === 2 ? here : total === 2 ? all.flatMap(markedRefs) : here;
  const [first, second] = marked;
  if (first === undefined) return null;
  if (marked.length === 2 && second !== undefined) return [first, second];
  const row = currentRow(console.store.getState());
  return marked.length === 1 && row !== null && row.ref !== first ? [first, row.ref] : null;
}

async function showDiff(console: Console, pair: readonly [Ref, Ref]): Promise<void> {
  const answer = await console.requests.ask('diff', async (signal) => {
    const found: AnyRecord[] = [];
    for await (const part of recordsOf(console, pair, signal)) found.push(...part);
    return found;
  });
  if (answer.kind === 'late') return;
  if (answer.kind === 'failed') return say(console, answer.failure.what, 'error');
  // The earlier one first: what changed is what became of it.
  const [before, after] = answer.value.toSorted((a, b) => (timeOf(a) ?? 0) - (timeOf(b) ?? 0));
  if (before === undefined || after === undefined) {
    return say(console, 'One of the two is no longer in the cache', 'warning');
  }
  openSheet(console, {
    kind: 'diff',
    before: nameOf(before),
    after: nameOf(after),
    found: compare(valuesOf(before), valuesOf(after)),
  });
}

const nameOf = (record: AnyRecord) => ({ title: titleOf(record), ref: safeLine(refOf(record)) });

/** All that scripts see of it, but what only repeats which record it is, and what is absent. */
function valuesOf(record: AnyRecord): Json {
  const { ref: _, ...rest } = recordJson(record) as Readonly<Record<string, Json>>;
  return Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== null));
}
