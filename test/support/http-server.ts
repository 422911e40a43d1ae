/** A real HTTP server on a loopback port of its own, answering as a test says. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Seen {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** What to answer: JSON (an object), text (a string), or full control over the response. */
export type Reply =
  | { readonly status?: number; readonly headers?: Readonly<Record<string, string>>; readonly json: unknown }
  | { readonly status?: number; readonly headers?: Readonly<Record<string, string>>; readonly text: string }
  | ((response: ServerResponse) => void);

export interface TestServer {
  readonly url: string;
  /** Every request so far, in order. */
  readonly seen: readonly Seen[];
  close(): Promise<void>;
}

/** Starts a server; `answer` is asked for each request with how many came before it. */
export async function startServer(answer: (seen: Seen, index: number) => Reply): Promise<TestServer> {
  const seen: Seen[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const one = {
      method: request.method ?? '',
      url: new URL(request.url ?? '/', 'http://test'),
      headers: request.headers,
      body: Buffer.concat(chunks).toString(),
    };
    seen.push(one);
    reply(response, answer(one, seen.length - 1));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, seen, close: async () => stop(server) };
}

function reply(response: ServerResponse, what: Reply): void {
  if (typeof what === 'function') {
    what(response);
    return;
  }
  const json = 'json' in what;
  const type = json ? 'application/json' : 'text/html';
  response.writeHead(what.status ?? 200, { 'content-type': type, ...what.headers });
  response.end(json ? JSON.stringify(what.json) : what.text);
}

async function stop(server: Server): Promise<void> {
  const closed = new Promise((resolve) => {
    server.close(resolve);
  });
  server.closeAllConnections();
  await closed;
}
