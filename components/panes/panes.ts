/** The list panes' views. One file a pane, one line here. */
import type { ListPaneId } from '../../stores/panes.ts';
import { ALERTS_VIEW } from './alerts.ts';
import { AUDIT_VIEW } from './audit.ts';
import { JOBS_VIEW } from './jobs.ts';
import type { PaneView } from './pane-view.ts';

export const PANE_VIEWS: Readonly<Record<ListPaneId, PaneView>> = {
  alerts: ALERTS_VIEW,
  jobs: JOBS_VIEW,
  audit: AUDIT_VIEW,
};
