import { isObject } from '../../domain/json.ts';
import type { Fault, Setting } from '../../platforms/declaration.ts';
import { flagOf, numberOf, secretOf, textOf } from '../setting-values.ts';
import type { TargetSettings } from '../target.ts';
import { isColumn, type RowShape } from './columns.ts';

/** Who gives tokens and what they are for (learn.microsoft.com/azure/azure-monitor/logs/logs-ingestion-api-overview). */
const CLOUDS = {
  public: { logIn: 'https://login.microsoftonline.com', audience: 'https://monitor.azure.com' },
  china: { logIn: 'https://login.chinacloudapi.cn', audience: 'https://monitor.azure.cn' },
  'us-government': { logIn: 'https://login.microsoftonline.us', audience: 'https://monitor.azure.us' },
} as const;
type Cloud = keyof typeof CLOUDS;
const isCloud = (text: string): text is Cloud => Object.hasOwn(CLOUDS, text);

/** A call is counted as it is and compressed: 1 MB either way. */
const MOST_BYTES = 1_000_000;

const beginsWith =
  (starts: readonly string[]) =>
  (text: string): Fault | null =>
    starts.some((start) => text.startsWith(start))
      ? null
      : { what: `does not begin with ${starts.join(' or ')}`, fix: 'Copy it from the data collection rule.' };

/** What stands in an address as one step of its path. */
const oneStep = (text: string): Fault | null =>
  /^[\w.-]+$/.test(text) ? null : { what: 'is no such id', fix: 'Copy it from the app registration.' };

export const SETTINGS: readonly Setting[] = [
  {
    name: 'url',
    type: 'url',
    required: true,
    help: 'the logs ingestion endpoint of the data collection rule or its data collection endpoint',
  },
  {
    name: 'dcr',
    type: 'text',
    required: true,
    faultOf: beginsWith(['dcr-']),
    help: 'the immutable id of the data collection rule',
  },
  {
    name: 'stream',
    type: 'text',
    required: true,
    faultOf: beginsWith(['Custom-', 'Microsoft-']),
    help: 'the stream of the rule, e.g. Custom-Certdeck_CL',
  },
  {
    name: 'tenant',
    type: 'text',
    required: true,
    faultOf: oneStep,
    help: 'the tenant of the app: its id or domain',
  },
  { name: 'client_id', type: 'text', required: true, help: 'the client id of the app' },
  { name: 'client_secret', type: 'secret', required: true, help: 'a client secret of the app' },
  {
    name: 'cloud',
    type: 'text',
    default: 'public',
    choices: Object.keys(CLOUDS),
    help: 'the cloud the workspace lies in',
  },
  { name: 'login_url', type: 'url', help: 'who gives the token; that of the cloud without it' },
  {
    name: 'columns',
    type: 'map',
    faultOf: (text) =>
      isColumn(text)
        ? null
        : {
            what: `cannot be the column ${JSON.stringify(text)}`,
            fix: 'A column begins with a letter, has at most 45 letters, digits and _, and none of the names that are taken.',
          },
    help: 'columns by the members of an event, where other names are wanted',
  },
  {
    name: 'nested_as_text',
    type: 'flag',
    default: false,
    help: 'whether structured values go as JSON in a text, for tables without dynamic columns',
  },
  { name: 'gzip', type: 'flag', default: true, help: 'whether calls are compressed' },
  {
    name: 'batch_bytes',
    type: 'number',
    default: MOST_BYTES,
    least: 70_000,
    most: 1_048_576,
    help: 'the most bytes of a call, before compression',
  },
];

export interface AzureSettings {
  readonly name: string;
  readonly url: URL;
  readonly logInUrl: URL;
  readonly scope: string;
  readonly clientId: string;
  readonly secret: NonNullable<ReturnType<typeof secretOf>>;
  readonly shape: RowShape;
  readonly gzip: boolean;
  readonly bytes: number;
}

export function readAzure({ name, values }: TargetSettings): AzureSettings {
  const given = textOf(values, 'cloud');
  const { logIn, audience } = CLOUDS[isCloud(given) ? given : 'public'];
  const step = (setting: string) => encodeURIComponent(textOf(values, setting));
  const path = `/dataCollectionRules/${step('dcr')}/streams/${step('stream')}?api-version=2023-01-01`;
  const secret = secretOf(values, 'client_secret');
  if (secret === null) throw new Error(`${name}: client_secret is missing`);
  const columns = isObject(values.columns) ? Object.entries(values.columns) : [];
  return {
    name,
    url: new URL(textOf(values, 'url') + path),
    logInUrl: new URL(`${textOf(values, 'login_url') || logIn}/${step('tenant')}/oauth2/v2.0/token`),
    scope: `${audience}/.default`,
    clientId: textOf(values, 'client_id'),
    secret,
    shape: {
      columns: Object.fromEntries(columns.map(([member, column]) => [member, String(column)])),
      nestedAsText: flagOf(values, 'nested_as_text'),
    },
    gzip: flagOf(values, 'gzip'),
    bytes: numberOf(values, 'batch_bytes'),
  };
}
