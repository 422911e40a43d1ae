/** The users and accounts that records name, resolved by what look-ups have told of them. */
import { isObject, type Value } from '../../domain/json.ts';
import { redactedProfile } from '../../domain/redaction.ts';
import { hidesPersonal } from '../../domain/redaction-policy.ts';
import type { Values } from '../../export/format.ts';
import type { Profile } from '../../platforms/port.ts';
import type { ProfilesSection } from '../report.ts';
import { type Counted, type Tally, tally } from '../tally.ts';
import {
  columnsAt,
  enumColumn,
  numberColumn,
  type Table,
  type Tools,
  textColumn,
  timeColumn,
} from '../tools.ts';
import { type Body, type Known, TOLD, textIn } from './profile-columns.ts';

/** Asked for at a time. */
const AT_ONCE = 200;

/** What a look-up found, in words; those of a user the records name and nobody has looked up. */
const STANDING: Readonly<Record<Profile['status'], string>> = {
  found: 'resolved',
  deleted: 'deleted at the platform',
  missing: 'unknown to the platform: deleted, or never there',
};
const NOT_ASKED = 'not looked up';

const PATHS = {
  user: ['platform', 'actor.id', 'actor.name', 'timestamp', 'outcome'],
  account: ['platform', 'account.id', 'account.name', 'timestamp', 'outcome'],
} as const;

export async function profilesTables(section: ProfilesSection, tools: Tools): Promise<readonly Table[]> {
  const told = TOLD[section.type];
  return [
    {
      title: section.title,
      columns: [
        enumColumn('platform', 'Platform'),
        textColumn('id', 'ID'),
        textColumn('name', 'Name'),
        enumColumn('status', 'Status'),
        textColumn('known', 'Look-up'),
        ...told.map(({ column }) => column),
        timeColumn('lookedUp', 'Looked up'),
        numberColumn('entries', 'Entries'),
        numberColumn('failed', 'Failures'),
        timeColumn('first', 'First'),
        timeColumn('last', 'Last'),
      ],
      async *rows() {
        const named = await namedIn(section, tools);
        const all = named.found.counted();
        for (let at = 0; at < all.length; at += AT_ONCE) {
          const some = all.slice(at, at + AT_ONCE);
          const known = await lookedUp(section.type, some, tools);
          yield some.map((one) => rowOf(section.type, one, named.names, known, tools));
        }
        const others = named.found.others();
        const blank = told.map(() => null);
        if (others !== null) {
          const { count, failed, first, last } = others;
          yield [[null, null, '(others)', null, null, ...blank, null, count, failed, first, last]];
        }
      },
    },
  ];
}

const keyText = (key: Counted['key']): string => JSON.stringify(key);

/** By platform and id; where there is no id, by name. The names are the latest that entries give. */
async function namedIn(
  section: ProfilesSection,
  tools: Tools,
): Promise<{ readonly found: Tally; readonly names: ReadonlyMap<string, string> }> {
  const found = tally();
  const names = new Map<string, string>();
  const columns = columnsAt(section.of, PATHS[section.type]).map(({ path }) => path);
  const ask = { selection: tools.selection(section.of, tools.query(section)) };
  // Not redacted: by what is hidden nobody could be looked up. What is written of it is.
  for await (const batch of tools.moment.scan.values(ask, columns, tools.asking)) {
    for (const [platform, id, name, at, outcome] of batch) {
      if (id === null && name === null) continue;
      const key = [String(platform), id === null ? null : String(id), id === null ? String(name) : null];
      found.add(key, typeof at === 'number' ? at : null, outcome === 'failure');
      const text = keyText(key);
      // Newest first.
      if (typeof name === 'string' && !names.has(text) && found.find(key) !== null) names.set(text, name);
    }
  }
  return { found, names };
}

async function lookedUp(
  type: ProfilesSection['type'],
  some: readonly Counted[],
  { moment }: Tools,
): Promise<ReadonlyMap<string, Known>> {
  const byPlatform = Map.groupBy(some, ({ key: [platform] }) => platform ?? '');
  const known = new Map<string, Known>();
  for (const [platform, ones] of byPlatform) {
    const mentions = ones.flatMap(({ key: [, id] }) => (id == null ? [] : [{ type, id }]));
    if (mentions.length === 0) continue;
    for (const profile of await moment.reads.profiles(platform, mentions)) {
      known.set(keyText([platform, profile.id, null]), profile);
    }
  }
  return known;
}

function rowOf(
  type: ProfilesSection['type'],
  one: Counted,
  names: ReadonlyMap<string, string>,
  known: ReadonlyMap<string, Known>,
  { job: { redaction } }: Tools,
): Values {
  const [platform = null, id = null, alone = null] = one.key;
  const profile = known.get(keyText(one.key)) ?? null;
  const body: Body = isObject(profile?.body) ? profile.body : {};
  const columns = TOLD[type];
  const tells = { people: !hidesPersonal(redaction) };
  const values = columns.map(({ of }) => (profile === null ? null : of(body, profile, tells)));
  const shown = redactedProfile(
    {
      type,
      id,
      // As the entries have it: what somebody was called then.
      name: names.get(keyText(one.key)) ?? alone ?? profile?.name ?? null,
      ...Object.fromEntries(columns.map(({ column }, at) => [column.path, values[at] ?? null])),
    },
    redaction,
  ) as Readonly<Record<string, Value>>;
  return [
    platform,
    shown.id ?? null,
    shown.name ?? null,
    statusOf(profile, body),
    profile === null ? NOT_ASKED : STANDING[profile.status],
    ...columns.map(({ column }) => shown[column.path] ?? null),
    profile?.fetchedAt ?? null,
    one.count,
    one.failed,
    one.first,
    one.last,
  ];
}

/** In the platform's word; of those it does not know, UNKNOWN. */
function statusOf(profile: Known | null, body: Body): string | null {
  if (profile === null) return null;
  if (profile.status === 'deleted') return 'DELETED';
  if (profile.status === 'missing') return 'UNKNOWN';
  if (typeof body.active === 'boolean') return body.active ? 'ACTIVE' : 'INACTIVE';
  return textIn(body, 'status')?.toUpperCase() ?? null;
}
