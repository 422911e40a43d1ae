/** What stands between a secret and the wire: no key to a plain or malformed address, none in any text. */
import { type Failure, fail, ok, type Result } from '../domain/failure.ts';
import { safeLine } from '../domain/text.ts';
import type { Secret } from './declaration.ts';

export type Headers = Readonly<Record<string, string>>;

/** How a platform shows who asks. `headers` is called when a request is about to be sent, and only then. */
export interface Credential {
  /** The setting it comes from, for messages: `api_key`. */
  readonly setting: string;
  readonly secret: Secret;
  /** A promise where something must be obtained first (`session.ts`). */
  readonly headers: (signal: AbortSignal) => Headers | Promise<Result<Headers>>;
  /** Told that these headers were answered with 401; whether others can be had. */
  readonly refused?: (headers: Headers) => boolean;
  /** What was obtained with the secret and is as secret: tokens. Absent: the secret itself is what is sent. */
  readonly obtained?: () => readonly string[];
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
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}

/** Whether a text can be sent in a header as it is. */
export const canBeHeader = (text: string): boolean => /^[\x21-\x7e]+( [\x21-\x7e]+)*$/.test(text);

/** Characters a secret has at least: a shorter one stands in texts by chance, and could not be kept out of them. */
const SHORTEST = 4;

/** Why a credential cannot be sent at all; null when it can. */
export function checkCredential(credential: Credential | null, platform: string): Failure | null {
  if (credential === null) return null;
  const text = credential.secret.reveal();
  const empty = text.trim() === '';
  // A password travels in the body of a log-in, where every character is one of its own.
  const canBeSent = canBeHeader(text) || (credential.obtained !== undefined && !empty);
  if (canBeSent) return text.length < SHORTEST ? tooShort(credential, platform) : null;
  return {
    code: 'SECRET_UNREADABLE',
    what: `${platform}: ${credential.setting} ${empty ? 'is empty' : 'holds characters no HTTP header can carry'}`,
    next: `Check where ${credential.setting} comes from; a stray newline or quote is the usual reason.`,
    where: platform,
  };
}

function tooShort({ setting }: Credential, platform: string): Failure {
  return {
    code: 'SECRET_UNREADABLE',
    what: `${platform}: ${setting} has fewer than ${SHORTEST} characters`,
    cause: 'So short a secret is none, and could not be kept out of messages.',
    next: `Check where ${setting} comes from; a cut or a wrong variable is the usual reason.`,
    where: platform,
  };
}

/**
 * Replaces the secret and what was obtained with it, plain and in the forms they may be echoed in, wherever a
 * text holds them; one of fewer than `shortest` characters is left, as it stands in texts that have nothing to
 * do with it.
 */
export function redactor(credential: Credential | null, shortest = SHORTEST): (text: string) => string {
  return (text) => {
    if (credential === null) return text;
    const values = [credential.secret.reveal(), ...(credential.obtained?.() ?? [])];
    const forms = new Set(values.filter((value) => value.length >= shortest).flatMap(formsOf));
    // A page is megabytes long, and most secrets are the same in all their forms.
    return [...forms].reduce((clean, form) => clean.replaceAll(form, '[secret]'), text);
  };
}

/** As it is, in an address, in a form, in JSON. */
function formsOf(value: string): readonly string[] {
  const form = new URLSearchParams({ value }).toString().slice('value='.length);
  return [value, encodeURIComponent(value.toWellFormed()), form, JSON.stringify(value).slice(1, -1)];
}
