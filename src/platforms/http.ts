/**
 * How every platform is asked over HTTP: address and credential checked before anything is sent, a slot of
 * the key's budget, one exchange, a verdict, and a few bounded retries. Answers are JSON, still `unknown`.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { type Failure, fail, failureOf, ok, type Result } from '../domain/failure.ts';
import type { Json } from '../domain/json.ts';
import { decode, readBody } from './body.ts';
import { createBudget, type Limit } from './budget.ts';
import { bodyVerdict, errorVerdict, type Scene, statusVerdict, type Verdict } from './classify.ts';
import type { PlatformTools } from './declaration.ts';
import { type Answered, errorCode, openWire, type Timeouts } from './exchange.ts';
import { type Credential, checkAddress, checkCredential, type Headers, redactor } from './guard.ts';
import { retryDelay } from './retry.ts';

export interface Ask {
  /** GET when absent. */
  readonly method?: string;
  /** Appended to `base_url`; may carry a query of its own, which wins over `query`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | null>>;
  /** Sent as JSON. */
  readonly body?: Json;
  /** Sent as a form (`application/x-www-form-urlencoded`), in place of `body`. */
  readonly form?: Readonly<Record<string, string>>;
  /** Sent without the credential: a log-in. What it answers is handed over as it came, tokens and all. */
  readonly anonymous?: boolean;
  readonly signal: AbortSignal;
  /** What is asked for, in a failure's words: `the audit log`. */
  readonly asked: string;
  /** What it does, where it reads nothing: `mark alert a1 read`. */
  readonly act?: string;
  /** The next step when the path does not exist. */
  readonly ifMissing?: string;
}

export interface Http {
  /** The JSON of a 2xx answer (null for an empty body). */
  ask(ask: Ask): Promise<Result<unknown>>;
  /** Ends what is under way (CANCELLED) and frees the sockets. */
  close(): Promise<void>;
}

export interface HttpOptions {
  readonly platform: string;
  readonly baseUrl: string;
  readonly credential: Credential | null;
  /** Published limits of a key; none means no limit is known. */
  readonly limits: readonly Limit[];
  readonly tools: PlatformTools;
  readonly timeouts?: Timeouts;
  /** Longest body read, in bytes. */
  readonly maxBytes?: number;
}

const TIMEOUTS: Timeouts = { connect: 10_000, response: 30_000, request: 120_000 };
const MAX_BYTES = 32 * 1024 * 1024;
/** Waits longer than this (ms) are handed back with their `retryAfter`, for the scheduler to keep. */
const PATIENCE = 10_000;
const MAX_HOPS = 3;
/** Characters from which a credential is looked for in records; a shorter one occurs in them by chance. */
const SHORTEST_ECHO = 8;

