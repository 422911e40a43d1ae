/** What `config.toml` may hold, as data; a platform's own settings come from its kind's declaration. */
import { DAY, SECOND } from '../domain/time.ts';
import type { PlatformKind, Setting } from '../platforms/declaration.ts';

/** As much of a platform kind as the configuration needs to know. */
export type KindDeclaration = Pick<PlatformKind, 'kind' | 'hasBaseUrl' | 'settings' | 'credential'>;

/** Longer than any record's life; beyond it dates stop being dates. */
export const LONGEST_DURATION = 36_500 * DAY;

const BASE_URL: Setting = {
  name: 'base_url',
  type: 'url',
  required: true,
  label: 'address',
  help: 'address of the platform',
};

/** The settings of every `[[platforms]]` table. */
export const PLATFORM_SETTINGS: readonly Setting[] = [
  { name: 'name', type: 'text', required: true, help: 'unique, shown everywhere' },
  { name: 'kind', type: 'text', required: true, help: 'which kind of platform it is' },
  {
    name: 'poll_interval',
    type: 'duration',
    default: '60s',
    least: SECOND,
    most: DAY,
    help: 'how often it is asked for news',
  },
  { name: 'since', type: 'duration', default: '90d', help: 'how far back the first sync reaches' },
  { name: 'retention', type: 'retention', help: 'how much is kept in the cache; everything without it' },
];

/** The common settings of one kind; a kind that declares one of them itself has its way. */
export function sharedSettings(kind: KindDeclaration): readonly Setting[] {
  const own = new Set(kind.settings.map(({ name }) => name));
  const shared = kind.hasBaseUrl ? [...PLATFORM_SETTINGS, BASE_URL] : PLATFORM_SETTINGS;
  return shared.filter(({ name }) => !own.has(name));
}

/** All settings of one kind: the common ones, then its own. */
export function settingsOf(kind: KindDeclaration): readonly Setting[] {
  return [...sharedSettings(kind), ...kind.settings];
}

/** The settings of `[alerts]`. */
export const ALERT_SETTINGS: readonly Setting[] = [
  {
    name: 'expiring_within',
    type: 'duration',
    default: '30d',
    help: 'how near its end a certificate counts as expiring',
  },
  {
    name: 'long_running_after',
    type: 'duration',
    default: '30m',
    help: 'how long a job may run before it counts as stuck',
  },
];

/** What a setting is called where nobody writes a file: `client_secret` is the client secret. */
export const settingLabel = ({ label, name }: Setting): string => label ?? name.replaceAll('_', ' ');

/** The names a file may have at its top. */
export const TOP_LEVEL = ['platforms', 'alerts', 'rules'] as const;
