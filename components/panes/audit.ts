/** How an audit entry looks in a list. */
import type { Row } from '../../src/cache/port.ts';
import { firstLine, safeLine } from '../../src/domain/text.ts';
import { formatInstant } from '../../stores/age.ts';
import { GLYPHS } from '../theme.ts';
import type { PaneView, RowContext } from './pane-view.ts';
import { timeCells } from './time-cells.ts';

export const AUDIT_VIEW: PaneView = {
  columns: (mode) => [
    { id: 'time', title: 'Time', min: timeCells(mode), ideal: timeCells(mode), priority: 1, align: 'right' },
    { id: 'outcome', title: 'Outcome', min: 9, ideal: 9, priority: 2 },
    { id: 'action', title: 'Action', min: 14, ideal: 24, priority: 1 },
    { id: 'actor', title: 'Actor', min: 12, ideal: 20, priority: 3 },
    { id: 'resource', title: 'Resource', min: 14, ideal: 24, grow: 1, priority: 4 },
    { id: 'platform', title: 'Platform', min: 8, ideal: 12, priority: 6 },
    { id: 'description', title: 'Description', min: 16, ideal: 30, grow: 2, priority: 5 },
  ],
  row: ({ ref, record }: Row, { now, timeMode }: RowContext) => {
    if (record.kind !== 'audit') return null;
    const failed = record.outcome === 'failure';
    const outcome =
      record.outcome === null ? '' : `${failed ? GLYPHS.failure : GLYPHS.success} ${record.outcome}`;
    return {
      key: ref,
      cells: {
        time: { text: formatInstant(record.timestamp, timeMode, now), tone: 'dim' },
        outcome: { text: outcome, tone: failed ? 'error' : 'ok' },
        action: { text: firstLine(record.action, record.id) },
        actor: { text: firstLine(record.actor?.name, record.actor?.email, record.actor?.id) },
        resource: { text: firstLine(record.resource?.name, record.resource?.id, record.resource?.type) },
        platform: { text: safeLine(record.platform) },
        description: { text: safeLine((record.description ?? '').slice(0, 500)), tone: 'dim' },
      },
    };
  },
};
