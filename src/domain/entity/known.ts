/**
 * One thing under all its names. It grows by what records say: names that stand for one thing in a record are
 * names of that thing. Certificates of one name stay apart by serial and fingerprint: they are its issues.
 */

import { timeOf } from '../kinds.ts';
import type { AnyRecord } from '../record.ts';
import { type Identity, keyOf, NAME_TYPES, THING_TYPES, type ThingType } from './identity.ts';
import { distinct, type Mention, mentionsOf, subjectOf } from './mentions.ts';

/** One certificate among those of a name. */
export interface Issue {
  readonly serial: Identity | null;
  readonly fingerprints: readonly Identity[];
  /** When it was first named by a record (UTC ms); null where no record with a time did. */
  readonly since: number | null;
  /** A record says that another took its place. */
  readonly replaced: boolean;
}

export interface Known {
  readonly thing: ThingType;
  /** Names that are not of one issue only: name, e-mail, id, address. */
  readonly names: readonly Identity[];
  /** The one in use first, as far as anybody said. */
  readonly issues: readonly Issue[];
  readonly platforms: readonly string[];
}

/** More names than this are not of one thing; the first found are the closest. */
const MOST_NAMES = 12;
const MOST_ISSUES = 12;
const MOST_FINGERPRINTS = 4;

interface Sighting {
  readonly mention: Mention;
  readonly platform: string;
  readonly at: number | null;
}

/** The things a record is about, the closest first, each under the names the record gives it. */
export function thingsOf(record: AnyRecord): readonly Known[] {
  const mentions = mentionsOf(record);
  const closest = subjectOf(record);
  const rank = ({ thing }: Mention): number => (thing === closest ? -1 : THING_TYPES.indexOf(thing));
  const seen: Known[] = [];
  for (const mention of mentions.toSorted((a, b) => rank(a) - rank(b))) {
    const known = grown(
      none(mention.thing),
      [{ mention, platform: record.platform, at: timeOf(record) }],
      mention,
    );
    // An endpoint bears the name of the certificate it serves: the same lane.
    const key = bestOf(known)?.key;
    if (!seen.some((other) => bestOf(other)?.key === key)) seen.push(known);
  }
  return seen;
}

const none = (thing: ThingType): Known => ({ thing, names: [], issues: [], platforms: [] });

/** The thing with what further records tell of it; a record that names it by nothing known adds nothing. */
export function recognised(known: Known, records: readonly AnyRecord[]): Known {
  const sightings = records.flatMap((record) =>
    mentionsOf(record)
      .filter(({ thing }) => thing === known.thing)
      .map((mention) => ({ mention, platform: record.platform, at: timeOf(record) })),
  );
  return grown(known, sightings);
}

function grown(known: Known, sightings: readonly Sighting[], seed?: Mention): Known {
  const names = [...known.names, ...(seed === undefined ? [] : seed.identities.filter(isName))];
  let issues = known.issues;
  const platforms = new Set(known.platforms);
  const keys = new Set([...names, ...issues.flatMap(marksOf)].map(keyOf));
  let left = sightings;
  // What one record adds may tie in another that came before it.
  for (let before = -1; left.length !== before; ) {
    before = left.length;
    left = left.filter(({ mention, platform, at }) => {
      const tied =
        mention === seed ||
        mention.identities.some((identity) => ties(identity) && keys.has(keyOf(identity)));
      if (!tied) return true;
      platforms.add(platform);
      for (const identity of mention.identities.filter(isName)) {
        if (keys.has(keyOf(identity)) || names.length >= MOST_NAMES) continue;
        names.push(identity);
        keys.add(keyOf(identity));
      }
      issues = withMention(issues, mention, at);
      for (const mark of issues.flatMap(marksOf)) keys.add(keyOf(mark));
      return false;
    });
  }
  return {
    thing: known.thing,
    names: ranked(distinct(names)),
    issues: inOrder(issues),
    platforms: [...platforms].sort(),
  };
}

