import { FAILURES } from '../domain/failure.ts';
import { formatDuration, HOUR, MINUTE } from '../domain/time.ts';
import { instantText } from './entry-text.ts';
import type { Rule, StreamHealth } from './rule.ts';

/** A platform that nobody can ask says nothing, and that looks like a quiet night. */
export const OUT_OF_REACH: Rule = {
  name: 'out-of-reach',
  about: 'A platform that could not be reached for some time; told as over once it answers again',
  reads: 'how the streams of the platform stand',
  derives: 'alert',
  everywhere: true,
  settings: [
    {
      name: 'after',
      type: 'duration',
      default: 15 * MINUTE,
      least: MINUTE,
      most: 168 * HOUR,
      help: 'how long every request has to fail before it is told',
    },
  ],
  actions: () => false,
  keys: () => [],
  reach: () => ({ before: 0, after: 0 }),
  derive: () => [],
  ofStreams: (platform, streams, now, { after = 0 }) => {
    const since = silentSince(streams);
    if (since === null || now - since < after) return null;
    const failure = streams.find((stream) => stream.failure !== null)?.failure ?? null;
    return {
      anchor: String(since),
      record: {
        kind: 'alert',
        severity: 'error',
        type: 'PLATFORM_OUT_OF_REACH',
        title: `${platform} is out of reach`,
        message: `Last answer at ${instantText(since)}. ${failure?.what ?? ''}`.trim(),
        entity: { type: 'platform', id: platform, name: platform },
        createdAt: since + after,
      },
    };
  },
  ended: (record, now) => {
    if (record.kind !== 'alert') return record;
    const took = record.createdAt === null ? '' : ` for ${formatDuration(now - record.createdAt)}`;
    return {
      ...record,
      severity: 'info',
      title: `${record.platform} was out of reach`,
      message:
        `It answers again since ${instantText(now)}; this stood${took}. ${record.message ?? ''}`.trim(),
      read: true,
      readAt: now,
    };
  },
  examples: [
    {
      about: 'no stream could be reached, the last answer was longer ago than allowed',
      given: [],
      knownUpTo: Date.UTC(2026, 7, 20, 10, 20),
      streams: [
        {
          stream: 'audit',
          syncedAt: Date.UTC(2026, 7, 20, 10),
          failure: { code: 'UNREACHABLE', what: 'p: connection refused', next: '' },
        },
        {
          stream: 'jobs',
          syncedAt: Date.UTC(2026, 7, 20, 9, 59),
          failure: { code: 'TIMED_OUT', what: 'p: no answer within 30s', next: '' },
        },
      ],
      found: [
        {
          kind: 'alert',
          severity: 'error',
          type: 'PLATFORM_OUT_OF_REACH',
          title: 'p is out of reach',
          createdAt: Date.UTC(2026, 7, 20, 10, 15),
        },
      ],
    },
    {
      about: 'one stream answers, so the platform does',
      given: [],
      knownUpTo: Date.UTC(2026, 7, 20, 12),
      streams: [
        {
          stream: 'audit',
          syncedAt: Date.UTC(2026, 7, 20, 10),
          failure: { code: 'UNREACHABLE', what: 'p: connection refused', next: '' },
        },
        { stream: 'jobs', syncedAt: Date.UTC(2026, 7, 20, 10), failure: null },
      ],
      found: [],
    },
  ],
};

/** The last answer of any stream, where every one of them is out of reach now; null where one is not. */
function silentSince(streams: readonly StreamHealth[]): number | null {
  if (streams.some(({ failure }) => failure === null || FAILURES[failure.code].exit !== 3)) return null;
  const answers = streams.flatMap(({ syncedAt }) => (syncedAt === null ? [] : [syncedAt]));
  return answers.length === 0 ? null : Math.max(...answers);
}
