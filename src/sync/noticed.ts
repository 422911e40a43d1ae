/** Which certificates a list of notices is about: several notices, and several platforms, tell of one. Pure. */
import type { Alert } from '../domain/alert.ts';
import { type Identity, identityOf, keyOf } from '../domain/entity/identity.ts';
import { mentionsOf } from '../domain/entity/mentions.ts';
import type { Job } from '../domain/job.ts';
import { type AnyRecord, refOf } from '../domain/record.ts';

/** A certificate by what its notices say of it. */
export interface Noticed {
  /** The first notice of it in the list. */
  readonly first: AnyRecord;
  /** When it was last told, UTC ms. */
  readonly toldAt: number | null;
  readonly platforms: ReadonlySet<string>;
  readonly names: ReadonlySet<string>;
}

interface Sighting {
  readonly alert: Alert;
  readonly names: readonly string[];
  /** What only one certificate has, by sort: two values of a sort are two certificates. */
  readonly marks: ReadonlyMap<string, string>;
}

interface Group {
  readonly first: Alert;
  toldAt: number | null;
  readonly platforms: Set<string>;
  readonly names: Set<string>;
  readonly marks: Map<string, string>;
}

/**
 * The certificates behind notices, in the order of their first ones. Serial, fingerprint and the platform's own
 * id tell certificates of one name apart; a notice that gives no more than a name is about any of that name.
 */
export function certificatesOf(notices: readonly AnyRecord[]): readonly Noticed[] {
  const order = new Map<AnyRecord, number>(notices.map((notice, i) => [notice, i]));
  const sightings = notices
    .filter((notice) => notice.kind === 'alert')
    .flatMap(sightingsOf)
    // What says most comes first, so that a bare name finds the certificate it may be about.
    .sort((a, b) => b.marks.size - a.marks.size);
  const groups: Group[] = [];
  const byMark = new Map<string, Group>();
  const byName = new Map<string, Group[]>();
  for (const sighting of sightings) {
    const { alert, names, marks } = sighting;
    const found =
      [...marks].map((mark) => byMark.get(mark.join(' '))).find((group) => group !== undefined) ??
      names.flatMap((name) => byName.get(name) ?? []).find((group) => !contradict(group.marks, marks));
    const group = found ?? {
      first: alert,
      toldAt: null,
      platforms: new Set<string>(),
      names: new Set<string>(),
      marks: new Map<string, string>(),
    };
    if (found === undefined) groups.push(group);
    group.platforms.add(alert.platform);
    group.toldAt = Math.max(group.toldAt ?? 0, alert.createdAt ?? 0);
    for (const [sort, key] of marks) {
      if (!group.marks.has(sort)) group.marks.set(sort, key);
      byMark.set(`${sort} ${key}`, group);
    }
    for (const name of names) {
      if (group.names.has(name)) continue;
      group.names.add(name);
      byName.set(name, [...(byName.get(name) ?? []), group]);
    }
  }
  return groups.sort((a, b) => (order.get(a.first) ?? 0) - (order.get(b.first) ?? 0));
}

function contradict(a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): boolean {
  return [...b].some(([sort, key]) => (a.get(sort) ?? key) !== key);
}

function sightingsOf(alert: Alert): readonly Sighting[] {
  const listed = listedIn(alert);
  if (listed.length > 0) return listed.map((name) => ({ alert, names: [name], marks: new Map() }));
  const own = mentionsOf(alert).find(({ thing }) => thing === 'certificate')?.identities ?? [];
  const { id = null, name = null } = alert.entity ?? {};
  const named = own.some(isName) ? null : nameKey(name ?? id);
  const names = [...own.filter(isName).map(nameOf), ...(named === null ? [] : [named])];
  const marks = own
    .filter((identity) => identity.by !== 'name')
    .map((identity) => [sortOf(identity, alert.platform), keyOf(identity)] as const);
  // What names nothing is a thing of its own.
  return [
    { alert, names, marks: new Map(names.length + marks.length > 0 ? marks : [['ref', refOf(alert)]]) },
  ];
}

/** A notice about several certificates lists them, and names none as its entity. */
function listedIn({ entity, message, origin }: Alert): readonly string[] {
  if (origin === 'platform' || (entity?.name ?? entity?.id ?? null) !== null) return [];
  const names = message?.split(', ') ?? [];
  return names.length < 2 ? [] : [...new Set(names.map((name) => nameKey(name) ?? name))];
}

const isName = ({ by }: Identity): boolean => by === 'name';
const nameOf = ({ key }: Identity): string => key;

function nameKey(name: string | null): string | null {
  const identity = identityOf('certificate', 'name', name, '');
  return identity?.by === 'name' ? identity.key : null;
}

function sortOf({ by, key }: Identity, platform: string): string {
  if (by === 'id') return `id ${platform}`;
  return by === 'fingerprint' ? `${by} ${key.length}` : by;
}

/** Jobs that bring a certificate in place of another, as a query. */
export const RENEWALS = 'status:SUCCESS type=~/renew|issue|order|enrol|rekey/ since:60d';

/**
 * Without the certificates of which a renewal has ended well since the last notice. Where there are several of a
 * name nobody knows which was renewed, so all of them stay.
 */
export function notRenewed(found: readonly Noticed[], renewals: readonly Job[]): readonly Noticed[] {
  const holders = new Map<string, number>();
  for (const name of found.flatMap(({ names }) => [...names])) {
    holders.set(name, (holders.get(name) ?? 0) + 1);
  }
  const renewed = new Map<string, number>();
  for (const job of renewals) {
    // `Renew www.example.com`, or the name alone: it is the last word of either.
    const name = nameKey(job.name?.split(/\s+/).at(-1) ?? null);
    const at = job.completedAt ?? job.startedAt;
    if (name !== null && at !== null) renewed.set(name, Math.max(renewed.get(name) ?? 0, at));
  }
  return found.filter(
    ({ names, toldAt }) =>
      ![...names].some((name) => holders.get(name) === 1 && (renewed.get(name) ?? 0) > (toldAt ?? Infinity)),
  );
}
