/** One HTTP exchange over got: a request out, a bounded number of bytes back. No policy lives here. */
import type { Method, Response } from 'got';
import { VERSION } from '../domain/version.ts';

/** Milliseconds: until connected, until the first byte of the answer, until its last. */
export interface Timeouts {
  readonly connect: number;
  readonly response: number;
  readonly request: number;
}

export interface Outgoing {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer | null;
  readonly signal: AbortSignal;
}

export interface Answered {
  readonly status: number;
  readonly header: (name: string) => string | undefined;
  /** Every `Set-Cookie`, as it came. */
  readonly cookies: readonly string[];
  readonly bytes: Uint8Array;
  /** The body was longer than allowed; `bytes` is its beginning. */
  readonly tooLong: boolean;
}

export interface Wire {
  /** Rejects with an error that carries Node's `code` when no whole answer came. */
  exchange(out: Outgoing): Promise<Answered>;
  close(): void;
}

/**
 * Loaded with the first request: commands that read the cache, and the first frame, do without it. What is the same
 * for every request is checked by got once, which costs more than the request itself.
 */
async function loadClient(timeout: Timeouts) {
  const [{ default: got }, http, https] = await Promise.all([
    import('got'),
    import('node:http'),
    import('node:https'),
  ]);
  const options = { keepAlive: true, maxSockets: 8 };
  const agent = { http: new http.Agent(options), https: new https.Agent(options) };
  const client = got.extend({
    headers: { accept: 'application/json', 'user-agent': `certdeck/${VERSION}` },
    agent,
    timeout: { ...timeout, lookup: timeout.connect, secureConnect: timeout.connect },
    // Ours: what is retried and followed is decided in one place, for every platform alike.
    retry: { limit: 0 },
    followRedirect: false,
    throwHttpErrors: false,
  });
  return { client, agent };
}

/** Node's code and words of what `exchange` rejects with. */
export function errorCode(thrown: unknown): { readonly code: string; readonly message: string } {
  if (!(thrown instanceof Error)) return { code: 'UNKNOWN', message: String(thrown) };
  // got wraps what Node threw; the inner code is the telling one.
  const codes = [thrown, thrown.cause].map((error) => (error as { code?: unknown } | undefined)?.code);
  const code = codes.find((found) => typeof found === 'string' && found !== 'ERR_GOT_REQUEST_ERROR');
  return { code: typeof code === 'string' ? code : 'UNKNOWN', message: thrown.message };
}

export function openWire(timeout: Timeouts, maxBytes: number): Wire {
  let loading: ReturnType<typeof loadClient> | null = null;
  return {
    async exchange(out) {
      loading ??= loadClient(timeout);
      const { client } = await loading;
      const stream = client.stream(out.url, {
        method: out.method as Method,
        headers: { ...out.headers },
        ...(out.body === null ? {} : { body: out.body }),
        signal: out.signal,
      });
      // An answer may be there before all of the question is sent. Who asked leaves then, and what becomes of the
      // question after that (an abort, a connection that breaks) is an error that nobody is left to hear of.
      stream.on('error', () => {});
      // Without a body got waits for one to be written.
      if (out.body === null && out.method !== 'GET') stream.end();
      let response: Response | undefined;
      stream.once('response', (given: Response) => {
        response = given;
      });
      const chunks: Uint8Array[] = [];
      let size = 0;
      let tooLong = false;
      for await (const chunk of stream) {
        size += (chunk as Uint8Array).length;
        tooLong = size > maxBytes;
        if (tooLong) break;
        chunks.push(chunk as Uint8Array);
      }
      if (response === undefined) {
        throw Object.assign(new Error('The connection closed without an answer.'), { code: 'ECONNRESET' });
      }
      const { statusCode, headers } = response;
      return {
        status: statusCode,
        header: (name) => [headers[name]].flat()[0],
        cookies: headers['set-cookie'] ?? [],
        bytes: Buffer.concat(chunks),
        tooLong,
      };
    },
    close() {
      loading?.then(({ agent }) => {
        agent.http.destroy();
        agent.https.destroy();
      });
    },
  };
}
