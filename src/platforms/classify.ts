/**
 * What an answer, or the lack of one, means. Each table row says the failure's code, its words, and how often
 * the engine may try again by itself; everything later is the scheduler's.
 */
import type { Failure, FailureCode } from '../domain/failure.ts';
import { redirectWords } from './redirect.ts';
import { parseRetryAfter, serverSays, waitOf } from './server-says.ts';

/** The request a verdict is about. */
export interface Scene {
  readonly platform: string;
  /** What was asked for: `the audit log`. */
  readonly asked: string;
  /** Protocol, host and port. */
  readonly origin: string;
  /** The setting that holds the credential. */
  readonly credential: string | null;
  /** Whether what was sent is a token that was obtained with the credential. */
  readonly isToken?: boolean;
  /** What the request was to do, where it reads nothing: `mark alert a1 read`. */
  readonly act?: string;
  /** Said instead of the usual next step when the path does not exist. */
  readonly ifMissing?: string;
  /** UTC ms. */
  readonly now: number;
  /** When the platform may be asked again, as a sentence, where it said so itself. */
  readonly again?: string;
}

export interface Verdict {
  readonly failure: Failure;
  /** How many times the engine may ask again. */
  readonly retries: number;
}

export interface ErrorAnswer {
  readonly status: number;
  readonly header: (name: string) => string | undefined;
  readonly text: string;
  /** How many redirects were followed to it. */
  readonly hops?: number;
}

type Words = (scene: Scene, status: number) => string;
interface Rule {
  readonly code: FailureCode;
  readonly retries: number;
  readonly what: Words;
  readonly next: Words;
}

const key: Words = ({ credential }) => credential ?? 'credential';
const waitForIt: Words = ({ again = 'Nothing to do: the next poll asks again.' }) => again;

/** First match wins: `at` is a status, or the hundred it belongs to. */
const STATUSES: readonly (Rule & { readonly at: number })[] = [
  {
    at: 401,
    code: 'UNAUTHORISED',
    retries: 0,
    what: (s) =>
      s.isToken === true
        ? 'the token was refused, although the log-in was accepted'
        : `the ${key(s, 401)} was refused`,
    next: (s) =>
      s.isToken === true
        ? `Check that nothing between here and ${s.origin} drops the Authorization header, and that the user may use the API.`
        : `Check that ${key(s, 401)} is the key of this environment (${s.origin}), not expired and not revoked.`,
  },
  {
    at: 403,
    code: 'FORBIDDEN',
    retries: 0,
    what: (s) => `the ${key(s, 403)} may not ${s.act ?? `read ${s.asked}`}`,
    next: (s) => `Give the owner of ${key(s, 403)} a role that may, or use another key.`,
  },
  {
    at: 404,
    code: 'NOT_FOUND',
    retries: 0,
    what: (s) => `${s.asked} was not found`,
    next: (s) => s.ifMissing ?? `Check base_url: ${s.origin} answers, but not at this path.`,
  },
  {
    at: 408,
    code: 'TIMED_OUT',
    retries: 1,
    what: (s) => `the platform gave up waiting for the request for ${s.asked}`,
    next: waitForIt,
  },
  {
    at: 429,
    code: 'RATE_LIMITED',
    retries: 3,
    what: () => 'too many requests for this key',
    next: (s, status) => `${waitForIt(s, status)} A longer poll_interval asks less.`,
  },
  {
    at: 503,
    code: 'UNAVAILABLE',
    retries: 2,
    what: () => 'the platform is not available at the moment',
    next: (s, status) => `${waitForIt(s, status)} If it lasts, see the status page of the platform.`,
  },
  {
    at: 4,
    code: 'PLATFORM_ERROR',
    retries: 0,
    what: (s) => `the request for ${s.asked} was not accepted`,
    next: () => 'Check the settings of this platform; the reason is the platform’s own.',
  },
  {
    at: 5,
    code: 'PLATFORM_ERROR',
    retries: 2,
    what: (s) => `the platform failed while answering for ${s.asked}`,
    next: waitForIt,
  },
];

const UNKNOWN_STATUS: Rule = {
  code: 'BAD_RESPONSE',
  retries: 0,
  what: (s) => `${s.asked} was answered in a way HTTP does not know`,
  next: (s) => `Check that base_url (${s.origin}) is the address of the platform’s API.`,
};

