/** Reads what the user has laid on records: notes and pinned rows. */
import type { Row } from '../../src/cache/ask.ts';
import type { Note } from '../../src/cache/stored.ts';
import type { Context } from '../context.ts';
import { resettled } from '../derive.ts';
import { type Own, PINNED, withOwn } from '../own.ts';
import { LIST_PANE_IDS, PANES } from '../panes.ts';

export const MOST_PINS = 200;
const MOST_NOTES = 5_000;

export interface OwnLoader {
  refresh(): void;
}

export function createOwnLoader(context: Context): OwnLoader {
  const { services, requests, store } = context;
  let running = false;
  let dirty = false;
  const read = async (): Promise<void> => {
    const { cache, clock, longRunningAfter } = services;
    const answer = await requests.ask('own', async (signal) => {
      const pinned = LIST_PANE_IDS.map((pane) => {
        const selection = { kind: PANES[pane].kind, query: PINNED, now: clock(), longRunningAfter };
        return cache.rows({ selection, limit: MOST_PINS }, { signal });
      });
      // All at once: a question nobody waits for any more would fail unheard.
      const [notes, pins] = await Promise.all([cache.notes(MOST_NOTES), Promise.all(pinned)]);
      return { notes, pins };
    });
    if (answer.kind !== 'value') return;
    const [alerts = [], jobs = [], audit = []] = answer.value.pins.map(({ rows }) => rows);
    const fresh = { pins: { alerts, jobs, audit }, notes: textsOf(answer.value.notes) };
    if (same(store.getState().own, fresh)) return;
    await context.outside((state) => resettled(withOwn(state, fresh)));
  };
  return {
    refresh() {
      dirty = true;
      if (running) return;
      running = true;
      void (async () => {
        while (dirty) {
          dirty = false;
          await read();
        }
        running = false;
      })();
    },
  };
}

const textsOf = (notes: readonly Note[]): Own['notes'] =>
  Object.fromEntries(notes.map(({ ref, text }) => [ref, text]));

/** Nothing is drawn anew, and no list placed anew, where nothing has changed. */
function same(own: Own, fresh: Pick<Own, 'pins' | 'notes'>): boolean {
  return (
    LIST_PANE_IDS.every((pane) => sameRows(own.pins[pane], fresh.pins[pane])) &&
    JSON.stringify(own.notes) === JSON.stringify(fresh.notes)
  );
}

const sameRows = (a: readonly Row[], b: readonly Row[]): boolean =>
  a.length === b.length && (a.length === 0 || JSON.stringify(a) === JSON.stringify(b));
