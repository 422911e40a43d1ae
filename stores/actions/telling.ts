/** What comes by itself and is told: how polls go, and a cache that is no longer there. */
import type { SyncEvent } from '../../src/sync/events.ts';
import type { Console } from '../console.ts';
import { message } from '../context.ts';
import { goneWords } from '../derive.ts';
import { tellRefused } from './read-marks.ts';

/** Follows a poll as it begins and ends. */
export function tellPoll(console: Console, event: SyncEvent): void {
  if (event.kind === 'trouble') tellRefused(console, event);
  if (event.kind !== 'begun' && event.kind !== 'ended') return;
  const { overview, store } = console;
  const again = event.kind === 'ended' ? event.again : null;
  if (event.kind === 'ended') overview.ended(event);
  overview.polling(event.platform, event.stream, event.kind === 'begun', again);
  if (event.kind === 'ended' && !store.getState().frozen) overview.refresh();
}

export function tellCacheGone(console: Console): void {
  const now = console.services.clock();
  console.set((state) => ({
    ...state,
    cacheGone: true,
    message: message(goneWords(state), 'error', now),
  }));
}
