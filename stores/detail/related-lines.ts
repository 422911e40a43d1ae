/** The records that share something with the one in front, each with what that is. */
import type { Row } from '../../src/cache/ask.ts';
import { cellsOf, pad } from '../../src/domain/cells.ts';
import { timeOf } from '../../src/domain/kinds.ts';
import type { AnyRecord } from '../../src/domain/record.ts';
import { maskText } from '../../src/domain/secrets.ts';
import { safeLine } from '../../src/domain/text.ts';
import { formatInstant } from '../age.ts';
import { type DocumentInput, type DocumentLine, type PartTone, said } from './document.ts';
import { titleOf } from './fields.ts';
import type { RelatedGroup } from './relations.ts';

export function relatedLines(groups: readonly RelatedGroup[], input: DocumentInput): readonly DocumentLine[] {
  const label = ({ relation }: RelatedGroup): string =>
    relation === 'rests on' ? relation : `same ${safeLine(relation)}`;
  const width = Math.max(...groups.map((group) => cellsOf(label(group))));
  return groups.flatMap((group) => [
    // Said of each row, and loud once.
    ...group.rows.map((row, index) =>
      relatedLine(row, { text: pad(label(group), width), tone: index === 0 ? 'accent' : 'dim' }, input),
    ),
    ...(group.more ? [said(`${group.rows.length} newest of the ${label(group)} shown`, 'warning')] : []),
  ]);
}

function relatedLine(
  row: Row,
  label: { readonly text: string; readonly tone: PartTone },
  input: DocumentInput,
): DocumentLine {
  const { record } = row;
  const [word, tone] = wordOf(record);
  const at = formatInstant(timeOf(record), input.timeMode, input.now);
  return {
    opens: row,
    value: row.ref,
    parts: [
      { ...label, text: `${label.text}  ` },
      { text: `${at.padEnd(6)} `, tone: 'dim' },
      { text: `${word.padEnd(13)}  `, tone },
      { text: aboutOf(record), tone: 'plain' },
      { text: `  ${safeLine(record.platform)}`, tone: 'dim' },
    ],
  };
}

function wordOf(record: AnyRecord): readonly [string, PartTone] {
  switch (record.kind) {
    case 'alert':
      return [`alert ${record.severity}`, record.severity === 'info' ? 'plain' : record.severity];
    case 'job':
      return [`job ${record.status}`, record.status === 'FAILED' ? 'error' : 'plain'];
    case 'audit':
      return [`audit ${record.outcome ?? ''}`.trimEnd(), record.outcome === 'failure' ? 'error' : 'plain'];
    case 'statistic':
      return ['figure', 'plain'];
  }
}

/** What it says of itself. The id of what an entry is about is what both share: its name, actor and text say more. */
function aboutOf(record: AnyRecord): string {
  if (record.kind !== 'audit') return titleOf(record);
  const { action, resource, actor, description } = record;
  const who = actor?.name ?? actor?.email ?? actor?.id ?? null;
  const name = resource?.name ?? null;
  // Who signs in is what the entry is about: said once.
  const parts = [action, name, who === null || who === name ? null : `by ${who}`, description];
  const known = parts.filter((part): part is string => part !== null && part.trim() !== '');
  return known.length < 2 ? titleOf(record) : known.map((part) => safeLine(maskText(part))).join('  ');
}
