/** From pane to pane, and from tab to tab of a detail. */
import type { Console } from '../console.ts';
import { PANE_IDS } from '../panes.ts';
import * as details from './details.ts';

export function paneStep(console: Console, step: 1 | -1): void {
  const at = PANE_IDS.indexOf(console.store.getState().pane);
  console.goTo(PANE_IDS[(at + step + PANE_IDS.length) % PANE_IDS.length] ?? 'alerts');
}

export function tabStep(console: Console, step: 1 | -1): void {
  if (console.store.getState().detail === null) paneStep(console, step);
  else details.stepTab(console, step);
}
