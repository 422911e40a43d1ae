/**
 * The audit log of DigiCert Discovery as a log stream, newest first. How its `dateRange` filter writes dates is not
 * published, so no date is sent: a walk begins at the newest row and stops once it has passed the window's edge.
 */
import { type Failure, fail, ok, type Result } from '../../domain/failure.ts';
import { isObject, type Json } from '../../domain/json.ts';
import { safeLine } from '../../domain/text.ts';
import { cut } from '../body.ts';
import type { Http } from '../http.ts';
import { instantOf } from '../instant.ts';
import { nextOffset, offsetCursor } from '../offset-paging.ts';
import { endsBefore, type Mark } from '../paging.ts';
import type { LogStream, Page, PageAsk } from '../port.ts';
import { mapRow } from '../rows.ts';
import { auditEntry, ENTRY_ID } from './entry.ts';

const AUDIT_PATH = '/auditlog/list';
/** The largest page allowed; the default is 50. */
const PAGE_SIZE = 512;
/** As much of the platform's own JSON as a failure tells. */
const LONGEST = 300;

/** What every request says of whose log is read. */
export interface Scope {
  readonly accountId: number;
  readonly divisionIds: readonly number[];
}

interface Listing {
  readonly rows: readonly Json[];
  /** How many rows there are in all; null when the platform does not say. */
  readonly total: number | null;
}

export function auditStream(platform: string, http: Http, scope: Scope): LogStream {
  return {
    name: 'audit',
    kinds: ['audit'],
    mode: 'log',
    async page(ask) {
      const { offset } = offsetCursor(ask.cursor);
      const listed = await list(platform, http, scope, { offset, size: PAGE_SIZE, signal: ask.signal });
      if (!listed.ok) return listed;
      const { rows, total } = listed.value;
      if (rows.length === 0 && total !== null && total > offset) {
        const cause = `It says there are ${total} entries, but gave none from number ${offset + 1} on.`;
        return fail(undocumented(platform, cause));
      }
      return ok(toPage(platform, ask, listed.value));
    },
  };
}

async function list(
  platform: string,
  http: Http,
  { accountId, divisionIds }: Scope,
  { offset, size, signal }: { readonly offset: number; readonly size: number; readonly signal: AbortSignal },
): Promise<Result<Listing>> {
  const body: Json = {
    accountId,
    searchCriteriaList: [],
    divisionIds,
    isFromWallAlert: false,
    // The first row is number 1.
    startIndex: offset + 1,
    pageSize: size,
    // Required, and of no meaning without criteria; the published example sends a word its own table does not allow.
    filterSelected: 'userName',
    sortedColumnId: 'createdDate',
    sortOrder: 'DESC',
  };
  const answered = await http.ask({
    method: 'POST',
    path: AUDIT_PATH,
    body,
    signal,
    asked: 'the audit log',
    ifMissing: 'Check base_url: that of Discovery ends in /apicontroller/v1.',
  });
  if (!answered.ok) return answered;
  const answer = answered.value;
  if (!isObject(answer)) return fail(undocumented(platform));
  // Errors come with status 200, too, in a shape that is not published.
  const { error = null, data } = answer;
  if (error !== null && error !== '') return fail(refused(platform, error));
  if (!isObject(data) || !Array.isArray(data.auditLogs)) return fail(undocumented(platform));
  const total = Number.isSafeInteger(data.totalCount) ? Number(data.totalCount) : null;
  return ok({ rows: data.auditLogs, total });
}

function toPage(platform: string, { cursor, from }: PageAsk, { rows: listed, total }: Listing): Page {
  const marks = listed.map(markOf);
  const { freshFrom, next } = nextOffset(offsetCursor(cursor), marks, total);
  const mapped = listed
    .slice(freshFrom)
    .map((row) => mapRow(row, ENTRY_ID, (read) => auditEntry(platform, read)));
  return {
    rows: mapped.map(({ incoming }) => incoming).filter((row) => row !== null),
    rejected: mapped.map(({ rejected }) => rejected).filter((row) => row !== null),
    next: endsBefore(marks, from) ? null : next,
    total,
    // Users cannot be looked up here.
  };
}

function markOf(row: Json): Mark {
  const { id, createdDate } = isObject(row) ? row : {};
  const known = typeof id === 'string' || typeof id === 'number';
  return { id: known ? String(id) : null, at: instantOf(createdDate) };
}

function refused(platform: string, error: Json): Failure {
  return {
    code: 'PLATFORM_ERROR',
    what: `${platform}: the audit log was answered with an error`,
    cause: `It said: ${cut(safeLine(textOf(error)), LONGEST)}`,
    next: 'Check account_id and division_ids of this platform, and the role of api_key: administrator or manager.',
    where: platform,
  };
}

/** Its JSON as it came; one too deep to be written out again says only that. */
function textOf(error: Json): string {
  try {
    return JSON.stringify(error);
  } catch {
    return 'an error nested deeper than can be shown';
  }
}

function undocumented(
  platform: string,
  cause = 'It answered with JSON that has no list of entries.',
): Failure {
  return {
    code: 'BAD_RESPONSE',
    what: `${platform}: the audit log was not answered as documented`,
    cause,
    next: 'Check that base_url is that of Discovery: https://daas.digicert.com/apicontroller/v1.',
    where: platform,
  };
}

/** One row proves address, key and account; gives how many entries the key can see. */
export async function probeAudit(
  platform: string,
  http: Http,
  scope: Scope,
  signal: AbortSignal,
): Promise<Result<string>> {
  const listed = await list(platform, http, scope, { offset: 0, size: 1, signal });
  if (!listed.ok) return listed;
  const count = listed.value.total ?? `at least ${listed.value.rows.length}`;
  return ok(`DigiCert Discovery answered: ${count} audit entries of account ${scope.accountId}.`);
}
