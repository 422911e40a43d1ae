/** How the targets stand that records are forwarded to, while the platforms are shown. */
import { standingsOf } from '../../src/forward/standing.ts';
import type { Context } from '../context.ts';

export async function loadTargets({ requests, services, store, outside }: Context): Promise<void> {
  const { cache, targets = [] } = services;
  if (targets.length === 0 || store.getState().overlay?.kind !== 'platforms') return;
  const answer = await requests.ask('targets', () => standingsOf(cache, targets));
  if (answer.kind !== 'value') return;
  await outside((state) =>
    state.overlay?.kind === 'platforms'
      ? { ...state, overlay: { ...state.overlay, targets: answer.value } }
      : state,
  );
}
