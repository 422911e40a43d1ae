import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { openWire } from '../../src/platforms/exchange.ts';

const PATIENT = { connect: 10_000, response: 10_000, request: 10_000 };
/** More than sockets hold for who does not read. */
const BODY = 'x'.repeat(16 << 20);

test('who is answered before all of it is sent, and leaves, ends nothing but that request', async () => {
  const server = createServer((request, response) => {
    if (request.method === 'POST') response.end('early');
    else response.end('here');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  const wire = openWire(PATIENT, 1_000);
  // What nobody handles would end a process; the runner has a listener of its own.
  const unhandled: unknown[] = [];
  const note = (error: unknown) => unhandled.push(String(error));
  process.prependListener('uncaughtException', note);
  try {
    const leaving = new AbortController();
    const ask = { url, headers: {}, signal: leaving.signal };
    const { status, bytes } = await wire.exchange({ ...ask, method: 'POST', body: BODY });
    expect([status, Buffer.from(bytes).toString()]).toEqual([200, 'early']);
    leaving.abort();
    const { signal } = new AbortController();
    const after = await wire.exchange({ ...ask, method: 'GET', body: null, signal });
    expect(Buffer.from(after.bytes).toString()).toBe('here');
    expect(unhandled).toEqual([]);
  } finally {
    process.removeListener('uncaughtException', note);
    wire.close();
    server.closeAllConnections();
    server.close();
  }
});
