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
import { type Answered, openWire, type Timeouts } from './exchange.ts';
import { type Credential, checkAddress, checkCredential, redactor } from './guard.ts';
import { retryDelay } from './retry.ts';

export interface Ask {
  /** GET when absent. */
  readonly method?: string;
  /** Appended to `base_url`; may carry a query of its own, which wins over `query`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | null>>;
  readonly body?: Json;
  readonly signal: AbortSignal;
  /** What is asked for, in a failure's words: `the audit log`. */
  readonly asked: string;
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

  /** One exchange, same-origin redirects followed: the platform's answer or the error that stood in its way. */
  async function exchange(
    url: URL,
    ask: Ask,
    signal: AbortSignal,
  ): Promise<Answered & { readonly hops: number }> {
    const body = ask.body === undefined ? null : JSON.stringify(ask.body);
    const headers = {
      ...(body === null ? {} : { 'content-type': 'application/json' }),
      ...credential?.headers(),
    };
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
    signal: AbortSignal,
  ): Promise<{ readonly body: unknown } | Verdict> {
    const scene: Scene = {
      platform,
      asked: ask.asked,
      origin: url.origin,
      credential: credential?.setting ?? null,
      ...(ask.ifMissing === undefined ? {} : { ifMissing: ask.ifMissing }),
      now: tools.clock(),
    };
    let answer: Awaited<ReturnType<typeof exchange>>;
    try {
      answer = await exchange(url, ask, signal);
    } catch (thrown) {
      if (signal.aborted) throw thrown;
      tools.log(redact(`${platform} ${ask.method ?? 'GET'} ${url} ${codeOf(thrown).code}`));
      return errorVerdict(codeOf(thrown), scene);
    }
    if (answer.status < 200 || answer.status > 299) {
      return statusVerdict({ ...answer, text: redact(decode(answer.bytes)) }, scene);
    }
    if (answer.tooLong) return bodyVerdict(`more than the ${maxBytes} bytes that are read at once`, scene);
    const read = readBody(answer.bytes, redactBody);
    return read.ok ? { body: read.body } : bodyVerdict(read.came, scene);
  }

  async function withRetries(url: URL, ask: Ask, signal: AbortSignal): Promise<Result<unknown>> {
    for (let attempt = 0; ; attempt++) {
      const slot = await budget.take(signal);
      if (!slot.ok) return slot;
      const outcome = await once(url, ask, signal);
      if ('body' in outcome) return ok(outcome.body);
      const { failure, retries } = outcome;
      if (failure.retryAfter !== undefined) budget.pause(failure.retryAfter);
      const delay = retryDelay(attempt, failure.retryAfter, random);
      if (attempt >= retries || delay > PATIENCE) return fail(clean(failure, redact));
      await wait(delay, signal);
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

/** Where a redirect leads when it stays on the same protocol, host and port; null otherwise. */
function sameOrigin({ status, header }: Answered, from: URL): URL | null {
  const location = header('location');
  if (location === undefined || ![301, 302, 303, 307, 308].includes(status)) return null;
  const target = URL.parse(location, from.href);
  return target !== null && target.origin === from.origin && target.username === '' ? target : null;
}

function codeOf(thrown: unknown): { readonly code: string; readonly message: string } {
  if (!(thrown instanceof Error)) return { code: 'UNKNOWN', message: String(thrown) };
  // got wraps what Node threw; the inner code is the telling one.
  const codes = [thrown, thrown.cause].map((error) => (error as { code?: unknown } | undefined)?.code);
  const code = codes.find((found) => typeof found === 'string' && found !== 'ERR_GOT_REQUEST_ERROR');
  return { code: typeof code === 'string' ? code : 'UNKNOWN', message: thrown.message };
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
