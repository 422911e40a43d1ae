import { FailureError } from '../../domain/failure.ts';
import { isObject } from '../../domain/json.ts';
import type { Fault, Secret, Setting } from '../../platforms/declaration.ts';
import { numberOf, secretOf, textOf } from '../setting-values.ts';
import type { TargetKind, TargetSettings } from '../target.ts';
import { hasPlaceholders, readJsonTemplate, readTemplate, type Template } from './template.ts';

/** How events lie in a request. */
const BATCHES = ['array', 'lines', 'one'] as const;
export type Batch = (typeof BATCHES)[number];

/** The whole event. */
const DEFAULT_BODY = '{{event}}';
/** Headers that are the connection's, or ours. */
const OURS = /^(host|connection|content-(length|encoding)|transfer-encoding|x-certdeck-.*)$/i;

function faultOfHeader(text: string, name: string): Fault | null {
  if (!/^[!#$%&'*+.^_`|~\w-]+$/.test(name))
    return { what: 'is no name of a header', fix: 'Use letters, digits and -.' };
  if (OURS.test(name)) return { what: 'is a header certdeck sets itself', fix: 'Leave it out.' };
  if (/^authorization$/i.test(name)) {
    return { what: 'is a secret in plain view', fix: 'Use the setting authorization, which takes a secret.' };
  }
  if (!/^[\x20-\x7e]*$/.test(text)) return { what: 'holds what no header can carry', fix: 'Use ASCII.' };
  const read = readTemplate(text, false);
  return 'wrong' in read ? { what: read.wrong, fix: 'See docs/forwarding.md.' } : null;
}

export const SETTINGS: readonly Setting[] = [
  { name: 'url', type: 'url', help: 'where events are posted to' },
  { name: 'secret_url', type: 'secret', help: 'the same, where the address itself is the key' },
  { name: 'signing_secret', type: 'secret', help: 'signs every request; not signed without it' },
  { name: 'authorization', type: 'secret', help: 'the whole Authorization header, e.g. "Bearer ..."' },
  { name: 'headers', type: 'map', faultOf: faultOfHeader, help: 'further headers by their names' },
  {
    name: 'body',
    type: 'text',
    default: DEFAULT_BODY,
    faultOf(text) {
      const read = readJsonTemplate(text);
      return 'wrong' in read ? { what: read.wrong, fix: 'See docs/forwarding.md.' } : null;
    },
    help: 'what is sent of an event: JSON with {{placeholders}}',
  },
  {
    name: 'batch',
    type: 'text',
    default: 'array',
    choices: BATCHES,
    help: 'several events a request, as a list or a line each, or one event a request',
  },
  {
    name: 'batch_events',
    type: 'number',
    default: 100,
    least: 1,
    most: 10_000,
    help: 'the most events of a request',
  },
  {
    name: 'batch_bytes',
    type: 'number',
    default: 1_000_000,
    least: 10_000,
    most: 100_000_000,
    help: 'the most bytes of a request',
  },
];

export const faultsOf: NonNullable<TargetKind['faultsOf']> = (values) => {
  const changing = Object.entries(headersOf(values)).filter(([, template]) => hasPlaceholders(template));
  if (changing.length === 0 || values.batch === 'one') return [];
  const what = `headers.${changing[0]?.[0]} has a placeholder, and a request has more events than one`;
  return [{ setting: 'headers', what, fix: 'Write batch = "one", or leave the placeholder out.' }];
};

export interface HookSettings {
  readonly name: string;
  readonly url: URL;
  readonly signingSecret: Secret | null;
  readonly authorization: Secret | null;
  /** What must be in no word, and the setting that a refusal is told of; null where nothing is secret. */
  readonly credential: { readonly setting: string; readonly secret: Secret } | null;
  readonly hidden: readonly string[];
  readonly headers: Readonly<Record<string, Template>>;
  readonly body: Template;
  readonly batch: Batch;
  readonly events: number;
  readonly bytes: number;
}

export function readHook({ name, values }: TargetSettings): HookSettings {
  const secretUrl = secretOf(values, 'secret_url');
  const given = textOf(values, 'url');
  if ((secretUrl === null) === (given === '')) {
    throw wrong(name, 'needs either url or secret_url', 'Write one of the two.');
  }
  const url = URL.parse(secretUrl?.reveal() ?? given);
  if (url === null || url.username !== '' || !/^https?:$/.test(url.protocol)) {
    throw wrong(name, 'secret_url holds no web address', 'Put https://... there, without a user name.');
  }
  const body = readJsonTemplate(textOf(values, 'body') || DEFAULT_BODY);
  const batch = textOf(values, 'batch') as Batch;
  const signingSecret = secretOf(values, 'signing_secret');
  const authorization = secretOf(values, 'authorization');
  const credentials = { authorization, signing_secret: signingSecret, secret_url: secretUrl };
  const [credential = null] = Object.entries(credentials).flatMap(([setting, secret]) =>
    secret === null ? [] : [{ setting, secret }],
  );
  return {
    name,
    url,
    signingSecret,
    authorization,
    credential,
    hidden: [
      ...(authorization === null ? [] : [authorization.reveal(), schemeless(authorization.reveal())]),
      ...(signingSecret === null ? [] : [signingSecret.reveal()]),
      ...(secretUrl === null ? [] : [secretUrl.reveal(), url.href, url.pathname + url.search]),
    ],
    headers: headersOf(values),
    body: 'wrong' in body ? [] : body.template,
    batch,
    events: batch === 'one' ? 1 : numberOf(values, 'batch_events'),
    bytes: numberOf(values, 'batch_bytes'),
  };
}

function headersOf(values: TargetSettings['values']): Readonly<Record<string, Template>> {
  const given = isObject(values.headers) ? Object.entries(values.headers) : [];
  const read = given.map(([name, text]) => [name.toLowerCase(), readTemplate(String(text), false)] as const);
  return Object.fromEntries(
    read.flatMap(([name, one]) => ('wrong' in one ? [] : [[name, one.template] as const])),
  );
}

/** Without the word before it: a receiver may say back only what comes after. */
const schemeless = (authorization: string): string => authorization.replace(/^\S+ +/, '');

function wrong(target: string, what: string, next: string): FailureError {
  return new FailureError({ code: 'CONFIG_INVALID', what: `${target}: ${what}`, next, where: target });
}
