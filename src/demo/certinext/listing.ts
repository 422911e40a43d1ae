/** How CERTInext pages: reports from 1 and never past their end, domains by row and from 0. */
import { type Answer, type Ask, json } from '../exchange.ts';
import type { Row } from './wire.ts';

const MOST = 100;
const DOMAINS_DEFAULT = 50;

export function whole(text: string | null, otherwise: number): number {
  return text !== null && /^\d{1,9}$/.test(text) ? Number(text) : otherwise;
}

/** A page of a report out of `total` rows, newest first; `row` gives number n, oldest first. */
export function reportPage({ query }: Ask, total: number, row: (place: number) => Row): Answer {
  const size = Math.min(MOST, Math.max(1, whole(query.get('size'), MOST)));
  const totalPages = Math.ceil(total / size);
  const page = Math.min(Math.max(1, whole(query.get('page'), 1)), Math.max(1, totalPages));
  const first = (page - 1) * size;
  const content = Array.from({ length: Math.min(size, total - first) }, (_, at) =>
    row(total - 1 - first - at),
  );
  return json(
    200,
    { content, page, size: content.length || size, totalElements: total, totalPages },
    HEADERS,
  );
}

/** Statuses domains have, but cannot be asked for. */
const UNASKED = { domainStatus: 'DEACTIVATED', dcvStatus: 'EXPIRED' } as const;

/** Null when a filter is not accepted. */
export function domainPage({ query }: Ask, rows: readonly Row[]): Answer | null {
  for (const [name, value] of Object.entries(UNASKED))
    if (query.get(name)?.split(',').includes(value) === true) return null;
  const limit = Math.max(1, whole(query.get('limit'), DOMAINS_DEFAULT));
  const offset = whole(query.get('offset'), 0);
  const down = query.get('sortDir') === 'desc';
  const key = query.get('sortBy') === 'domainName' ? 'domainName' : 'createdAt';
  const newest = query.get('sortBy') === null || down ? -1 : 1;
  const fits = (name: string, field: string) => {
    const words = query.get(name)?.split(',');
    return (row: Row) => words === undefined || words.includes(String(row[field]));
  };
  const found = rows
    .filter(fits('domainStatus', 'status'))
    .filter(fits('dcvStatus', 'dcvStatus'))
    .filter(({ domainName }) => String(domainName).includes(query.get('search') ?? ''))
    .sort((a, b) => (String(a[key]) < String(b[key]) ? -newest : newest));
  const content = found.slice(offset, offset + limit);
  const figures = { totalElements: found.length, totalPages: Math.ceil(found.length / limit) };
  return json(
    200,
    { content, page: Math.floor(offset / limit), size: content.length || limit, ...figures },
    HEADERS,
  );
}

export const HEADERS = { 'x-api-version': '2.0.0' } as const;
