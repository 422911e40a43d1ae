/**
 * The body of a request for the audit log, checked; names, values and defaults as published. What is not published
 * is answered plainly: values of a criterion are OR, criteria are AND, no divisions are all divisions.
 */
import type { Row } from './rows.ts';

export interface ListAsk {
  /** Index of the first row wanted, from 0. */
  readonly first: number;
  readonly size: number;
  readonly sort: { readonly column: keyof Row; readonly descending: boolean };
  /** Null lets everything through. */
  readonly keep: ((row: Row) => boolean) | null;
}

const LARGEST_PAGE = 512;
const DEFAULT_PAGE = 50;
const COLUMNS = ['createdDate', 'userName', 'ipAddress', 'divisionName', 'ipCountry'] as const;
/** `dateRange` is documented as a criterion, too, but not how it writes dates. */
const CRITERIA = ['userName', 'function', 'ipAddress', 'divisionName'] as const;
/** Those of the published table, and the one of the published example. */
const FILTERS: readonly unknown[] = [...CRITERIA, 'dateRange', 'user'];

type Body = Readonly<Record<string, unknown>>;

/** The checked request, or the name of the field that is wrong. */
export function readAsk(body: Body, account: number): ListAsk | { readonly wrong: string } {
  const {
    accountId,
    divisionIds,
    filterSelected,
    searchCriteriaList: criteria = [],
    startIndex = 1,
    pageSize = DEFAULT_PAGE,
    sortedColumnId = 'createdDate',
    sortOrder = 'DESC',
  } = body;
  const column = COLUMNS.find((one) => one === sortedColumnId);
  const kept = Array.isArray(criteria) ? criteria.map(criterion) : [null];
  const checks: Readonly<Record<string, boolean>> = {
    accountId: String(accountId) === String(account),
    divisionIds: Array.isArray(divisionIds),
    filterSelected: FILTERS.includes(filterSelected),
    searchCriteriaList: !kept.includes(null),
    startIndex: isWhole(startIndex, 1, Number.MAX_SAFE_INTEGER),
    pageSize: isWhole(pageSize, 0, LARGEST_PAGE),
    sortedColumnId: column !== undefined,
    sortOrder: sortOrder === 'DESC' || sortOrder === 'ASC',
  };
  const wrong = Object.entries(checks).find(([, right]) => !right);
  if (wrong !== undefined || column === undefined) return { wrong: wrong?.[0] ?? 'sortedColumnId' };
  const divisions = divisionIds as readonly unknown[];
  const tests = kept.filter((one) => one !== null);
  if (divisions.length > 0) tests.push(({ divisionId }) => divisions.includes(divisionId));
  return {
    first: Number(startIndex) - 1,
    size: Number(pageSize),
    sort: { column, descending: sortOrder === 'DESC' },
    keep: tests.length === 0 ? null : (row) => tests.every((test) => test(row)),
  };
}

function criterion(given: unknown): ((row: Row) => boolean) | null {
  const { key, operation, value } = (given ?? {}) as Body;
  const column = CRITERIA.find((one) => one === key);
  if (column === undefined || operation !== 'EQUALS' || !Array.isArray(value)) return null;
  return (row) => value.includes(row[column]);
}

const isWhole = (value: unknown, least: number, most: number): boolean =>
  Number.isSafeInteger(value) && Number(value) >= least && Number(value) <= most;
