/** Read marks of alerts: set by clients, kept while the server runs and handed out to be kept longer. */
import type { AlertEvent } from '../story/events.ts';

/** Plain data, so that it can be stored. */
export interface MarksState {
  readonly readAlerts: readonly string[];
  /** Every alert raised up to this instant is read (UTC ms); null: none by that. */
  readonly readUntil: number | null;
}

export const NO_MARKS: MarksState = { readAlerts: [], readUntil: null };

export interface Marks {
  isRead(alert: AlertEvent, now: number): boolean;
  read(id: string): void;
  readAll(now: number): void;
}

export function createMarks(initial: MarksState, onChange: (state: MarksState) => void): Marks {
  const ids = new Set(initial.readAlerts);
  let until = initial.readUntil;
  const changed = () => onChange({ readAlerts: [...ids], readUntil: until });
  return {
    isRead: ({ id, at, readAt }, now) =>
      ids.has(id) || (until !== null && at <= until) || (readAt !== null && readAt <= now),
    read(id) {
      if (ids.has(id)) return;
      ids.add(id);
      changed();
    },
    readAll(now) {
      if (until !== null && until >= now) return;
      until = now;
      ids.clear();
      changed();
    },
  };
}
