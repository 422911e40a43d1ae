/** How targets that speak HTTP are asked: no secret over plain http, no redirect followed, no secret in any word. */
import { type Failure, fail, ok, type Result } from '../domain/failure.ts';
import { decode } from '../platforms/body.ts';
import type { Secret } from '../platforms/declaration.ts';
import { errorCode, openWire, type Timeouts } from '../platforms/exchange.ts';
import { isLoopback, redactor } from '../platforms/guard.ts';
import type { TargetTools } from './target.ts';
import { answerFailure, errorFailure, type Instead, type Refusing, type Scene } from './told.ts';

export interface Outgoing {
  /** POST when absent. */
  readonly method?: 'GET';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  readonly signal: AbortSignal;
  /** What is sent, in a failure's words: `the events`. */
  readonly asked?: string;
}

export interface Posted extends Refusing {
  /** The JSON of the answer, null where it is none; not redacted: a log-in's holds a token. */
  readonly json: unknown;
}

export interface Poster {
  /** Whatever was answered, or why nothing was. Rejects when the signal is aborted. */
  send(out: Outgoing): Promise<Result<Posted>>;
  /** Why an answer took nothing. */
  failure(answer: Posted, out: Outgoing, instead?: Instead): Failure;
  close(): void;
}

export interface PosterOptions {
  /** The target's name. */
  readonly target: string;
  /** The setting of the credential, and the secrets that must be in no word; what is obtained with them, too. */
  readonly credential: { readonly setting: string; readonly secret: Secret } | null;
  readonly obtained?: () => readonly string[];
  readonly tools: Pick<TargetTools, 'clock' | 'log'>;
  /** Whether cookies are said back to who set them: by one, a load balancer leads all requests to one server. */
  readonly keepsCookies?: boolean;
  readonly timeouts?: Timeouts;
}

const TIMEOUTS: Timeouts = { connect: 10_000, response: 60_000, request: 120_000 };
/** Answers say little. */
const MOST_READ = 256 * 1024;
const MOST_COOKIES = 20;

export function openPoster(options: PosterOptions): Poster {
  const { target, credential, obtained, tools, timeouts } = options;
  const jar = options.keepsCookies === true ? new Map<string, string>() : null;
  const wire = openWire(timeouts ?? TIMEOUTS, MOST_READ);
  const redact = redactor(
    credential === null ? null : { ...credential, headers: () => ({}), obtained: obtained ?? (() => []) },
  );
  const sceneOf = ({ url, asked = 'the events' }: Outgoing): Scene => ({
    target,
    asked,
    origin: url.origin,
    credential: credential?.setting ?? null,
    now: tools.clock(),
  });

  return {
    async send(out) {
      const { url, signal, method = 'POST', body = null } = out;
      const headers = { ...out.headers, ...cookieHeader(jar, url.origin) };
      if (url.protocol !== 'https:' && !isLoopback(url.hostname)) return fail(plain(target, url));
      const bad = Object.keys(headers).find((name) => !/^[\x20-\x7e]*$/.test(headers[name] ?? ''));
      if (bad !== undefined) return fail(unsendable(target, bad));
      // Without path and query: in some addresses they are the key.
      const line = `${target} ${method} ${url.origin}`;
      const started = performance.now();
      try {
        const answer = await wire.exchange({ method, url, headers, body, signal });
        keep(jar, url.origin, answer.cookies);
        const took = Math.round(performance.now() - started);
        tools.log(redact(`${line} ${body?.length ?? 0}B ${answer.status} ${took}ms`));
        const text = decode(answer.bytes);
        return ok({ ...answer, text: redact(text), json: jsonOf(text) });
      } catch (thrown) {
        if (signal.aborted) throw thrown;
        const { code, message } = errorCode(thrown);
        tools.log(redact(`${line} ${code}`));
        return fail(errorFailure({ code, message: redact(message) }, sceneOf(out)));
      }
    },
    failure: (answer, out, instead) => answerFailure(answer, sceneOf(out), instead),
    close: () => wire.close(),
  };
}

/** By origin and name: a cookie goes back to nobody else. */
function keep(jar: Map<string, string> | null, origin: string, cookies: readonly string[]): void {
  for (const cookie of cookies) {
    const pair = /^\s*([^=;\s]+)=([\x21-\x3a\x3c-\x7e]*)/.exec(cookie);
    if (pair !== null && jar !== null && jar.size < MOST_COOKIES)
      jar.set(`${origin} ${pair[1]}`, pair[2] ?? '');
  }
}

function cookieHeader(jar: Map<string, string> | null, origin: string): Readonly<Record<string, string>> {
  const pairs = [...(jar ?? [])].flatMap(([name, value]) =>
    name.startsWith(`${origin} `) ? [`${name.slice(origin.length + 1)}=${value}`] : [],
  );
  return pairs.length === 0 ? {} : { cookie: pairs.join('; ') };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function plain(target: string, { host, protocol }: URL): Failure {
  return {
    code: 'CONFIG_INVALID',
    what: `${target}: nothing is sent over ${protocol === 'http:' ? 'plain http' : protocol} to ${host}`,
    next: 'Use https in the address; plain http is for loopback addresses only.',
    where: target,
  };
}

function unsendable(target: string, header: string): Failure {
  return {
    code: 'SECRET_UNREADABLE',
    what: `${target}: what goes into the header ${header} holds characters no header can carry`,
    next: 'Check where the secret comes from; a stray newline or quote is the usual reason.',
    where: target,
  };
}
