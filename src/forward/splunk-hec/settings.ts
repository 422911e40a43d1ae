import type { Setting } from '../../platforms/declaration.ts';
import { flagOf, numberOf, secretOf, textOf } from '../setting-values.ts';
import type { TargetSettings } from '../target.ts';

/** What servers take at least, by Splunk’s guidance for its cloud. */
const MOST_BYTES = 1_000_000;

export const SETTINGS: readonly Setting[] = [
  { name: 'url', type: 'url', required: true, help: 'the collector, e.g. https://splunk.example.com:8088' },
  { name: 'token', type: 'secret', required: true, help: 'the token of the HTTP Event Collector' },
  { name: 'index', type: 'text', help: 'the index; the token’s own without it' },
  { name: 'source', type: 'text', default: 'certdeck', help: 'the source of every event' },
  {
    name: 'sourcetype',
    type: 'text',
    help: 'the source type; certdeck:audit or certdeck:alert without it',
  },
  { name: 'host', type: 'text', help: 'the host of every event; its platform without it' },
  { name: 'gzip', type: 'flag', default: true, help: 'whether requests are compressed' },
  {
    name: 'batch_bytes',
    type: 'number',
    default: MOST_BYTES,
    least: 10_000,
    most: 100_000_000,
    help: 'the most bytes of a request, before compression (max_content_length of the server)',
  },
  {
    name: 'batch_events',
    type: 'number',
    default: 1_000,
    least: 1,
    most: 100_000,
    help: 'the most events of a request',
  },
  {
    name: 'ack',
    type: 'flag',
    default: false,
    help: 'whether events count as taken only once they are indexed; the token needs indexer acknowledgement',
  },
  {
    name: 'ack_timeout',
    type: 'duration',
    default: 120_000,
    least: 1_000,
    most: 3_600_000,
    help: 'how long to wait for that before events are sent again',
  },
];

const PATH = '/services/collector';

export interface HecSettings {
  readonly name: string;
  readonly token: NonNullable<ReturnType<typeof secretOf>>;
  readonly eventUrl: URL;
  readonly ackUrl: URL;
  readonly healthUrl: URL;
  readonly index: string;
  readonly source: string;
  readonly sourcetype: string;
  readonly host: string;
  readonly gzip: boolean;
  readonly limits: { readonly events: number; readonly bytes: number };
  readonly ack: boolean;
  /** ms. */
  readonly ackTimeout: number;
}

export function readHec({ name, values }: TargetSettings): HecSettings {
  // Given with its path as often as without.
  const base = textOf(values, 'url').replace(/\/services\/collector(\/event)?(\/1\.0)?\/?$/, '');
  const token = secretOf(values, 'token');
  if (token === null) throw new Error(`${name}: token is missing`);
  return {
    name,
    token,
    eventUrl: new URL(`${base}${PATH}/event`),
    ackUrl: new URL(`${base}${PATH}/ack`),
    healthUrl: new URL(`${base}${PATH}/health`),
    index: textOf(values, 'index'),
    source: textOf(values, 'source'),
    sourcetype: textOf(values, 'sourcetype'),
    host: textOf(values, 'host'),
    gzip: flagOf(values, 'gzip'),
    limits: { events: numberOf(values, 'batch_events'), bytes: numberOf(values, 'batch_bytes') },
    ack: flagOf(values, 'ack'),
    ackTimeout: numberOf(values, 'ack_timeout'),
  };
}
