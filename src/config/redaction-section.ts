/** `[redaction]` of the configuration: what a screen, the clipboard, files and other systems are not told. */
import { type Redaction, SECRETS_ONLY } from '../domain/redaction.ts';
import type { Setting } from '../platforms/declaration.ts';
import { tableSchema } from './json-schema.ts';
import type { ConfigSection } from './section.ts';
import { checkTable, isTable, unknownKeys } from './tables.ts';

const SETTINGS: readonly Setting[] = [
  {
    name: 'personal',
    type: 'texts',
    default: [],
    faultOf: (text) =>
      /^[\p{L}\d_.-]+$/u.test(text)
        ? null
        : {
            what: 'is no name of a field or a member',
            fix: 'Write names such as "actor.email", "ip" or "phone".',
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
