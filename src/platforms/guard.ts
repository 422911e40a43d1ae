/** What stands between a secret and the wire: no key to a plain or malformed address, none in any text. */
import { type Failure, fail, ok, type Result } from '../domain/failure.ts';
import { safeLine } from '../domain/text.ts';
import type { Secret } from './declaration.ts';

/** How a platform shows who asks. `headers` is called at the moment of sending, and only then. */
export interface Credential {
  /** The setting it comes from, for messages: `api_key`. */
  readonly setting: string;
  readonly secret: Secret;
  readonly headers: () => Readonly<Record<string, string>>;
}

interface Target {
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | null>>;
}

/** The address of a request, or why nothing may be sent there. */
export function checkAddress(
  baseUrl: string,
  { path, query = {} }: Target,
  credential: Credential | null,
  platform: string,
): Result<URL> {
  const bad = (what: string, next: string): Result<URL> =>
    fail({ code: 'CONFIG_INVALID', what: `${platform}: ${what}`, next, where: platform });
  const url = URL.parse(baseUrl + path);
  if (url === null || !/^https?:$/.test(url.protocol)) {
    return bad(`base_url and path make no http address: ${safeLine(path)}`, 'Set base_url to https://HOST.');
  }
  if (url.username !== '' || url.password !== '') {
    return bad(
      'base_url carries a user name or password',
      'Remove it from base_url; use the settings for it.',
    );
  }
  if (credential !== null && url.protocol === 'http:' && !isLoopback(url.hostname)) {
    return bad(
      `${credential.setting} is not sent over plain http to ${url.host}`,
      'Use https in base_url; plain http is for loopback addresses only.',
    );
  }
  for (const [name, value] of Object.entries(query)) {
    if (value !== null && !url.searchParams.has(name)) url.searchParams.set(name, String(value));
  }
  return ok(url);
}

/**
 * An id as one step of a path. Null for one that a URL would read as another path: empty, `.` and `..`, which
 * stay what they are however they are encoded.
 */
export function pathSegment(id: string): string | null {
  return /^\.{0,2}$/.test(id) ? null : encodeURIComponent(id.toWellFormed());
}

/** Whether a host name of a URL means this machine and nothing else. */
function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}

/** Why a credential cannot be sent at all; null when it can. */
export function checkCredential(credential: Credential | null, platform: string): Failure | null {
  if (credential === null || /^[\x21-\x7e]+( [\x21-\x7e]+)*$/.test(credential.secret.reveal())) return null;
  const empty = credential.secret.reveal().trim() === '';
  return {
    code: 'SECRET_UNREADABLE',
    what: `${platform}: ${credential.setting} ${empty ? 'is empty' : 'holds characters no HTTP header can carry'}`,
    next: `Check where ${credential.setting} comes from; a stray newline or quote is the usual reason.`,
    where: platform,
  };
}

/**
 * Replaces the secret, plain and in the forms it may be echoed in, wherever a text holds it; one of fewer
 * than `shortest` characters is left, as it stands in texts that have nothing to do with it.
 */
export function redactor(credential: Credential | null, shortest = 1): (text: string) => string {
  return (text) => {
    const value = credential?.secret.reveal() ?? '';
    if (value.length < shortest) return text;
    const forms = [value, encodeURIComponent(value), JSON.stringify(value).slice(1, -1)];
    return forms.reduce((clean, form) => clean.replaceAll(form, '[secret]'), text);
  };
}
