/**
 * A credential that must be obtained: user name and password, or a client's secret, are exchanged for a token
 * that lives for a while. The password is sent to log in and for nothing else.
 */
import { type Failure, fail, ok, type Result } from '../domain/failure.ts';
import { isObject, type Json } from '../domain/json.ts';
import { MINUTE } from '../domain/time.ts';
import { type Credential, canBeHeader } from './guard.ts';
import { unlessAborted } from './unless-aborted.ts';

export interface Token {
  readonly token: string;
  /** Milliseconds from when it was given. */
  readonly lifetime: number;
}

export interface SessionOptions {
  /** One log-in, through `Http.ask` with `anonymous`, so that it counts against the same limits. */
  readonly logIn: (signal: AbortSignal) => Promise<Result<Token>>;
  /** UTC ms. */
  readonly clock: () => number;
}

export interface Session {
  /** A token that is good for now; rejects when the signal is aborted first. */
  token(signal: AbortSignal): Promise<Result<string>>;
  /** The platform answered 401 to this token: the next one that asks logs in anew. */
  refused(token: string): void;
  /** The tokens it gave lately, for redaction. */
  readonly given: () => readonly string[];
}

/** Part of its life after which a token is renewed. */
const RENEWED_AT = 0.8;
/** A refused log-in is not repeated for this long: platforms lock accounts after a few. */
const REFUSED_FOR = 5 * MINUTE;
/** Tokens remembered for redaction: old ones may still be echoed in what was recorded with them. */
const REMEMBERED = 4;

interface UnderWay {
  readonly outcome: Promise<Result<string>>;
  readonly control: AbortController;
  waiting: number;
}

export function createSession({ logIn, clock }: SessionOptions): Session {
  const given: string[] = [];
  let current: { readonly token: string; readonly until: number } | null = null;
  let refusal: { readonly failure: Failure; readonly until: number } | null = null;
  let underWay: UnderWay | null = null;

  async function obtain(signal: AbortSignal): Promise<Result<string>> {
    const asked = clock();
    const outcome = await logIn(signal);
    if (!outcome.ok) {
      const failure = ofLogIn(outcome.failure);
      if (failure.code === 'UNAUTHORISED') refusal = { failure, until: clock() + REFUSED_FOR };
      return fail(failure);
    }
    const { token, lifetime } = outcome.value;
    // From before the request, as the platform may count from there.
    current = { token, until: asked + lifetime * RENEWED_AT };
    if (!given.includes(token)) given.unshift(token);
    given.splice(REMEMBERED);
    return ok(token);
  }

  function begin(): UnderWay {
    const control = new AbortController();
    const begun: UnderWay = {
      control,
      waiting: 0,
      outcome: obtain(control.signal).finally(() => {
        if (underWay === begun) underWay = null;
      }),
    };
    return begun;
  }

  return {
    async token(signal) {
      signal.throwIfAborted();
      if (current !== null && clock() < current.until) return ok(current.token);
      if (refusal !== null && clock() < refusal.until) return fail(refusal.failure);
      underWay ??= begin();
      const shared = underWay;
      shared.waiting += 1;
      try {
        return await unlessAborted(shared.outcome, signal);
      } finally {
        shared.waiting -= 1;
        // The last one to leave ends it; nobody who still waits loses it to another's change of mind.
        if (shared.waiting === 0) {
          shared.control.abort();
          if (underWay === shared) underWay = null;
        }
      }
    },
    refused(token) {
      if (current?.token === token) current = null;
    },
    given: () => given,
  };
}

/** A session as the credential of an `Http`, sent as `Authorization: Bearer`. */
export function bearer(credential: Pick<Credential, 'setting' | 'secret'>, session: Session): Credential {
  return {
    ...credential,
    async headers(signal) {
      const token = await session.token(signal);
      return token.ok ? ok({ authorization: `Bearer ${token.value}` }) : token;
    },
    refused({ authorization = '' }) {
      session.refused(authorization.slice('Bearer '.length));
      return true;
    },
    obtained: session.given,
  };
}

/**
 * The token in the answer to a log-in: `access_token` and `expires_in` (seconds) of RFC 6749, 5.1, in
 * camelCase, too, and inside `data`. Without `expires_in` it is taken for `lifetime` ms.
 */
export function readToken(platform: string, body: unknown, lifetime = 5 * MINUTE): Result<Token> {
  const outer = isObject(body) ? body : {};
  const inner = isObject(outer.data) ? outer.data : outer;
  const token = inner.access_token ?? inner.accessToken;
  if (typeof token !== 'string' || !canBeHeader(token)) return fail(noToken(platform));
  const seconds = secondsOf(inner.expires_in ?? inner.expiresIn);
  return ok({ token, lifetime: seconds === null ? lifetime : seconds * 1_000 });
}

function secondsOf(value: Json | undefined): number | null {
  const seconds = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof seconds === 'number' && Number.isFinite(seconds) && seconds > 0 ? seconds : null;
}

function noToken(platform: string): Failure {
  return {
    code: 'BAD_RESPONSE',
    what: `${platform}: the log-in was not answered as documented`,
    cause: 'It answered with JSON that holds no token.',
    next: 'Check that base_url is the address of the API, and that nothing in between answers for it.',
    where: platform,
  };
}

/** A log-in that is missing or refused is no list that is not offered: an optional stream would say so of it. */
function ofLogIn(failure: Failure): Failure {
  if (failure.code === 'NOT_FOUND') return { ...failure, code: 'BAD_RESPONSE' };
  return failure.code === 'FORBIDDEN' ? { ...failure, code: 'UNAUTHORISED' } : failure;
}
