/** The parameters of the audit log, checked; limits and formats as published. */
import { DAY } from '../clock-times.ts';

export const SORT_FIELDS = ['timestamp', 'action', 'status', 'description'] as const;
export type SortField = (typeof SORT_FIELDS)[number];

/** Filters on what an entry says; null lets everything through. */
export interface Filters {
  readonly userName: string | null;
  readonly action: string | null;
  readonly types: readonly string[] | null;
  readonly resourceId: string | null;
  readonly status: string | null;
  readonly accountId: string | null;
}

export interface AuditAsk {
  readonly filters: Filters;
  /** Inclusive, UTC ms. */
  readonly from: number | null;
  /** Exclusive, UTC ms: the end of the day named. */
  readonly until: number | null;
  readonly sort: { readonly field: SortField; readonly descending: boolean };
  readonly offset: number;
  /** As asked: echoed, while a page never holds more than `PAGE_CAP`. */
  readonly limit: number;
}

export const PAGE_CAP = 1_000;
const PAGE_DEFAULT = 20;

/** Midnight UTC of `YYYY-MM-DD`; null for anything else, impossible dates included. */
function date(text: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return null;
  const at = Date.parse(`${text}T00:00:00Z`);
  return Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== text ? null : at;
}

function whole(text: string, least: number): number | null {
  return /^\d{1,15}$/.test(text) && Number(text) >= least ? Number(text) : null;
}

function sorting(text: string): AuditAsk['sort'] | null {
  const [name, direction = 'asc', ...rest] = text.split(':');
  const field = SORT_FIELDS.find((one) => one === name);
  if (field === undefined || rest.length > 0 || (direction !== 'asc' && direction !== 'desc')) return null;
  return { field, descending: direction === 'desc' };
}

/** The checked request, or the parameter that is wrong. */
export function readAsk(
  query: URLSearchParams,
): AuditAsk | { readonly wrong: string; readonly value: string } {
  const text = (name: string) => {
    const value = query.get(name);
    return value === null || value === '' ? null : value;
  };
  const wrongs: string[] = [];
  const read = <T>(name: string, parse: (value: string) => T | null, otherwise: T): T => {
    const value = text(name);
    if (value === null) return otherwise;
    const parsed = parse(value);
    if (parsed === null) wrongs.push(name);
    return parsed ?? otherwise;
  };
  const from = read<number | null>('from', date, null);
  const to = read<number | null>('to', date, null);
  const ask: AuditAsk = {
    filters: {
      userName: text('user_name')?.toLowerCase() ?? null,
      action: text('action'),
      types: text('resource_types')?.split(',') ?? null,
      resourceId: text('resource_id'),
      status: text('status'),
      accountId: text('account_id'),
    },
    from,
    until: to === null ? null : to + DAY,
    sort: read('sort', sorting, { field: 'timestamp', descending: false }),
    offset: read('offset', (value) => whole(value, 0), 0),
    limit: read('limit', (value) => whole(value, 1), PAGE_DEFAULT),
  };
  const wrong = wrongs[0];
  return wrong === undefined ? ask : { wrong, value: query.get(wrong) ?? '' };
}
