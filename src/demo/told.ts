/**
 * Puts what stories say about the account into its log: the entry nearest before the event tells it. Stories are
 * heard in a fixed order and before the clock reaches them, so an entry never changes once it can be seen.
 */
import type { Facts, Told } from './digicert-one/entries.ts';
import type { Timeline } from './digicert-one/timeline.ts';
import type { AccountEvent } from './story/events.ts';

export interface Placing {
  at: Told['at'];
  hear(event: AccountEvent): void;
}

export function createPlacing(timeline: Timeline): Placing {
  const byIndex = new Map<number, Facts>();
  return {
    at: (index) => byIndex.get(index),
    hear(event) {
      let index = timeline.placeOf(event.at);
      // Backwards, never forwards: a cause must not come after what it led to.
      while (byIndex.has(index)) index -= 1;
      if (index < 0) return;
      byIndex.set(index, {
        account: event.by.account,
        type: event.type,
        resource: event.resource,
        action: event.action,
        by: event.by,
        failed: event.failed,
        describe: () => event.text,
      });
    },
  };
}
