/** From a failure to all of its cause, and calling a cause known. */
import { causeOf } from '../../src/domain/cause.ts';
import { failureOf } from '../../src/domain/failure.ts';
import type { Console } from '../console.ts';
import { message, say } from '../context.ts';
import { currentRow, keyOf } from '../derive.ts';
import { isMuted } from '../detail/failure-group.ts';
import type { ListPaneId } from '../panes.ts';
import type { Undo } from '../state.ts';
import { causeTerm } from '../statistics/causes.ts';
import { jumpTo } from './views.ts';

/** Every failure with the cause of the one in front, whenever it was. */
export function openCause(console: Console): void {
  const found = inFront(console);
  console.set((state) => (state.overlay === null ? state : { ...state, overlay: null }));
  if (found === null) return;
  jumpTo(console, found.pane, causeTerm(found.cause));
  say(console, `Every failure of this cause (${keyOf(console.store.getState(), 'view.back')} goes back)`);
}

/** Calls the cause in front known, or news again. */
export async function toggleMuted(console: Console): Promise<void> {
  const found = inFront(console);
  console.set((state) => ({ ...state, overlay: null }));
  if (found === null) return;
  const { cause } = found;
  await setMuted(console, cause, !found.muted);
  const undo: Undo = { kind: 'mute', cause, muted: found.muted };
  console.set((state) => ({ ...state, undo: [undo, ...state.undo].slice(0, 50) }));
}

/** Keeps in the cache whether a cause is known; shown at once. */
export async function setMuted(console: Console, cause: string, muted: boolean): Promise<void> {
  const { cache, clock, longRunningAfter } = console.services;
  try {
    await cache.mute([cause], muted, clock());
    const query = causeTerm(cause);
    const counts = await Promise.all(
      (['job', 'alert'] as const).map((kind) => cache.count({ kind, query, now: clock(), longRunningAfter })),
    );
    const [jobs = 0, alerts = 0] = counts.map(({ matched }) => matched);
    const what = [
      ...(jobs > 0 ? [`${jobs.toLocaleString('en')} failed ${jobs === 1 ? 'job' : 'jobs'}`] : []),
      ...(alerts > 0 ? [`${alerts.toLocaleString('en')} ${alerts === 1 ? 'alert' : 'alerts'}`] : []),
    ].join(' and ');
    const text = muted
      ? `Known from now on: ${what} of this cause count no more (${keyOf(console.store.getState(), 'undo')} undoes; is:muted finds them)`
      : `News again: ${what} of this cause`;
    console.set((state) => ({
      ...state,
      muted: muted
        ? [...state.muted.filter((one) => one !== cause), cause]
        : state.muted.filter((one) => one !== cause),
      message: message(text, 'ok', clock()),
    }));
  } catch (thrown) {
    say(console, `Not kept: ${failureOf(thrown).what}`, 'error');
  }
  console.refreshAll();
}

function inFront(console: Console) {
  const state = console.store.getState();
  const record = currentRow(state)?.record;
  if (record?.kind !== 'job' && record?.kind !== 'alert') return null;
  const cause = causeOf(record);
  const pane: ListPaneId = record.kind === 'job' ? 'jobs' : 'alerts';
  return cause === null ? null : { cause, pane, muted: isMuted(state.muted, record) };
}
