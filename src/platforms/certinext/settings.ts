/** What CERTInext is asked with: client, and what its documentation leaves open. */
import { resolve } from 'node:path';
import { JOB_STATUSES } from '../../domain/job.ts';
import type { PlatformSettings, Setting } from '../declaration.ts';
import { atHome, mapSetting, secretSetting, textSetting } from '../settings.ts';
import type { DayOrder } from './exports/instants.ts';
import { statusReader } from './order.ts';

export const SETTINGS: readonly Setting[] = [
  {
    name: 'account_number',
    type: 'text',
    required: true,
    help: 'number of the account; sent as client_id',
  },
  {
    name: 'client_secret',
    type: 'secret',
    required: true,
    help: 'client secret of an API of type REST, made in the portal under Integrations, APIs',
  },
  {
    name: 'exports',
    type: 'text',
    help: 'a folder watched for what the portal exports to Excel: audit logs, overall statistics',
  },
  {
    name: 'date_order',
    type: 'text',
    choices: ['dmy', 'mdy'],
    help: 'how the portal writes 03/04/2026: dmy or mdy; without it the dates of the exports tell',
  },
  { name: 'scope', type: 'text', help: 'the scope a token is asked for, where the account needs one' },
  {
    name: 'requests_per_minute',
    type: 'number',
    least: 1,
    help: 'the most that is asked in a minute; without it only what the platform refuses slows it down',
  },
  {
    name: 'status_aliases',
    type: 'map',
    default: {},
    faultOf: (text) =>
      JOB_STATUSES.some((status) => status === text.toUpperCase())
        ? null
        : {
            what: `is no job status (${JSON.stringify(text)})`,
            fix: `Write one of ${JOB_STATUSES.join(', ')}.`,
          },
    help: 'further order statuses of this deployment by the one they mean: QUEUED, RUNNING, SUCCESS or FAILED',
  },
];

/** What comes first in `03/04/2026`; null where the exports have to tell. */
export function dayOrderSetting(settings: PlatformSettings): DayOrder | null {
  const order = textSetting(settings, 'date_order');
  return order === null ? null : order === 'mdy' ? 'month first' : 'day first';
}

/** The platform's own settings in types; the configuration has checked them before. */
export function readSettings(settings: PlatformSettings) {
  const { requests_per_minute: most, status_aliases: aliases } = settings.values;
  const exports = textSetting(settings, 'exports');
  return {
    account: textSetting(settings, 'account_number') ?? '',
    secret: secretSetting(settings, 'client_secret'),
    scope: textSetting(settings, 'scope'),
    /** Null: none is known. */
    perMinute: typeof most === 'number' ? most : null,
    dayOrder: dayOrderSetting(settings),
    /** Null: none is watched. */
    folder: exports === null ? null : resolve(atHome(exports)),
    statusOf: statusReader(mapSetting(aliases, {})),
  };
}
