/** `[redaction]` of the configuration: what a screen, the clipboard, files and other systems are not told. */
import { KIND_TABLES } from '../domain/kinds.ts';
import { nearest } from '../domain/nearest.ts';
import { type Redaction, SECRETS_ONLY } from '../domain/redaction-policy.ts';
import { fold } from '../domain/text.ts';
import type { Setting } from '../platforms/declaration.ts';
import { tableSchema } from './json-schema.ts';
import type { ConfigSection } from './section.ts';
import { checkTable, isTable, unknownKeys } from './tables.ts';

/** Paths of every kind, and the groups they are in (`actor`): a name that is nearly one of them would hide nothing. */
const PATHS = [
  ...new Set(Object.values(KIND_TABLES).flatMap(({ columns }) => columns.map(({ path }) => path))),
];
const GROUPS = new Set(PATHS.flatMap((path) => (path.includes('.') ? [fold(path.split('.')[0] ?? '')] : [])));

/** `actor.emial`: in a group of a record, and no field of it. */
function misspelt(name: string): string | null {
  const [group = '', ...rest] = name.split('.');
  const known = PATHS.some((path) => fold(path) === fold(name));
  if (rest.length === 0 || known || !GROUPS.has(fold(group))) return null;
  // Far from all of them it may be a member of the platform's own documents.
  const near = nearest(name, PATHS);
  return near === null ? null : `Did you mean ${JSON.stringify(near)}?`;
}

const SETTINGS: readonly Setting[] = [
  {
    name: 'personal',
    type: 'texts',
    default: [],
    faultOf: (text) => {
      const what = 'is no name of a field or a member';
      if (!/^[\p{L}\d_.-]+$/u.test(text)) {
        return { what, fix: 'Write names such as "actor.email", "ip" or "phone".' };
      }
      const fix = misspelt(text);
      return fix === null ? null : { what, fix };
    },
    help: 'personal data to hide: fields such as "actor.email", and members of documents by their name',
  },
  {
    name: 'how',
    type: 'text',
    choices: ['mask', 'hash'],
    default: 'mask',
    help: 'mask personal data, or give each value a sign of its own, so that it can still be counted',
  },
];

/** Without its salt, which is no part of the configuration. */
export type RedactionChoice = Omit<Redaction, 'salt'>;

export const REDACTION_SECTION: ConfigSection = {
  check(value, report) {
    if (!isTable(value)) {
      report(
        ['redaction'],
        'redaction has to be a table',
        'Write [redaction], and below it personal = ["actor.email"].',
      );
      return { ...SECRETS_ONLY };
    }
    const place = { path: ['redaction'], label: 'redaction', report };
    unknownKeys(value, ['secrets', ...SETTINGS.map(({ name }) => name)], place);
    const { secrets = true } = value;
    if (typeof secrets !== 'boolean') {
      report(['redaction', 'secrets'], 'redaction: secrets has to be true or false', 'Write secrets = true.');
    }
    const { personal, how } = checkTable(value, SETTINGS, place, []);
    return {
      secrets: secrets !== false,
      personal: (personal ?? []) as string[],
      how: how === 'hash' ? 'hash' : 'mask',
    };
  },
  schema: () =>
    tableSchema(SETTINGS, {
      secrets: {
        type: 'boolean',
        default: true,
        description: 'mask keys, tokens, passwords and challenges wherever they stand',
      },
    }),
};
