/** What an answer that took nothing, or the lack of one, means to whoever set the target up. */
import type { Failure, FailureCode } from '../domain/failure.ts';
import { errorVerdict } from '../platforms/classify.ts';
import { parseRetryAfter, serverSays, waitOf } from '../platforms/server-says.ts';

/** The request a failure is about. */
export interface Scene {
  /** The target's name. */
  readonly target: string;
  /** What was sent, in words: `the events`. */
  readonly asked: string;
  /** Protocol, host and port. */
  readonly origin: string;
  /** The setting that holds the credential; null where there is none. */
  readonly credential: string | null;
  /** UTC ms. */
  readonly now: number;
}

export interface Refusing {
  readonly status: number;
  readonly header: (name: string) => string | undefined;
  /** Free of secrets. */
  readonly text: string;
}

type Words = (scene: Scene) => string;
interface Rule {
  readonly at: number;
  readonly code: FailureCode;
  readonly what: Words;
  readonly next: Words;
}

const credential: Words = (scene) => scene.credential ?? 'request';
const sentAgain: Words = () => 'Nothing to do: what was not taken is sent again.';

/** First match wins: `at` is a status, or the hundred it belongs to. */
const STATUSES: readonly Rule[] = [
  {
    at: 401,
    code: 'UNAUTHORISED',
    what: (s) => `the ${credential(s)} was refused`,
    next: (s) => `Check that ${credential(s)} is meant for ${s.origin}, not expired and not revoked.`,
  },
  {
    at: 403,
    code: 'FORBIDDEN',
    what: (s) => `the ${credential(s)} may not send ${s.asked}`,
    next: (s) => `Give ${credential(s)} the right to write there, or use another.`,
  },
  {
    at: 404,
    code: 'NOT_FOUND',
    what: (s) => `${s.origin} answers, but nothing is at this address`,
    next: () => 'Check the address of the target and the names in it.',
  },
  { at: 408, code: 'TIMED_OUT', what: (s) => `gave up waiting for ${s.asked}`, next: sentAgain },
  { at: 425, code: 'UNAVAILABLE', what: (s) => `wants ${s.asked} later`, next: sentAgain },
  { at: 429, code: 'RATE_LIMITED', what: () => 'too many requests', next: sentAgain },
  { at: 503, code: 'UNAVAILABLE', what: () => 'is not available at the moment', next: sentAgain },
  {
    at: 3,
    code: 'REDIRECTED',
    what: (s) => `${s.asked} were redirected, which is not followed`,
    next: () => 'Set the address of the target to where it is now.',
  },
  {
    at: 4,
    code: 'PLATFORM_ERROR',
    what: (s) => `${s.asked} were not accepted`,
    next: () => 'Check the settings of this target; the reason is the receiver’s own.',
  },
  { at: 5, code: 'PLATFORM_ERROR', what: (s) => `failed while it took ${s.asked}`, next: sentAgain },
];

const UNDOCUMENTED: Rule = {
  at: 0,
  code: 'BAD_RESPONSE',
  what: (s) => `${s.asked} were not answered as documented`,
  next: (s) => `Check that ${s.origin} is the receiver itself, and that nothing in between answers for it.`,
};

/** Words of a kind of target in place of the usual ones. */
export type Instead = Partial<Pick<Failure, 'code' | 'what' | 'cause' | 'next'>>;

/** Why an answer took nothing: by its status, with what the receiver says itself. */
export function answerFailure(answer: Refusing, scene: Scene, instead: Instead = {}): Failure {
  const { status } = answer;
  const rule = STATUSES.find(({ at }) => at === status || at === Math.floor(status / 100)) ?? UNDOCUMENTED;
  const asked = parseRetryAfter(answer.header('retry-after'), scene.now);
  const cause = instead.cause ?? serverSays(answer.text);
  return {
    code: instead.code ?? rule.code,
    what: `${scene.target}: ${instead.what ?? rule.what(scene)} (HTTP ${status})`,
    ...(cause === null ? {} : { cause }),
    next: instead.next ?? rule.next(scene),
    where: scene.target,
    status,
    ...(asked === null ? {} : { retryAfter: waitOf(asked, scene.now).ms }),
  };
}

/** By code, in place of the words for platforms, which are polled. */
const NEXT: Partial<Record<FailureCode, string>> = {
  UNREACHABLE: 'Check the address of the target and the network; what was not taken is sent again.',
  TIMED_OUT: 'Check the address of the target and the network; what was not taken is sent again.',
  TLS_FAILED:
    'Check the certificate of the target. A private CA is trusted by naming its file in NODE_EXTRA_CA_CERTS.',
  BAD_RESPONSE: 'Check the port and the protocol (http or https) of the address.',
};

/** Why no whole answer came; what was sent may have been taken all the same. */
export function errorFailure(
  error: { readonly code: string; readonly message: string },
  { target, ...scene }: Scene,
): Failure {
  const { failure } = errorVerdict(error, { ...scene, platform: target });
  return { ...failure, next: NEXT[failure.code] ?? failure.next };
}
