/** The users and accounts that records name, resolved by what look-ups have told of them. */
import type { Column } from '../../domain/field.ts';
import { isObject, type Json, type Value } from '../../domain/json.ts';
import { redactedProfile } from '../../domain/redaction.ts';
import { hidesPersonal } from '../../domain/redaction-policy.ts';
import { parseInstant } from '../../domain/time.ts';
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

type Known = Profile & { readonly fetchedAt: number };
type Body = Readonly<Record<string, Json>>;

/** Asked for at a time. */
const AT_ONCE = 200;

/** What is told of one besides its name: the column, and where it stands in the object of the platform. */
interface Told {
  readonly column: Column;
  readonly of: (body: Body, profile: Known, tells: { readonly people: boolean }) => Value;
}

const textIn = (body: Body, name: string): string | null => {
  const value = body[name];
  return typeof value === 'string' && value !== '' ? value : null;
};
const timeIn = (body: Body, name: string): number | null => parseInstant(body[name] ?? null);
const within = (body: Body, name: string): Body => (isObject(body[name]) ? body[name] : {});

/** Names of members as at https://dev.digicert.com (Account Manager API). */
const TOLD: Readonly<Record<ProfilesSection['type'], readonly Told[]>> = {
  user: [
    { column: textColumn('email', 'E-mail'), of: (_, { email }) => email },
    {
      column: enumColumn('userType', 'Type'),
      of: (body, { actorType }) => textIn(body, 'user_type') ?? actorType,
    },
    { column: timeColumn('created', 'Created'), of: (body) => timeIn(body, 'created_at') },
    { column: enumColumn('scope', 'Access scope'), of: (body) => textIn(body, 'access_scope') },
    { column: textColumn('account', 'Primary account'), of: (body) => textIn(body, 'primary_account_id') },
  ],
  account: [
    { column: textColumn('identifier', 'Identifier'), of: (body) => textIn(body, 'friendly_identifier') },
    {
      column: textColumn('servedFrom', 'Served from'),
      of: (body) => textIn(within(body, 'service_period'), 'from'),
    },
    {
      column: textColumn('servedTo', 'Served to'),
      of: (body) => textIn(within(body, 'service_period'), 'to'),
    },
    {
      column: textColumn('admins', 'Administrators'),
      of: ({ admins }, _, { people }) => {
        if (!Array.isArray(admins)) return null;
        const names = admins.flatMap((admin: Json) => (isObject(admin) ? (textIn(admin, 'name') ?? []) : []));
        return people ? names.join(', ') : String(admins.length);
      },
    },
  ],
};

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
