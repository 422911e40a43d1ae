/** What a server says about its own refusal: error bodies and the `Retry-After` header. */
import { isObject } from '../domain/json.ts';
import { safeLine } from '../domain/text.ts';
import { formatDuration, HOUR, toIso } from '../domain/time.ts';
import { cut, pageTitle } from './body.ts';

const LONGEST = 300;

/**
 * The words of an error body, made safe and cut; null when it has none. Read are
 * `{errors:[{code,message}]}` and `{error:{code,message}}` (DigiCert prints both,
 * dev.digicert.com/get-started/error-handling-rate-limits.html), the error body of Spring Boot,
 * RFC 9457 problems with the fields they name, an HTML page's title, and plain text.
 */
export function serverSays(text: string): string | null {
  const words = fromJson(text) ?? pageTitle(text) ?? text.slice(0, 2 * LONGEST);
  return cut(safeLine(words), LONGEST) || null;
}

function fromJson(text: string): string | null {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return null;
  }
  if (isHollow(body)) return '';
  if (!isObject(body)) return null;
  const listed = Array.isArray(body.errors) ? body.errors : [];
  const said = [...listed, body.error, body].map(sayOne).filter((words) => words !== '');
  return said[0] === undefined ? null : said.slice(0, 3).join('; ');
}

/** Whether nothing at all stands in a value: `{}`, `[]`, `{"errors":[]}`. */
function isHollow(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return Object.values(value).every(isHollow);
  return value === null || value === '';
}

/** `code: message` of one error object, under whichever of the usual names. */
function sayOne(error: unknown): string {
  if (typeof error === 'string') return error;
  if (!isObject(error)) return '';
  const texts = ['code', 'title', 'field', 'message', 'detail'].map((name) => error[name]);
  return texts.filter((part) => typeof part === 'string' && part !== '').join(': ');
}

/**
 * Milliseconds from `now` (UTC ms) that a `Retry-After` header asks for: seconds or an HTTP date
 * (RFC 9110, 10.2.3). Null when absent or unreadable; a date already past is 0.
 */
export function parseRetryAfter(header: string | undefined, now: number): number | null {
  const text = header?.trim() ?? '';
  if (/^\d{1,9}(\.\d+)?$/.test(text)) return Math.ceil(Number(text) * 1_000);
  if (!/^[a-z]{3,9},? /i.test(text)) return null;
  // The oldest of the three date forms names no zone; all three are GMT.
  const at = Date.parse(/GMT|UTC|[+-]\d{4}$/i.test(text) ? text : `${text} GMT`);
  return Number.isNaN(at) ? null : Math.max(0, at - now);
}

/** No platform's word keeps us away for longer (ms). */
const LONGEST_WAIT = HOUR;

/**
 * How long to stay away when a platform asks for `asked` ms, and a sentence that says so; it names an instant,
 * because a kept failure is read later. Null when there is nothing to wait for.
 */
export function waitOf(asked: number, now: number): { readonly ms: number; readonly again: string | null } {
  if (asked === 0) return { ms: 0, again: null };
  const ms = Math.min(asked, LONGEST_WAIT);
  const sooner = asked > ms ? `already after ${formatDuration(ms)}, ` : '';
  const at = toIso(now + ms)?.slice(0, 19);
  return {
    ms,
    again: `The platform asks to wait ${formatDuration(asked)}; the process that asked tries again ${sooner}at ${at}Z or later, a new one at once.`,
  };
}