export function createHttp(options: HttpOptions): Http {
  const { platform, credential, tools, maxBytes = MAX_BYTES } = options;
  const random = tools.random ?? Math.random;
  const wait = tools.wait ?? (async (ms, signal) => sleep(ms, undefined, { signal }));
  const budget = createBudget({ ...options, clock: tools.clock, wait, patience: PATIENCE });
  const wire = openWire(options.timeouts ?? TIMEOUTS, maxBytes);
  const closing = new AbortController();
  const redact = redactor(credential);
  const redactBody = { words: redact, values: redactor(credential, SHORTEST_ECHO) };
  // A platform may give the same token twice, and it is wanted both times.
  const redactLogIn = { words: redact, values: (text: string) => text };

  /** One exchange, same-origin redirects followed: the platform's answer or the error that stood in its way. */
  async function exchange(
    url: URL,
    ask: Ask,
    shown: Headers,
    signal: AbortSignal,
  ): Promise<Answered & { readonly hops: number }> {
    const { type, body } = bodyOf(ask);
    const headers = { ...(type === null ? {} : { 'content-type': type }), ...shown };
    const method = ask.method ?? 'GET';
    for (let hop = 0, target = url; ; hop++) {
      const started = performance.now();
      const answer = await wire.exchange({ method, url: target, headers, body, signal });
      const took = Math.round(performance.now() - started);
      tools.log(redact(`${platform} ${method} ${target} ${answer.status} ${answer.bytes.length}B ${took}ms`));
      const moved = method === 'GET' && hop < MAX_HOPS ? sameOrigin(answer, target) : null;
      if (moved === null) return { ...answer, hops: hop };
      target = moved;
    }
  }

  async function once(
    url: URL,
    ask: Ask,
    shown: Headers,
    signal: AbortSignal,
  ): Promise<{ readonly body: unknown } | Verdict> {
    const scene: Scene = {
      platform,
      asked: ask.asked,
      origin: url.origin,
      credential: credential?.setting ?? null,
      isToken: credential?.obtained !== undefined && ask.anonymous !== true,
      ...(ask.act === undefined ? {} : { act: ask.act }),
      ...(ask.ifMissing === undefined ? {} : { ifMissing: ask.ifMissing }),
      now: tools.clock(),
    };
    let answer: Awaited<ReturnType<typeof exchange>>;
    try {
      answer = await exchange(url, ask, shown, signal);
    } catch (thrown) {
      if (signal.aborted) throw thrown;
      tools.log(redact(`${platform} ${ask.method ?? 'GET'} ${url} ${errorCode(thrown).code}`));
      return errorVerdict(errorCode(thrown), scene);
    }
    if (answer.status < 200 || answer.status > 299) {
      return statusVerdict({ ...answer, text: redact(decode(answer.bytes)) }, scene);
    }
    if (answer.tooLong) return bodyVerdict(`more than the ${maxBytes} bytes that are read at once`, scene);
    const read = readBody(answer.bytes, ask.anonymous === true ? redactLogIn : redactBody);
    return read.ok ? { body: read.body } : bodyVerdict(read.came, scene);
  }

  async function withRetries(url: URL, ask: Ask, signal: AbortSignal): Promise<Result<unknown>> {
    let renewed = false;
    for (let attempt = 0; ; ) {
      // First, so that what it takes to obtain them does not come between a slot and its request.
      const shown = ask.anonymous === true ? ok({}) : await headersOf(credential, signal);
      if (!shown.ok) return shown;
      const slot = await budget.take(signal);
      if (!slot.ok) return slot;
      const outcome = await once(url, ask, shown.value, signal);
      if ('body' in outcome) return ok(outcome.body);
      const { failure, retries } = outcome;
      const stale = failure.code === 'UNAUTHORISED' && !renewed && ask.anonymous !== true;
      if (stale && credential?.refused?.(shown.value) === true) {
        renewed = true;
        continue;
      }
      if (failure.retryAfter !== undefined) budget.pause(failure.retryAfter);
      const delay = retryDelay(attempt, failure.retryAfter, random);
      if (attempt >= retries || delay > PATIENCE) return fail(clean(failure, redact));
      await wait(delay, signal);
      attempt += 1;
    }
  }

  return {
    async ask(ask) {
      const signal = AbortSignal.any([ask.signal, closing.signal]);
      try {
        const address = checkAddress(options.baseUrl, ask, credential, platform);
        if (!address.ok) return address;
        const refused = checkCredential(credential, platform);
        return refused === null ? await withRetries(address.value, ask, signal) : fail(refused);
      } catch (thrown) {
        return fail(signal.aborted ? cancelled(platform, ask.asked) : clean(failureOf(thrown), redact));
      }
    },
    async close() {
      closing.abort();
      wire.close();
    },
  };
}

async function headersOf(credential: Credential | null, signal: AbortSignal): Promise<Result<Headers>> {
  const given = credential?.headers(signal) ?? {};
  return given instanceof Promise ? given : ok(given);
}

function bodyOf({ body, form }: Ask): { readonly type: string | null; readonly body: string | null } {
  if (form !== undefined) {
    return { type: 'application/x-www-form-urlencoded', body: new URLSearchParams(form).toString() };
  }
  return body === undefined
    ? { type: null, body: null }
    : { type: 'application/json', body: JSON.stringify(body) };
}

/** Where a redirect leads when it stays on the same protocol, host and port; null otherwise. */
function sameOrigin({ status, header }: Answered, from: URL): URL | null {
  const location = header('location');
  if (location === undefined || ![301, 302, 303, 307, 308].includes(status)) return null;
  const target = URL.parse(location, from.href);
  return target !== null && target.origin === from.origin && target.username === '' ? target : null;
}

function clean(failure: Failure, redact: (text: string) => string): Failure {
  const cause = failure.cause === undefined ? {} : { cause: redact(failure.cause) };
  return { ...failure, what: redact(failure.what), ...cause, next: redact(failure.next) };
}

function cancelled(platform: string, asked: string): Failure {
  return {
    code: 'CANCELLED',
    what: `${platform}: the request for ${asked} was cancelled`,
    next: 'Nothing to do.',
    where: platform,
  };
}
