/** Fetches what the statistics pane shows, at most once a pause. */
import type { Context } from '../context.ts';
import { gatherSections } from '../statistics/gather.ts';
import { topAfter } from '../statistics/sight.ts';

/** Figures change by the day, distributions by the hour: nobody needs them more often (ms). */
const PAUSE = 2_000;

export interface StatisticsLoader {
  refresh(): void;
  /** Whether something is being fetched; what is only due after the pause is not. */
  busy(): boolean;
  close(): void;
}

export function createStatisticsLoader(context: Context, onIdle: () => void): StatisticsLoader {
  const { services, requests } = context;
  let running = false;
  let dirty = false;
  let stop: (() => void) | null = null;
  const pause = async (): Promise<void> => {
    const over = new Promise<void>((resolve) => {
      stop = services.after(PAUSE, resolve);
    });
    onIdle();
    await over;
    stop = null;
  };
  const run = async (): Promise<void> => {
    running = true;
    while (dirty) {
      dirty = false;
      const answer = await requests.ask('statistics', (signal) => gatherSections(services, signal));
      if (answer.kind === 'late') continue;
      await context.outside((state) => {
        if (answer.kind === 'failed') {
          return { ...state, statistics: { ...state.statistics, failure: answer.failure } };
        }
        const sections = answer.value;
        const keys = sections.flatMap(({ items }) => items.map((item) => item.key));
        const kept = keys.includes(state.statistics.selected ?? '');
        const selected = kept ? state.statistics.selected : (keys[0] ?? null);
        const top = kept ? topAfter(state, sections) : 0;
        return {
          ...state,
          statistics: { ...state.statistics, sections, selected, top, freshness: 'fresh', failure: null },
        };
      });
      if (dirty) await pause();
    }
    running = false;
    onIdle();
  };
  return {
    refresh() {
      dirty = true;
      if (!running) void run();
    },
    busy: () => running && stop === null,
    close: () => stop?.(),
  };
}
