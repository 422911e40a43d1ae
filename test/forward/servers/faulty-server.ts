/** A real HTTP server on loopback that counts bytes, unpacks gzip, and can be told to fail as networks and servers do. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';

export interface Came {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingMessage['headers'];
  /** Bytes of the body on the wire. */
  readonly wireBytes: number;
  /** The body, unpacked. */
  readonly body: Buffer;
}

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** An object is sent as JSON, a text as it is. */
  readonly body?: object | string;
}

export type Fault =
  /** None: this request is answered as it should be. */
  | { readonly kind: 'none' }
  /** Answered so; nothing is taken. */
  | ({ readonly kind: 'answer' } & Answer)
  /** Cut before the body was read. */
  | { readonly kind: 'cut before reading' }
  /** Cut when the body was read; nothing is taken. */
  | { readonly kind: 'cut after reading' }
  /** Taken, and the answer is lost. */
  | { readonly kind: 'lose the answer' }
  /** 200 with a page of a proxy; nothing is taken. */
  | { readonly kind: 'garbage' }
  /** Taken, and half of the answer comes. */
  | { readonly kind: 'half an answer' };

export interface FaultyServer {
  readonly url: string;
  /** Every whole request, in order. */
  readonly seen: readonly Came[];
  /** One is used up by each request that brings data, before the strict answer is asked. */
  readonly faults: Fault[];
  /** Called with every whole request, before it is answered. */
  onCame: () => void;
  close(): Promise<void>;
}

export interface Strict {
  /** Whether faults fall on this request. */
  readonly brings: (came: Pick<Came, 'method' | 'url'>) => boolean;
  /** What the documentation says is answered. Takes what it accepts. */
  readonly answer: (came: Came) => Answer | Promise<Answer>;
}

export async function startFaulty({ brings, answer }: Strict): Promise<FaultyServer> {
  const seen: Came[] = [];
  const faults: Fault[] = [];
  const listener = createServer(async (request, response) => {
    const method = request.method ?? '';
    const url = new URL(request.url ?? '/', 'http://test');
    const fault = brings({ method, url }) ? faults.shift() : undefined;
    if (fault?.kind === 'cut before reading') return request.socket.destroy();
    const wire = await read(request);
    if (wire === null) return;
    const body = unpack(wire, request.headers['content-encoding']);
    if (body === null) return send(response, { status: 415, body: '<html>Unsupported Media Type</html>' });
    const came: Came = { method, url, headers: request.headers, wireBytes: wire.length, body };
    seen.push(came);
    server.onCame();
    if (fault === undefined || fault.kind === 'none') return send(response, await answer(came));
    await suffer(fault, came, request, response, answer);
  });
  await new Promise<void>((resolve) => {
    listener.listen(0, '127.0.0.1', resolve);
  });
  const { port } = listener.address() as AddressInfo;
  const server: FaultyServer = {
    url: `http://127.0.0.1:${port}`,
    seen,
    faults,
    onCame: () => {},
    async close() {
      const closed = new Promise((resolve) => {
        listener.close(resolve);
      });
      listener.closeAllConnections();
      await closed;
    },
  };
  return server;
}

async function suffer(
  fault: Exclude<Fault, { readonly kind: 'cut before reading' | 'none' }>,
  came: Came,
  request: IncomingMessage,
  response: ServerResponse,
  answer: Strict['answer'],
): Promise<void> {
  switch (fault.kind) {
    case 'answer':
      return send(response, fault);
    case 'garbage':
      return send(response, { status: 200, body: '<html><title>Welcome to the proxy</title></html>' });
    case 'cut after reading':
      request.socket.destroy();
      return;
    case 'lose the answer':
      await answer(came);
      request.socket.destroy();
      return;
    case 'half an answer': {
      const { status } = await answer(came);
      response.writeHead(status, { 'content-type': 'application/json', 'content-length': '500' });
      response.write('{"te', () => request.socket.destroy());
      return;
    }
    default:
      return fault satisfies never;
  }
}

async function read(request: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of request) chunks.push(chunk as Buffer);
  } catch {
    return null;
  }
  return Buffer.concat(chunks);
}

/** Null for an encoding that is not offered, or bytes that are not what they are said to be. */
function unpack(wire: Buffer, encoding: string | undefined): Buffer | null {
  if (encoding === undefined) return wire;
  if (encoding !== 'gzip') return null;
  try {
    return gunzipSync(wire);
  } catch {
    return null;
  }
}

function send(response: ServerResponse, { status, headers, body }: Answer): void {
  const json = typeof body === 'object';
  response.writeHead(status, { 'content-type': json ? 'application/json' : 'text/html', ...headers });
  response.end(json ? JSON.stringify(body) : body);
}