/** The verdict on an answer whose status is not 2xx. */
export function statusVerdict(answer: ErrorAnswer, scene: Scene): Verdict {
  const { status } = answer;
  const suffix = ` (HTTP ${status})`;
  if (status >= 300 && status < 400) {
    const { what, cause, next } = redirectWords(answer.header('location'), answer.hops ?? 0, scene);
    const rule: Rule = { code: 'REDIRECTED', retries: 0, what: () => what, next: () => next };
    return verdict(rule, scene, status, suffix, cause);
  }
  const rule = STATUSES.find(({ at }) => at === status || at === Math.floor(status / 100)) ?? UNKNOWN_STATUS;
  const asked = parseRetryAfter(answer.header('retry-after'), scene.now);
  const cause = serverSays(answer.text);
  if (asked === null) return verdict(rule, scene, status, suffix, cause);
  const { ms, again } = waitOf(asked, scene.now);
  return verdict(rule, again === null ? scene : { ...scene, again }, status, suffix, cause, ms);
}

const BAD_BODY: Rule = {
  code: 'BAD_RESPONSE',
  retries: 0,
  what: (s) => `${s.asked} was not answered as documented`,
  next: (s) =>
    `Check that base_url (${s.origin}) is the address of the API, and that nothing in between answers for it.`,
};

/** The verdict on a 2xx answer whose body is not what it should be; `came` says what it was. */
export function bodyVerdict(came: string, scene: Scene): Verdict {
  return verdict(BAD_BODY, scene, 200, '', `It answered with ${came}.`);
}

/** By the code of the error Node gives; first match wins. */
const ERRORS: readonly (Rule & { readonly match: RegExp })[] = [
  {
    match: /^(ETIMEDOUT|ESOCKETTIMEDOUT)$/,
    code: 'TIMED_OUT',
    retries: 0,
    what: (s) => `no answer in time for ${s.asked} from ${s.origin}`,
    next: () => 'Check the network and the address; the next poll asks again.',
  },
  {
    match:
      /^(ERR_TLS|ERR_SSL|CERT_|UNABLE_TO_|DEPTH_ZERO|SELF_SIGNED|EPROTO|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH|ERROR_IN_CERT)/,
    code: 'TLS_FAILED',
    retries: 0,
    what: (s) => `no trusted TLS connection to ${s.origin}`,
    next: () =>
      'Check the certificate of the platform. A private CA is trusted by naming its file in NODE_EXTRA_CA_CERTS.',
  },
  {
    match: /^HPE_/,
    code: 'BAD_RESPONSE',
    retries: 0,
    what: (s) => `${s.origin} does not speak HTTP`,
    next: () => 'Check the port and the protocol (http or https) of base_url.',
  },
  {
    match: /^(Z_|ERR__ERROR_FORMAT|ERR_BROTLI|ERR_ZSTD|ZSTD_)/,
    code: 'BAD_RESPONSE',
    retries: 1,
    what: (s) => `the compressed answer for ${s.asked} is damaged`,
    next: waitForIt,
  },
  {
    match:
      /^(E(?!RR_)[A-Z_]+|ERR_STREAM_PREMATURE_CLOSE|ERR_READING_RESPONSE_STREAM|ERR_HTTP_CONTENT_LENGTH_MISMATCH)$/,
    code: 'UNREACHABLE',
    retries: 1,
    what: (s) => `${s.origin} is out of reach`,
    next: () => 'Check base_url, the network and any proxy or VPN; the next poll asks again.',
  },
];

const OUR_FAULT: Rule = {
  code: 'INTERNAL',
  retries: 0,
  what: (s) => `the request for ${s.asked} could not be made`,
  next: () => 'Please report this with the --log-file of the run.',
};

/** The verdict on a request that got no whole answer. `code` and `message` are those of the error thrown. */
export function errorVerdict(
  error: { readonly code: string; readonly message: string },
  scene: Scene,
): Verdict {
  const rule = ERRORS.find(({ match }) => match.test(error.code)) ?? OUR_FAULT;
  const cause = error.message.includes(error.code) ? error.message : `${error.message} (${error.code})`;
  return verdict(rule, scene, 0, '', cause);
}

function verdict(
  rule: Rule,
  scene: Scene,
  status: number,
  suffix: string,
  cause: string | null,
  retryAfter: number | null = null,
): Verdict {
  const failure: Failure = {
    code: rule.code,
    what: `${scene.platform}: ${rule.what(scene, status)}${suffix}`,
    ...(cause === null ? {} : { cause }),
    next: rule.next(scene, status),
    where: scene.platform,
    ...(status === 0 ? {} : { status }),
    ...(retryAfter === null ? {} : { retryAfter }),
  };
  return { failure, retries: rule.retries };
}
