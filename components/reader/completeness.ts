/** What a screen says beside a count: whether it is a floor, and of what nothing is known. Pure. */
import { coverageFor, isFloor } from '../../stores/coverage.ts';
import { coverageStatement } from '../../stores/coverage-text.ts';
import { PANES, type PaneId } from '../../stores/panes.ts';
import { firstSyncs } from '../../stores/platforms.ts';
import type { ConsoleServices } from '../../stores/services.ts';
import type { ConsoleState } from '../../stores/state.ts';

export interface Completeness {
  /** More may match than are counted. */
  readonly floor: boolean;
  /** `; first sync under way: prod`; empty where nothing is missing. */
  readonly words: string;
}

export function completenessOf(
  { streams, platforms: states, now, timeMode }: ConsoleState,
  pane: PaneId,
  query: string,
  { platforms, longRunningAfter }: Pick<ConsoleServices, 'platforms' | 'longRunningAfter'>,
): Completeness {
  const polling = firstSyncs(states);
  const { kind } = PANES[pane];
  const reaches = coverageFor({ kind, query, streams, platforms, polling, now, longRunningAfter });
  const { text } = coverageStatement(reaches, { now, mode: timeMode });
  return { floor: isFloor(reaches), words: text === 'complete' ? '' : `; ${text}` };
}
