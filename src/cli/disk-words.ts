/** How much of the disk the cache takes, and what is kept of each platform, in words. Pure. */
import type { DiskUse } from '../cache/stored.ts';
import { formatBytes } from '../domain/bytes.ts';
import type { Kind } from '../domain/record.ts';
import { type Bounds, NO_BOUNDS, type Retention } from '../domain/retention.ts';
import { formatDuration } from '../domain/time.ts';

/** The words of the commands that list them. */
export const KIND_WORDS: Readonly<Record<Kind, string>> = {
  alert: 'alerts',
  job: 'jobs',
  audit: 'audit',
  statistic: 'stats',
};

/** `Disk: 1.2 GiB in PATH, 40 MiB of it free, 4.1 MiB in its log`. */
export function diskLine({ file, log, free }: Omit<DiskUse, 'shares'>, path: string): string {
  const spare = free === 0 ? '' : `, ${formatBytes(free)} of it free`;
  return `Disk: ${formatBytes(file)} in ${path}${spare}, ${formatBytes(log)} in its log`;
}

/** `prod: about 1.1 GiB: audit 1.1 GiB, jobs 3.4 MiB; keeps audit for 400d`. */
export function shareLine(
  platform: string,
  shares: DiskUse['shares'],
  retention: Retention | undefined,
): string {
  const own = shares.filter((share) => share.platform === platform).sort((a, b) => b.bytes - a.bytes);
  const all = own.reduce((sum, { bytes }) => sum + bytes, 0);
  const parts = own.map(({ kind, bytes }) => `${KIND_WORDS[kind]} ${formatBytes(bytes)}`);
  const takes = own.length === 0 ? 'nothing' : `about ${formatBytes(all)} (${parts.join(', ')})`;
  return `${platform}: ${takes}; keeps ${retentionWords(retention)}`;
}

/** `everything`, or `everything for 365d, up to about 2.0 GiB; audit for 400d`. */
export function retentionWords(retention: Retention | undefined): string {
  const { all = NO_BOUNDS, kinds = {} } = retention ?? {};
  const own = Object.entries(kinds).map(([kind, bounds]) => [KIND_WORDS[kind as Kind], boundWords(bounds)]);
  const bounded = own.filter(([, words]) => words !== '').map((part) => part.join(' '));
  const rest = boundWords(all);
  if (rest === '') return bounded.length === 0 ? 'everything' : bounded.join(', ');
  return [`everything ${rest}`, ...bounded].join('; ');
}

function boundWords({ age, records, bytes }: Bounds): string {
  return [
    age === null ? null : `for ${formatDuration(age)}`,
    records === null ? null : `up to ${records.toLocaleString('en')} records`,
    bytes === null ? null : `up to about ${formatBytes(bytes)}`,
  ]
    .filter((part) => part !== null)
    .join(', ');
}
