/**
 * An audit log of the DigiCert ONE shape that costs its server little: any entry is written from its number,
 * nothing is kept. 500 actors, nine actions, one in ten failed, about 428 bytes an entry.
 * `node bench/log-server.ts ENTRIES NEWEST`, NEWEST in UTC ms; prints its port.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DAY, entryJson, log } from './log-entries.ts';

const PAGE_CAP = 1_000;
const [count = 0, newest = 0] = process.argv.slice(2).map(Number);
const entries = log(count, newest);

const server = createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
  response.setHeader('content-type', 'application/json');
  response.end(answer(pathname, searchParams));
});

function answer(path: string, query: URLSearchParams): string {
  const [, kind, id] = /\/account\/api\/v1\/(user|account)\/(.+)$/.exec(path) ?? [];
  if (kind !== undefined) return JSON.stringify({ id, name: `${kind} ${id?.slice(-4)}`, status: 'ACTIVE' });
  // Dates are days, both ends included; the newest entry is number 0.
  const [from, to] = [day(query, 'from'), day(query, 'to')];
  const first = to === null ? 0 : entries.firstAtOrBefore(to + DAY - 1);
  const last = from === null ? count : entries.firstAtOrBefore(from - 1);
  const offset = Number(query.get('offset') ?? 0);
  const limit = Math.min(PAGE_CAP, Number(query.get('limit') ?? 20));
  const items: string[] = [];
  for (let at = first + offset; at < Math.min(last, first + offset + limit); at++) {
    items.push(entryJson(entries, at));
  }
  return `{"total":${Math.max(0, last - first)},"offset":${offset},"limit":${limit},"items":[${items.join(',')}]}`;
}

function day(query: URLSearchParams, name: string): number | null {
  const text = query.get(name);
  return text === null ? null : Date.parse(`${text}T00:00:00Z`);
}

server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${(server.address() as AddressInfo).port}\n`);
});
