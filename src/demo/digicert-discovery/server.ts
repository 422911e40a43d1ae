/**
 * DigiCert Discovery (CertCentral): the audit log, as dev.digicert.com documents it ("List audit logs", "Filter
 * audit logs", "Rate limits"). Not published, and so answered plainly: a page past the end is empty, what is wrong
 * with a body is told as `error` with status 200, a wrong key is a 401.
 */
import { type Answer, type Ask, json, type Standin } from '../exchange.ts';
import { between, hex, mixText } from '../random.ts';
import type { Ledger } from '../story/ledger.ts';
import type { World } from '../world.ts';
import { type ListAsk, readAsk } from './list-ask.ts';
import { createRows, type Row } from './rows.ts';

const ROOT = '/apicontroller/v1';

/** The published body of a 429, and the same for statuses no page lists. */
const REFUSALS: Readonly<Record<number, readonly [code: string, message: string]>> = {
  400: ['invalid_request', 'The request could not be read.'],
  401: ['invalid_api_key', 'The API key is missing, invalid or revoked.'],
  404: ['not_found', 'Resource not found.'],
  405: ['method_not_allowed', 'Method not allowed.'],
  429: ['request_limit_exceeded', 'Service unavailable, please limit request volume'],
  503: ['service_unavailable', 'The service is not available.'],
};
function refuse(status: number): Answer {
  const [code, message] = REFUSALS[status] ?? ['internal_error', 'Internal error.'];
  return json(status, { errors: [{ code, message }] });
}

const answerWith = (data: unknown): Answer => json(200, { error: null, data });
const wrongField = (field: string): Answer =>
  json(200, { error: { code: 'invalid_field', message: `Invalid value of ${field}` }, data: null });

/** What `/auditlog/filter` lists values of, and how it calls them. */
const FILTERS = {
  userName: 'User',
  function: 'Function',
  ipAddress: 'IP address',
  divisionName: 'Division',
} as const;

export function digicertDiscovery(world: World, ledger: Ledger, clock: () => number): Standin {
  const rows = createRows(world, ledger);
  const account = between(mixText(world.seed, 'discovery account'), 1_000_000, 9_999_999);
  const apiKey = hex(mixText(world.seed, 'discovery key'), 64).toUpperCase();

  /** Rows as asked for, and how many there are before they are cut into pages. */
  function select({ first, size, sort, keep }: ListAsk): { readonly total: number; readonly page: Row[] } {
    const count = rows.count(clock());
    const { column, descending } = sort;
    if (keep === null && column === 'createdDate') {
      const length = Math.max(0, Math.min(size, count - first));
      const place = (at: number) => (descending ? count - 1 - first - at : first + at);
      return { total: count, page: Array.from({ length }, (_, at) => rows.row(place(at))) };
    }
    const all = Array.from({ length: count }, (_, place) => rows.row(place));
    const found = all.filter((row) => keep?.(row) ?? true);
    const before = (a: Row, b: Row) => compare(a[column], b[column]) || a.id - b.id;
    found.sort((a, b) => (descending ? before(b, a) : before(a, b)));
    return { total: found.length, page: found.slice(first, first + size) };
  }

  function list(ask: ListAsk): Answer {
    const { total, page } = select(ask);
    return answerWith({ totalCount: total, currentCount: page.length, auditLogs: page });
  }

  function filter(ask: ListAsk, name: unknown): Answer {
    if (typeof name !== 'string' || !Object.hasOwn(FILTERS, name)) return wrongField('filterSelected');
    const filterName = name as keyof typeof FILTERS;
    const { page } = select({ ...ask, first: 0, size: Number.MAX_SAFE_INTEGER });
    const values = [...new Set(page.map((row) => row[filterName]))].filter((value) => value !== '').sort();
    return answerWith({ filterName, displayName: FILTERS[filterName], values });
  }

  return {
    kind: 'digicert-discovery',
    name: 'digicert-discovery',
    root: ROOT,
    credentials: { api_key: apiKey },
    settings: { account_id: account },
    limits: [
      { requests: 100, per: 5_000 },
      { requests: 1_000, per: 180_000 },
    ],
    saysWhen: false,
    caller: (ask) => ask.headers['x-dc-devkey'] ?? '',
    refusal: refuse,
    answer(ask) {
      if (ask.headers['x-dc-devkey'] !== apiKey) return refuse(401);
      const path = ask.path.startsWith(ROOT) ? ask.path.slice(ROOT.length) : '';
      if (path !== '/auditlog/list' && path !== '/auditlog/filter') return refuse(404);
      if (ask.method !== 'POST') return { ...refuse(405), headers: { allow: 'POST' } };
      const body = bodyOf(ask);
      if (body === null) return refuse(400);
      const read = readAsk(body, account);
      if ('wrong' in read) return wrongField(read.wrong);
      return path === '/auditlog/list' ? list(read) : filter(read, body.filterSelected);
    },
  };
}

const compare = <T>(a: T, b: T): number => (a < b ? -1 : a > b ? 1 : 0);

function bodyOf({ body }: Ask): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null;
  } catch {
    return null;
  }
}
