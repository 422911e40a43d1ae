/** The tabs of a detail, by kind, as data. */
import type { WholeRecord } from '../../src/cache/ask.ts';
import type { Job } from '../../src/domain/job.ts';
import type { AnyRecord, Kind } from '../../src/domain/record.ts';
import { type DocumentInput, type DocumentLine, paragraph, said, waiting } from './document.ts';
import type { Lines } from './document-lines.ts';
import { groupLines } from './failure-group.ts';
import { fieldLines, seenLines } from './fields.ts';
import { errorLines, successLines, timelineLines } from './job-lines.ts';
import { bodyText, jsonLines, recordText } from './json-lines.ts';
import { relatedLines } from './related-lines.ts';

export interface Tab {
  readonly id: string;
  readonly title: string;
  readonly lines: (input: DocumentInput) => Lines;
  /** Whether the record has one; left out it always does. */
  readonly has?: (record: AnyRecord) => boolean;
  /** What must be fetched for it besides the whole record. */
  readonly needs?: 'related' | 'success';
  /** Whether its lines fold, or lead to a record. */
  readonly enters?: true;
  /** A JSON document: long values stay on one line unless they are to be wrapped. */
  readonly tree?: true;
}

const JSON_TAB: Tab = {
  id: 'json',
  title: 'JSON',
  enters: true,
  tree: true,
  lines: (input) =>
    waiting<WholeRecord | null, Lines>(input.whole, (whole) => {
      if (whole === null) return [said('The record is no longer in the cache.', 'dim')];
      return jsonLines(whole.raw ?? recordText(whole), input);
    }),
};

const FIELDS_TAB: Tab = {
  id: 'fields',
  title: 'Fields',
  lines: (input) => [...fieldLines(input), ...seenLines(input)],
};

const LANE_LINE: DocumentLine = {
  lane: true,
  parts: [
    { text: '*  ', tone: 'accent' },
    { text: 'All of it on one time axis, whichever platform tells it', tone: 'dim' },
  ],
};

const RELATED_TAB: Tab = {
  id: 'related',
  title: 'Related',
  needs: 'related',
  enters: true,
  lines: (input) =>
    waiting(input.related, (groups) =>
      groups.length === 0
        ? [said('No other record in the cache names the same certificate, request, job or agent.', 'dim')]
        : [...relatedLines(groups, input), LANE_LINE],
    ),
};

/** A JSON body of the whole record; the row of a list comes without it. */
const bodyTab = (id: 'payload' | 'output', title: string): Tab => ({
  id,
  title,
  enters: true,
  tree: true,
  lines: (input) =>
    waiting<WholeRecord | null, Lines>(input.whole, (whole) => {
      const text = whole === null ? null : bodyText(whole, id);
      return text === null ? [said(`The platform gave no ${id}.`, 'dim')] : jsonLines(text, input, `.${id}`);
    }),
});

const ofJob =
  (draw: (input: DocumentInput, job: Job) => readonly DocumentLine[]) =>
  (input: DocumentInput): readonly DocumentLine[] =>
    input.record.kind === 'job' ? draw(input, input.record) : [];

const TABS: Readonly<Record<Kind, readonly Tab[]>> = {
  alert: [
    {
      id: 'message',
      title: 'Message',
      lines: (input) => [
        ...(input.record.kind === 'alert'
          ? paragraph(input.record.message ?? 'No message.', input.width)
          : []),
        said(''),
        ...groupLines(input),
        ...fieldLines(input, 'message'),
      ],
    },
    RELATED_TAB,
    JSON_TAB,
  ],
  job: [
    {
      id: 'error',
      title: 'Error',
      lines: ofJob(errorLines),
      has: (record) => record.kind === 'job' && (record.status === 'FAILED' || record.error !== null),
    },
    bodyTab('payload', 'Payload'),
    { id: 'timeline', title: 'Timeline', lines: ofJob(timelineLines) },
    RELATED_TAB,
    { id: 'success', title: 'Last success', needs: 'success', enters: true, lines: ofJob(successLines) },
    bodyTab('output', 'Output'),
    FIELDS_TAB,
    JSON_TAB,
  ],
  audit: [FIELDS_TAB, JSON_TAB, RELATED_TAB],
  statistic: [FIELDS_TAB, JSON_TAB],
};

export function tabsOf(record: AnyRecord): readonly Tab[] {
  return TABS[record.kind].filter((tab) => tab.has?.(record) ?? true);
}

/** The tab a record opens on: a failed job on its error, one that did not fail on its fields. */
export function firstTab(record: AnyRecord): string {
  const tabs = tabsOf(record);
  if (record.kind === 'job' && tabs[0]?.id !== 'error') return 'timeline';
  return tabs[0]?.id ?? 'fields';
}

export function tabOf(record: AnyRecord, id: string): Tab | null {
  const tabs = tabsOf(record);
  return tabs.find((tab) => tab.id === id) ?? tabs[0] ?? null;
}
