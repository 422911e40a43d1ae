/** Which records a figure counts, by its name: the first row that fits. Pure. */
import type { Figure } from '../../src/cache/ask.ts';
import { ORDER_TYPE } from '../../src/domain/job.ts';
import { DAY } from '../../src/domain/time.ts';
import { countedBy } from '../../src/platforms/counted-figures.ts';
import { quoteText } from '../../src/query/print.ts';
import { countedQuery } from '../../src/sync/counted.ts';
import type { Opens } from './sections.ts';

interface Behind {
  readonly name: RegExp;
  readonly pane: Opens['pane'];
  /** The query besides the platform. */
  readonly query: (match: RegExpExecArray, at: number) => string;
}

/** A certificate is discovered once; that it took another's place is told besides. */
const DISCOVERED = 'action:CERTIFICATE_DISCOVERED';

const instant = (at: number): string => new Date(at).toISOString();
const ORDER = `type=${ORDER_TYPE}`;
/** The looks at endpoints of the scan that the figure was taken in. */
const looks = (at: number): string => `type:SCAN scheduled:${instant(at)} @payload.endpoint`;
const TRUSTED = '@output.chainVerifies:true @output.nameMatches:true';

const BEHIND: readonly Behind[] = [
  {
    name: /\bending in (\d+)-(\d+) days/i,
    pane: 'audit',
    query: ([, from, to], at) =>
      `${DISCOVERED} @validity.notAfter>=${instant(at + Number(from) * DAY)} @validity.notAfter<${instant(at + (Number(to) + 1) * DAY)}`,
  },
  {
    name: /\bending later/i,
    pane: 'audit',
    query: (_, at) => `${DISCOVERED} @validity.notAfter>=${instant(at + 366 * DAY)}`,
  },
  { name: /^orders$/i, pane: 'jobs', query: () => ORDER },
  { name: /^orders fulfilled$/i, pane: 'jobs', query: () => `${ORDER} status:SUCCESS` },
  { name: /^orders in progress$/i, pane: 'jobs', query: () => `${ORDER} status:RUNNING` },
  { name: /^orders waiting$/i, pane: 'jobs', query: () => `${ORDER} status:QUEUED` },
  { name: /^orders rejected or cancelled$/i, pane: 'jobs', query: () => `${ORDER} status:FAILED` },
  // Orders are given a serial number once their certificate is issued.
  { name: /^issued certificates$/i, pane: 'jobs', query: () => `${ORDER} has:certificate` },
  {
    name: /^revoked certificates$/i,
    pane: 'jobs',
    query: () => `${ORDER} @payload.certificateStatus:*revoke*`,
  },
  { name: /\bexpired/i, pane: 'alerts', query: () => 'type:EXPIRED' },
  { name: /\bexpiring/i, pane: 'alerts', query: () => 'type:EXPIRING_SOON' },
  { name: /\bvulnerable/i, pane: 'alerts', query: () => 'type:WEAK_KEY,WEAK_SIGNATURE' },
  { name: /\bdiscovered/i, pane: 'audit', query: () => DISCOVERED },
  { name: /\bunreachable endpoints/i, pane: 'jobs', query: (_, at) => `${looks(at)} @output.reached:false` },
  {
    name: /\bunprotected endpoints/i,
    pane: 'jobs',
    query: (_, at) => `${looks(at)} @output.reached:true -(${TRUSTED})`,
  },
  { name: /\bprotected endpoints/i, pane: 'jobs', query: (_, at) => `${looks(at)} ${TRUSTED}` },
  { name: /\bscanned endpoints/i, pane: 'jobs', query: (_, at) => looks(at) },
  { name: /^(?:total number of|asymmetric) keys/i, pane: 'audit', query: () => DISCOVERED },
  {
    name: /^(RSA|RSA-PSS|DSA|DH) (\d+) keys$/i,
    pane: 'audit',
    query: ([, algorithm, bits]) => `${DISCOVERED} @key.algorithm=${algorithm} @key.bits=${bits}`,
  },
  {
    name: /^EC (\S+) keys$/i,
    pane: 'audit',
    query: ([, curve = '']) => `${DISCOVERED} @key.algorithm=EC @key.curve=${quoteText(curve)}`,
  },
  {
    name: /^(\S+) keys$/i,
    pane: 'audit',
    query: ([, algorithm = '']) => `${DISCOVERED} @key.algorithm=${quoteText(algorithm)}`,
  },
];

/** Null where nobody has said which records a figure counts; `since` is from when on certdeck counted them. */
export function opensOf(
  { name, platform, at, origin }: Pick<Figure, 'name' | 'platform' | 'at' | 'origin'>,
  since: number | null,
): Opens | null {
  const counted = countedBy(origin);
  if (counted !== null) {
    const pane = counted.kind === 'job' ? 'jobs' : 'audit';
    return since === null ? null : { pane, query: countedQuery(counted, platform, since, at) };
  }
  for (const row of BEHIND) {
    const match = row.name.exec(name);
    if (match === null) continue;
    return { pane: row.pane, query: `platform=${JSON.stringify(platform)} ${row.query(match, at)}` };
  }
  return null;
}
