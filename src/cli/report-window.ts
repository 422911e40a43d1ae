/** The window of a report as it is asked for on a command line. */
import { DAY, parseInstant } from '../domain/time.ts';
import type { Zone } from '../export/zone.ts';
import {
  type ReportWindow,
  startOf,
  type WindowName,
  windowBetween,
  windowNamed,
} from '../report/windows.ts';
import { usageError } from './arguments.ts';

export interface WindowOptions {
  readonly window: string;
  readonly from: string | undefined;
  readonly to: string | undefined;
}

/** What an option says that leaves the choice to the report. */
export const USUAL_WINDOW = 'usual';

/** Days are those of the zone, both counted; without `--to` it ends now. Throws a usage error. */
export function windowFor(
  { window, from, to }: WindowOptions,
  { usual, now, zone }: { readonly usual: WindowName; readonly now: number; readonly zone: Zone },
): ReportWindow {
  if (from === undefined) {
    if (to !== undefined) throw usageError('--to needs --from', 'Write --from 2026-01-01 --to 2026-03-31.');
    return windowNamed(window === USUAL_WINDOW ? usual : (window as WindowName), now, zone);
  }
  if (window !== USUAL_WINDOW)
    throw usageError('--window and --from say different things', 'Leave one of them out.');
  const begin = edge('--from', from, zone, 0);
  const end = to === undefined ? now : edge('--to', to, zone, DAY);
  if (begin >= end)
    throw usageError('the window ends before it begins', 'Write the earlier day after --from.');
  if (begin >= now)
    throw usageError('the window has not begun yet', 'Write a day after --from that has begun.');
  return windowBetween(begin, end, zone, to === undefined);
}

function edge(option: string, typed: string, zone: Zone, day: number): number {
  const at = parseInstant(typed);
  if (at === null) {
    throw usageError(
      `${option} ${JSON.stringify(typed)} is not a day`,
      'Write 2026-03-31, or an instant such as 2026-03-31T12:00Z.',
    );
  }
  return /^\d{4}-\d\d-\d\d$/.test(typed.trim()) ? startOf(at + day, zone) : at;
}