const isName = ({ by }: Identity): boolean => by !== 'serial' && by !== 'fingerprint';
/** Networks use the same addresses again: they are shown, and tie nothing. */
const ties = ({ by }: Identity): boolean => by !== 'address';

const ranked = (names: readonly Identity[]): readonly Identity[] =>
  names.toSorted((a, b) => NAME_TYPES.indexOf(a.by) - NAME_TYPES.indexOf(b.by));

/** The certificates of one name with what one mention says of them. */
function withMention(
  issues: readonly Issue[],
  { identities, previous }: Mention,
  at: number | null,
): readonly Issue[] {
  const own = identities.filter((identity) => !isName(identity));
  const before = previous.reduce((list, one) => withIssue(list, [one], null), issues);
  if (own.length === 0) return before;
  // Only what bears a serial of its own is said to have replaced another.
  const successor = own.some(({ by }) => by === 'serial');
  const replaced = new Set(successor ? previous.map(keyOf) : []);
  return withIssue(before, own, at).map((issue) =>
    marksOf(issue).some((mark) => replaced.has(keyOf(mark))) ? { ...issue, replaced: true } : issue,
  );
}

/** A serial belongs to one certificate, and each has at most one. */
function withIssue(issues: readonly Issue[], own: readonly Identity[], at: number | null): readonly Issue[] {
  const keys = new Set(own.map(keyOf));
  const serial = own.find(({ by }) => by === 'serial') ?? null;
  const fingerprints = own.filter(({ by }) => by === 'fingerprint');
  const found = issues.findIndex(
    (issue) =>
      marksOf(issue).some((mark) => keys.has(keyOf(mark))) &&
      (serial === null || issue.serial === null || keyOf(serial) === keyOf(issue.serial)),
  );
  const old = issues[found];
  if (old === undefined) {
    return issues.length < MOST_ISSUES
      ? [...issues, { serial, fingerprints, since: at, replaced: false }]
      : issues;
  }
  return issues.with(found, {
    ...old,
    serial: old.serial ?? serial,
    fingerprints: distinct([...old.fingerprints, ...fingerprints]).slice(0, MOST_FINGERPRINTS),
    since: old.since === null || at === null ? (old.since ?? at) : Math.min(old.since, at),
  });
}

/** What nobody replaced first, then by when each was first named, the newest first. */
function inOrder(issues: readonly Issue[]): readonly Issue[] {
  const when = ({ since }: Issue): number => since ?? Number.NEGATIVE_INFINITY;
  return issues.toSorted((a, b) => Number(a.replaced) - Number(b.replaced) || when(b) - when(a));
}

const marksOf = ({ serial, fingerprints }: Issue): readonly Identity[] =>
  serial === null ? fingerprints : [serial, ...fingerprints];

/** The name a person would call it by. */
export function labelOf(known: Known): string {
  const best = bestOf(known);
  if (best === null) return '';
  // Where case means nothing, as in the names of hosts, one way of writing is enough.
  const host = known.thing === 'certificate' || known.thing === 'host';
  return best.by === 'name' && host && !/\s/.test(best.key) ? best.key : best.text;
}

function bestOf({ names, issues }: Known): Identity | null {
  const { serial = null, fingerprints = [] } = issues[0] ?? {};
  return names.find(ties) ?? serial ?? fingerprints[0] ?? names[0] ?? null;
}

/** Whether two are the same thing, as far as their names tell. */
export function isSame(a: Known, b: Known): boolean {
  if (a.thing !== b.thing) return false;
  const keys = new Set(namesOf(a).filter(ties).map(keyOf));
  return namesOf(b).some((identity) => ties(identity) && keys.has(keyOf(identity)));
}

/** Every name of the thing. */
export function namesOf({ names, issues }: Known): readonly Identity[] {
  return [
    ...names,
    ...issues.flatMap(({ serial, fingerprints }) => [...(serial === null ? [] : [serial]), ...fingerprints]),
  ];
}
