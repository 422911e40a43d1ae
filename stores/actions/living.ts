/** Freezing, polling, and how times are told. */
import { TIME_MODES, type TimeMode } from '../age.ts';
import type { Console } from '../console.ts';
import { message, say } from '../context.ts';
import { keyOf } from '../derive.ts';
import { PANES } from '../panes.ts';

export function freeze(console: Console): void {
  console.set((state) => ({
    ...state,
    frozen: !state.frozen,
    message: message(
      state.frozen ? 'Live again' : `Frozen: ${keyOf(state, 'freeze')} thaws`,
      'info',
      console.services.clock(),
    ),
  }));
  if (!console.store.getState().frozen) console.refreshAll();
}

/** Polls what brings the records of this pane, or everything; how it went shows in the header and in the rows. */
export function poll(console: Console, what: 'pane' | 'everything'): void {
  const { sync } = console.services;
  const { pane } = console.store.getState();
  void sync?.refresh(what === 'pane' ? PANES[pane].kind : undefined).catch(() => undefined);
  if (what === 'pane') console.refreshPane();
  else console.refreshAll();
  if (sync === null) say(console, 'Refreshed from the cache; nothing polls here');
  else
    say(
      console,
      what === 'pane' ? `Polling for ${PANES[pane].title}` : 'Polling the platforms for everything',
    );
}

/** What the footer says of the times from now on. */
const TIMES: Readonly<Record<TimeMode, string>> = {
  relative: 'Times as ages',
  local: 'Times of this machine, with their zone',
  utc: 'Times in UTC',
};

export function timeMode(console: Console): void {
  console.set((state) => {
    const mode = TIME_MODES[(TIME_MODES.indexOf(state.timeMode) + 1) % TIME_MODES.length] ?? 'relative';
    return { ...state, timeMode: mode, message: message(TIMES[mode], 'info', console.services.clock()) };
  });
}
