/** How an audit entry looks in a list. */
import type { Row } from '../../src/cache/ask.ts';
import { firstLine, safeLine } from '../../src/domain/text.ts';
import { formatInstant } from '../../stores/age.ts';
import { GLYPHS } from '../theme.ts';
import { cellText, type PaneView, type RowContext, titled, withGone } from './pane-view.ts';
import { timeColumn } from './time-column.ts';

export const AUDIT_VIEW: PaneView = {
  columns: (mode) =>
    titled('audit', [
      { ...timeColumn('time', mode), title: 'Time' },
      { id: 'outcome', min: 9, ideal: 9, priority: 2 },
      { id: 'action', min: 14, ideal: 22, most: 26, priority: 1 },
      { id: 'actor', min: 12, ideal: 16, most: 32, priority: 3 },
      { id: 'resource', min: 14, ideal: 20, most: 40, priority: 3 },
      { id: 'platform', min: 8, ideal: 12, most: 24, priority: 4, cut: 'middle' },
      { id: 'description', min: 16, ideal: 20, grow: 2, priority: 5 },
    ]),
  row: ({ ref, record, gone }: Row, { now, timeMode }: RowContext) => {
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
        actor: {
          text: withGone(
            firstLine(cellText(record.actor?.name), record.actor?.email, cellText(record.actor?.id)),
            gone,
          ),
        },
        resource: {
          text: firstLine(
            cellText(record.resource?.name),
            cellText(record.resource?.id),
            record.resource?.type,
          ),
        },
        platform: { text: safeLine(record.platform) },
        description: { text: cellText(record.description), tone: 'dim' },
      },
    };
  },
};
