/** A stand-in on a real socket of the loopback interface: reads the request, keeps the limits, writes the answer. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Answer, Ask, Standin } from './exchange.ts';
import {
  createGate,
  createRollingGate,
  DEFAULT_LIMITS,
  type Gate,
  type Limits,
  retryAfter,
} from './limit.ts';

export interface Seen extends Ask {
  readonly platform: string;
  readonly status: number;
}

/** What tests may do to a server; empty in daily use. */
export interface Interference {
  /** An answer to give instead of the platform's own, or null. */
  readonly instead: (ask: Ask, platform: string) => Answer | 'reset' | null;
  /** Resolves when the answer may go out. */
  readonly hold: () => Promise<void>;
  readonly seen: (request: Seen) => void;
}

export interface Listening {
  readonly baseUrl: string;
  close(): Promise<void>;
}

const LARGEST_BODY = 1 << 20;

function readBody(request: IncomingMessage): Promise<string | null> {
  return new Promise((resolve) => {
    let [text, size] = ['', 0];
    request.setEncoding('utf8');
    request.on('data', (chunk: string) => {
      size += chunk.length;
      if (size <= LARGEST_BODY) text += chunk;
    });
    request.on('end', () => resolve(size <= LARGEST_BODY ? text : null));
    request.on('error', () => resolve(null));
  });
}

function headersOf(request: IncomingMessage): Ask['headers'] {
  return Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : value,
    ]),
  );
}

function write(response: ServerResponse, method: string, { status, body, headers }: Answer): void {
  const bytes = body === null ? null : Buffer.from(body);
  response.writeHead(status, {
    ...(bytes === null
      ? {}
      : { 'content-type': 'application/json;charset=UTF-8', 'content-length': bytes.length }),
    'cache-control': 'no-store',
    ...headers,
  });
  response.end(method === 'HEAD' || bytes === null ? undefined : bytes);
}

function gateOf(standin: Standin, limits: Limits | null | undefined): Gate {
  if (limits === null) return () => 0;
  if (limits === undefined && standin.limits !== undefined) return createRollingGate(standin.limits);
  return createGate(limits ?? DEFAULT_LIMITS);
}

/** Listens on 127.0.0.1; port 0 takes a free one. Rejects when the port is taken. */
export async function serve(
  standin: Standin,
  {
    port,
    limits,
    clock,
    interference,
  }: {
    readonly port: number;
    /** Absent: the platform's own; null: none. */
    readonly limits: Limits | null | undefined;
    readonly clock: () => number;
    readonly interference: Interference;
  },
): Promise<Listening> {
  const gate = gateOf(standin, limits);
  let refusals = 0;

  async function answer(ask: Ask): Promise<Answer | 'reset'> {
    const instead = interference.instead(ask, standin.name);
    if (instead !== null) return instead;
    const now = clock();
    const wait = gate(standin.caller(ask), now);
    if (wait === 0) return standin.answer(ask);
    const refusal = standin.refusal(429, ask);
    if (standin.saysWhen === false) return refusal;
    refusals += 1;
    return {
      ...refusal,
      headers: { ...refusal.headers, 'retry-after': retryAfter(refusals - 1, wait, now) },
    };
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const method = request.method ?? 'GET';
    const url = URL.parse(request.url ?? '/', 'http://127.0.0.1');
    const body = await readBody(request);
    const ask: Ask = {
      method,
      path: url?.pathname ?? '/',
      query: url?.searchParams ?? new URLSearchParams(),
      headers: headersOf(request),
      body: body ?? '',
    };
    const reply = body === null || url === null ? standin.refusal(400, ask) : await answer(ask);
    await interference.hold();
    interference.seen({ ...ask, platform: standin.name, status: reply === 'reset' ? 0 : reply.status });
    if (reply === 'reset') request.socket.destroy();
    else write(response, method, reply);
  }

  const server = createServer((request, response) => {
    handle(request, response).catch(() => {
      if (response.headersSent) response.destroy();
      else write(response, request.method ?? 'GET', standin.refusal(500, { path: request.url ?? '/' }));
    });
  });
  // Longer than a client's poll interval, so that a poll finds its connection still open.
  server.keepAliveTimeout = 75_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const { port: taken } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${taken}${standin.root ?? ''}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
