import { useMemo } from 'react';
import { useShallow } from 'zustand/react/shallow';
import type { Kind } from '../src/domain/record.ts';
import { coverageFor, type Reach } from '../stores/coverage.ts';
import { firstSyncs } from '../stores/platforms.ts';
import { useConsoleState, useView } from './view.ts';

/** Coverage of a question; worked out anew only when it, the streams or the clock change: not at every key. */
export function useReach(kind: Kind, query: string): readonly Reach[] {
  const { platforms, longRunningAfter } = useView().console.services;
  const streams = useConsoleState((state) => state.streams);
  const polling = useConsoleState(useShallow((state) => firstSyncs(state.platforms)));
  const now = useConsoleState((state) => state.now);
  return useMemo(
    () => coverageFor({ kind, query, streams, platforms, polling, now, longRunningAfter }),
    [kind, query, streams, platforms, polling, now, longRunningAfter],
  );
}
