/** How an alert looks in a list. */
import type { Row } from '../../src/cache/ask.ts';
import { firstLine, safeLine } from '../../src/domain/text.ts';
import { formatInstant } from '../../stores/age.ts';
import { isMuted } from '../../stores/detail/failure-group.ts';
import type { Cell } from '../table/lines.ts';
import { GLYPHS } from '../theme.ts';
import { cellText, type PaneView, type RowContext, titled } from './pane-view.ts';
import { timeColumn } from './time-column.ts';

const SEVERITIES = {
  error: ['error', `${GLYPHS.error} error`],
  warning: ['warning', `${GLYPHS.warning} warning`],
  info: ['info', `${GLYPHS.info} info`],
} as const;

function readCell(read: boolean, known: boolean): Cell {
  if (read) return { text: 'read', tone: 'dim' };
  return known ? { text: 'known', tone: 'dim' } : { text: `${GLYPHS.unread} unread`, tone: 'strong' };
}

export const ALERTS_VIEW: PaneView = {
  columns: (mode) =>
    titled('alerts', [
      { id: 'severity', min: 9, ideal: 9, priority: 1 },
      timeColumn('age', mode),
      { id: 'platform', min: 8, ideal: 13, most: 24, priority: 5, cut: 'middle' },
      { id: 'type', min: 8, ideal: 13, most: 24, priority: 4 },
      { id: 'title', min: 16, ideal: 52, grow: 3, priority: 1 },
      { id: 'entity', min: 12, ideal: 16, most: 40, priority: 6 },
      { id: 'read', min: 8, ideal: 8, priority: 3 },
    ]),
  row: ({ ref, record }: Row, { now, timeMode, muted }: RowContext) => {
    if (record.kind !== 'alert') return null;
    const [tone, word] = SEVERITIES[record.severity];
    const known = isMuted(muted, record);
    return {
      key: ref,
      dim: record.read || known,
      cells: {
        severity: { text: word, tone },
        age: { text: formatInstant(record.createdAt, timeMode, now), tone: 'dim' },
        platform: { text: safeLine(record.platform) },
        type: { text: safeLine(record.type ?? '') },
        title: { text: firstLine(cellText(record.title), cellText(record.message), record.id) },
        entity: { text: firstLine(cellText(record.entity?.name), cellText(record.entity?.id)) },
        read: readCell(record.read, known),
      },
    };
  },
};
