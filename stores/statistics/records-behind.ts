/** Which records a figure counts, by its name: the first row that fits. Pure. */
import type { Figure } from '../../src/cache/port.ts';
import { DAY } from '../../src/domain/time.ts';
import type { Opens } from './sections.ts';

interface Behind {
  readonly name: RegExp;
  readonly pane: Opens['pane'];
  /** The query besides the platform. */
  readonly query: (match: RegExpExecArray, at: number) => string;
}

/** Discovery tells of each certificate once, and again when another takes its place. */
const DISCOVERED = 'action:CERTIFICATE_DISCOVERED,CERTIFICATE_REPLACED';

/** An instant as a query writes it, to the minute. */
const minute = (at: number): string => `${new Date(at).toISOString().slice(0, 16)}Z`;

const BEHIND: readonly Behind[] = [
  {
    name: /\bending in (\d+)-(\d+) days/i,
    pane: 'audit',
    query: ([, from, to], at) =>
      `${DISCOVERED} @validity.notAfter:${minute(at + Number(from) * DAY)}..${minute(at + (Number(to) + 1) * DAY)}`,
  },
  {
    name: /\bending later/i,
    pane: 'audit',
    query: (_, at) => `${DISCOVERED} @validity.notAfter:>${minute(at + 366 * DAY)}`,
  },
  { name: /\bexpired/i, pane: 'alerts', query: () => 'type:EXPIRED' },
  { name: /\bexpiring/i, pane: 'alerts', query: () => 'type:EXPIRING_SOON' },
  { name: /\bvulnerable/i, pane: 'alerts', query: () => 'type:WEAK_KEY,WEAK_SIGNATURE' },
  { name: /\bdiscovered/i, pane: 'audit', query: () => DISCOVERED },
  { name: /\bunreachable/i, pane: 'jobs', query: () => 'type:SCAN status:failed' },
  { name: /\bunprotected/i, pane: 'alerts', query: () => 'type:CHAIN_INVALID,NAME_MISMATCH,EXPIRED' },
  { name: /\bendpoints?\b/i, pane: 'jobs', query: () => 'type:SCAN' },
  {
    name: /^(?:EC )?(P-\d+) keys/i,
    pane: 'audit',
    query: ([, curve]) => `${DISCOVERED} @key.curve:${curve}`,
  },
  {
    name: /^(RSA|RSA-PSS|DSA|DH) (\d+) keys/i,
    pane: 'audit',
    query: ([, algorithm, bits]) => `${DISCOVERED} @key.algorithm:${algorithm} @key.bits:${bits}`,
  },
  { name: /keys/i, pane: 'audit', query: () => DISCOVERED },
  { name: /(?:)/, pane: 'audit', query: () => '' },
];

export function opensOf({ name, platform, at }: Pick<Figure, 'name' | 'platform' | 'at'>): Opens | null {
  for (const row of BEHIND) {
    const match = row.name.exec(name);
    if (match === null) continue;
    return { pane: row.pane, query: `platform=${JSON.stringify(platform)} ${row.query(match, at)}`.trim() };
  }
  return null;
}
