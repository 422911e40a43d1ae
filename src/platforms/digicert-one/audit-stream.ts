/** The audit log of DigiCert Account Manager as a log stream, newest first. */
import { type Failure, fail, ok, type Result } from '../../domain/failure.ts';
import { isObject, type Json } from '../../domain/json.ts';
import { DAY, utcDate } from '../../domain/time.ts';
import type { Http } from '../http.ts';
import { instantOf } from '../instant.ts';
import { nextOffset, type OffsetCursor, offsetCursor } from '../offset-paging.ts';
import { endsBefore, type Mark } from '../paging.ts';
import type { LogStream, Page, PageAsk } from '../port.ts';
import { mapRow } from '../rows.ts';
import { auditEntry, ENTRY_ID } from './entry.ts';

export const AUDIT_PATH = '/account/api/v1/audit-log';
/** Larger limits are accepted and capped to this without a word; the default is 20. */
const LIMIT = 1_000;
/** Past this many rows the date window is moved down, so that the server need not count past millions. */
const REANCHOR_AFTER = 100_000;

type Position = OffsetCursor & {
  /** Calendar date that bounds the listing from above; null for none. */
  readonly to: string | null;
  /** Rows of the listing as first asked for that lie above `to`, and so are not in the platform's total. */
  readonly above: number;
  /** `above` is this minus the platform's next total; null once that is done. */
  readonly whole: number | null;
};

export function auditStream(platform: string, http: Http): LogStream {
  return {
    name: 'audit',
    kinds: ['audit'],
    mode: 'log',
    async page(ask) {
      const position = positionOf(ask);
      const answered = await http.ask({ ...listing(ask, position), signal: ask.signal });
      if (!answered.ok) return answered;
      const body = answered.value;
      if (!isObject(body) || !Array.isArray(body.items)) return fail(noListing(platform));
      const { items } = body;
      const total = Number.isSafeInteger(body.total) ? Number(body.total) : null;
      if (items.length === 0 && total !== null && total > position.offset) {
        return fail(
          noListing(platform, `It says ${total} entries match, but gave none from ${position.offset} on.`),
        );
      }
      return ok(toPage(platform, ask, position, items, total));
    },
  };
}

/**
 * `from` and `to` are calendar dates whose zone and inclusiveness are not published: a day is added on both
 * sides. Without `timestamp:desc` the oldest entries come first.
 */
function listing(ask: PageAsk, { offset, to }: Position) {
  const from = ask.from === null ? null : utcDate(Math.max(0, ask.from - DAY));
  const query = { sort: 'timestamp:desc', limit: LIMIT, offset, from, to };
  return { path: AUDIT_PATH, query, asked: 'the audit log' };
}

function positionOf({ cursor, to }: PageAsk): Position {
  const stored = isObject(cursor) ? cursor.to : null;
  const date = typeof stored === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(stored) ? stored : null;
  const count = (name: string) =>
    isObject(cursor) && Number.isSafeInteger(cursor[name]) ? Number(cursor[name]) : null;
  return {
    ...offsetCursor(cursor),
    to: date ?? (to === null ? null : utcDate(to + DAY)),
    above: count('above') ?? 0,
    whole: count('whole'),
  };
}

function toPage(
  platform: string,
  ask: PageAsk,
  position: Position,
  items: readonly Json[],
  total: number | null,
): Page {
  const marks = items.map(markOf);
  const step = nextOffset(position, marks, total);
  const mapped = items
    .slice(step.freshFrom)
    .map((row) => mapRow(row, ENTRY_ID, (read) => auditEntry(platform, read)));
  const rows = mapped.map(({ incoming }) => incoming).filter((row) => row !== null);
  const above =
    position.whole === null || total === null ? position.above : Math.max(0, position.whole - total);
  const whole = total === null ? null : above + total;
  const ended = step.next === null || endsBefore(marks, ask.from);
  return {
    rows,
    rejected: mapped.map(({ rejected }) => rejected).filter((row) => row !== null),
    next: ended ? null : reanchor({ ...position, ...step.next, above, whole: null }, whole),
    total: whole,
  };
}

function markOf(row: Json): Mark {
  const { id, timestamp } = isObject(row) ? row : {};
  const known = typeof id === 'string' || typeof id === 'number';
  return { id: known ? String(id) : null, at: instantOf(timestamp) };
}

/** After many rows, begins again at the seam's own date: the seam is then found by the rows left to read. */
function reanchor(position: Position, whole: number | null): Position {
  if (position.offset < REANCHOR_AFTER || position.seam === null || position.left === null) return position;
  const to = utcDate(position.seam.at + DAY);
  return position.to !== null && position.to <= to ? position : { ...position, to, offset: 0, whole };
}

function noListing(platform: string, cause = 'It answered with JSON that has no list of items.'): Failure {
  return {
    code: 'BAD_RESPONSE',
    what: `${platform}: the audit log was not answered as documented`,
    cause,
    next: 'Check that base_url is a DigiCert ONE host such as https://one.digicert.com.',
    where: platform,
  };
}

/** One row proves address, key and right to read; gives how many entries the key can see. */
export async function probeAudit(http: Http, platform: string, signal: AbortSignal): Promise<Result<string>> {
  const query = { sort: 'timestamp:desc', limit: 1 };
  const answered = await http.ask({ path: AUDIT_PATH, query, asked: 'the audit log', signal });
  if (!answered.ok) return answered;
  const body = answered.value;
  if (!isObject(body) || !Array.isArray(body.items)) return fail(noListing(platform));
  const total = Number.isSafeInteger(body.total) ? body.total : body.items.length;
  return ok(`DigiCert ONE Account Manager answered: the key can read ${total} audit entries.`);
}
