/** Stands between a platform and its stand-in: counts what is asked, and spoils answers when a test says so. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Asked {
  readonly method: string;
  readonly url: URL;
  readonly status: number;
  /** UTC ms by the test's clock. */
  readonly at: number;
}

export interface Relayed {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What becomes of an answer: another one, or a connection cut before or within it. */
export type Spoilt = Relayed | 'cut' | 'cut within';

export interface Fault {
  /** Which requests it meets, counted from the next one that fits. */
  readonly path: RegExp;
  readonly skip: number;
  readonly times: number;
  readonly spoil: (answer: Relayed) => Spoilt;
}

export interface Proxy {
  readonly url: string;
  readonly asked: Asked[];
  fault(fault: Fault): void;
  /** Takes back what faults are still to come. */
  mend(): void;
  /** Whether a fault is still to come. */
  readonly faulty: boolean;
  /** Runs before a request is passed on; may change its address, and with it what a JSON body asks for. */
  before: (url: URL) => void;
  close(): Promise<void>;
}

export async function startProxy(target: string, clock: () => number): Promise<Proxy> {
  const asked: Asked[] = [];
  let faults: { readonly fault: Fault; met: number }[] = [];

  function spoilt(url: URL, answer: Relayed): Spoilt {
    for (const one of faults) {
      if (!one.fault.path.test(url.pathname)) continue;
      one.met += 1;
      if (one.met <= one.fault.skip) continue;
      if (one.met >= one.fault.skip + one.fault.times) faults = faults.filter((other) => other !== one);
      return one.fault.spoil(answer);
    }
    return answer;
  }

  async function pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', target);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const asks = new JsonAsk(Buffer.concat(chunks).toString());
    asks.show(url);
    proxy.before(url);
    const method = request.method ?? 'GET';
    const headers = new Headers();
    for (const [name, value] of Object.entries(request.headers)) {
      if (typeof value === 'string' && !OF_THE_CONNECTION.test(name)) headers.set(name, value);
    }
    const body = chunks.length > 0 ? { body: asks.text(url) } : {};
    const got = await fetch(asks.address(url), { method, headers, ...body });
    const answer = spoilt(url, {
      status: got.status,
      headers: Object.fromEntries(
        ['content-type', 'retry-after'].flatMap((name) => {
          const value = got.headers.get(name);
          return value === null ? [] : [[name, value]];
        }),
      ),
      body: await got.text(),
    });
    asked.push({ method, url, status: typeof answer === 'string' ? 0 : answer.status, at: clock() });
    relay(response, answer, got.status);
  }

  const server = createServer((request, response) => {
    // A client that gave up, or a stand-in that is being closed: there is nobody left to answer.
    pass(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const proxy: Proxy = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${new URL(target).pathname.replace(/\/$/, '')}`,
    asked,
    fault: (fault) => faults.push({ fault, met: 0 }),
    mend: () => {
      faults = [];
    },
    get faulty() {
      return faults.length > 0;
    },
    before: () => {},
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return proxy;
}

const OF_THE_CONNECTION = /^(host|connection|content-length|transfer-encoding|accept-encoding)$/;

/**
 * The numbers of a JSON body, shown in the address for as long as tests look at it, so that a page asked for in
 * a body and one asked for in an address are read, counted and bent alike.
 */
class JsonAsk {
  private readonly body: Readonly<Record<string, unknown>> | null;
  private readonly sent: string;
  constructor(sent: string) {
    this.sent = sent;
    this.body = sent.startsWith('{') ? (JSON.parse(sent) as Record<string, unknown>) : null;
  }
  private get numbers(): readonly string[] {
    return Object.entries(this.body ?? {}).flatMap(([name, value]) =>
      typeof value === 'number' ? [name] : [],
    );
  }
  show(url: URL): void {
    for (const name of this.numbers) url.searchParams.set(name, String(this.body?.[name]));
  }
  text(url: URL): string {
    if (this.body === null) return this.sent;
    const bent = this.numbers.map((name) => [name, Number(url.searchParams.get(name))]);
    return JSON.stringify({ ...this.body, ...Object.fromEntries(bent) });
  }
  address(url: URL): URL {
    const plain = new URL(url);
    for (const name of this.numbers) plain.searchParams.delete(name);
    return plain;
  }
}

function relay(response: ServerResponse, answer: Spoilt, status: number): void {
  if (answer === 'cut') {
    response.destroy();
    return;
  }
  if (answer === 'cut within') {
    response.writeHead(status, { 'content-type': 'application/json', 'content-length': '1000000' });
    response.write('{"total": 5, "items": [{"id"', () => response.destroy());
    return;
  }
  const none = answer.status === 204;
  response.writeHead(answer.status, {
    ...answer.headers,
    ...(none ? {} : { 'content-length': String(Buffer.byteLength(answer.body)) }),
  });
  response.end(none ? undefined : answer.body);
}
