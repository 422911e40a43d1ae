import type { Statistic } from '../../domain/statistic.ts';
import { DAY, utcDate } from '../../domain/time.ts';
import { keyName } from './certificate.ts';
import type { EndpointEntry } from './endpoint-scan.ts';
import type { Entity } from './inventory.ts';
import { hasWeakKey, hasWeakSignature, isExpired, isExpiring, type Moment } from './judgements.ts';
import type { KeptFigures } from './state.ts';

interface Seen {
  readonly entities: readonly Entity[];
  readonly endpoints: readonly EndpointEntry[];
  readonly moment: Moment;
}

interface FigureRow {
  readonly category: string;
  readonly name: string;
  readonly unit: string;
  readonly count: (seen: Seen) => number;
}

const certificates = (name: string, holds: (entity: Entity, moment: Moment) => boolean): FigureRow => ({
  category: 'Certificates',
  name,
  unit: 'certificates',
  count: ({ entities, moment }) => entities.filter((entity) => holds(entity, moment)).length,
});
const endpoints = (name: string, holds: (entry: EndpointEntry) => boolean): FigureRow => ({
  category: 'Endpoints and discovery',
  name,
  unit: 'endpoints',
  count: (seen) => seen.endpoints.filter(holds).length,
});
const endsWithin =
  (from: number, to: number) =>
  ({ certificate }: Entity, { now }: Moment) =>
    certificate.notAfter - now >= from && certificate.notAfter - now < to;

/** A chain that verifies, for this name, in time: what a client would accept. */
const isProtected = ({ answer }: EndpointEntry) =>
  answer.kind === 'served' && answer.chainError === null && answer.nameError === null;
const isReached = ({ answer }: EndpointEntry) => answer.kind === 'served' || answer.reached;

const FIGURES: readonly FigureRow[] = [
  certificates('Discovered certificates', () => true),
  certificates('Expired certificates', ({ certificate }, moment) => isExpired(certificate, moment)),
  certificates('Expiring certificates', ({ certificate }, moment) => isExpiring(certificate, moment)),
  certificates(
    'Vulnerable certificates',
    (entity) => hasWeakKey(entity.certificate) || hasWeakSignature(entity),
  ),
  certificates('Certificates ending in 0-7 days', endsWithin(0, 8 * DAY)),
  certificates('Certificates ending in 8-30 days', endsWithin(8 * DAY, 31 * DAY)),
  certificates('Certificates ending in 31-90 days', endsWithin(31 * DAY, 91 * DAY)),
  certificates('Certificates ending in 91-365 days', endsWithin(91 * DAY, 366 * DAY)),
  certificates('Certificates ending later', endsWithin(366 * DAY, Number.POSITIVE_INFINITY)),
  endpoints('Scanned endpoints', () => true),
  endpoints('Protected endpoints', isProtected),
  endpoints('Unprotected endpoints', (entry) => isReached(entry) && !isProtected(entry)),
  endpoints('Unreachable endpoints', (entry) => !isReached(entry)),
];

/** Keys by algorithm and size; a key that several certificates certify is one key. */
function keyFigures({ entities }: Seen): ReadonlyMap<string, number> {
  const keys = new Map<string, string>();
  for (const { certificate } of entities) {
    keys.set(certificate.key.id ?? certificate.fingerprint, keyName(certificate.key));
  }
  const byName = new Map<string, number>();
  for (const name of keys.values()) byName.set(`${name} keys`, (byName.get(`${name} keys`) ?? 0) + 1);
  return new Map([['Total number of keys', keys.size], ['Asymmetric keys', keys.size], ...byName]);
}

/** The figures of a scan as the day's snapshots, and what the next day compares itself with. */
export function takeFigures(
  platform: string,
  seen: Seen,
  before: KeptFigures | null,
): { readonly statistics: readonly Statistic[]; readonly kept: KeptFigures } {
  const { now } = seen.moment;
  const date = utcDate(now);
  const previous = (before?.date === date ? before.previous : before?.values) ?? new Map<string, number>();
  const keys = keyFigures(seen);
  // A size that no key has any more is a figure that fell to zero, not one that stopped.
  const keyNames = new Set([
    ...keys.keys(),
    ...[...previous.keys()].filter((name) => name.endsWith(' keys')),
  ]);
  const rows = [
    ...FIGURES.map(({ category, name, unit, count }) => ({ category, name, unit, value: count(seen) })),
    ...[...keyNames].map((name) => ({ category: 'Keys', name, unit: 'keys', value: keys.get(name) ?? 0 })),
  ];
  const statistics = rows.map(({ category, name, unit, value }) => ({
    kind: 'statistic' as const,
    platform,
    id: `${name.toLowerCase().replace(/[^a-z0-9]+/g, '-')}:${date}`,
    account: null,
    category,
    name,
    value,
    unit,
    at: now,
    previous: previous.get(name) ?? null,
    origin: 'platform' as const,
  }));
  return {
    statistics,
    kept: { date, values: new Map(rows.map(({ name, value }) => [name, value])), previous },
  };
}
