/** Bytes of an answer into JSON, or into words for what came instead. */
import { safeLine } from '../domain/text.ts';

/** A number, rather than digits in a text, that a double may not hold exactly. */
const LONG_NUMBER = /[[:,]\s*-?\d{16}/;
/** An HTML page is known by its beginning; more is not searched. */
const HTML_HEAD = 20_000;

/**
 * JSON text as a value. Integers beyond 2^53 become text with all their digits (serial numbers, order
 * numbers); everything else is as JSON.parse has it. Throws SyntaxError.
 */
export function parseJson(text: string): unknown {
  return LONG_NUMBER.test(text) ? JSON.parse(text, keepDigits) : JSON.parse(text);
}

function keepDigits(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return value;
  const source = context?.source;
  return source !== undefined && /^-?\d+$/.test(source) ? source : value;
}

/** Bytes as text: UTF-8, a byte order mark dropped, bad bytes replaced. */
export function decode(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

export type ReadBody =
  | { readonly ok: true; readonly body: unknown }
  | { readonly ok: false; readonly came: string };

export interface Redacting {
  /** For the words of a failure. */
  readonly words: (text: string) => string;
  /** For what is kept: a credential a platform echoes in its records must not reach cache, screen or export. */
  readonly values: (text: string) => string;
}

/**
 * The JSON of an answer (an empty one is null), or what came in its place, for a failure's words; those are
 * redacted before they are cut, so that no half of a secret is left at the edge.
 */
export function readBody(bytes: Uint8Array, redact: Redacting): ReadBody {
  const text = decode(bytes);
  if (text.trim() === '') return { ok: true, body: null };
  try {
    const body = parseJson(text);
    return { ok: true, body: redact.values(text) === text ? body : redactTexts(body, redact.values) };
  } catch {
    return { ok: false, came: describeText(redact.words(text)) };
  }
}

/** A parsed body with every text and name in it redacted; without recursion, for bodies may be deep. */
function redactTexts(body: unknown, redact: (text: string) => string): unknown {
  const root: { value?: unknown } = {};
  const waiting: { readonly from: unknown; readonly into: object; readonly at: string | number }[] = [
    { from: body, into: root, at: 'value' },
  ];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { from, into, at } = next;
    let value = from;
    if (typeof from === 'string') value = redact(from);
    else if (Array.isArray(from)) {
      const array: unknown[] = new Array(from.length);
      for (const [index, item] of from.entries()) waiting.push({ from: item, into: array, at: index });
      value = array;
    } else if (from !== null && typeof from === 'object') {
      const record = {};
      // Backwards, so that the names are set in the order they came in.
      for (const [name, item] of Object.entries(from).reverse())
        waiting.push({ from: item, into: record, at: redact(name) });
      value = record;
    }
    // A name such as __proto__ is data, too.
    Object.defineProperty(into, at, { value, writable: true, enumerable: true, configurable: true });
  }
  return root.value;
}

function describeText(text: string): string {
  const title = pageTitle(text);
  if (title !== null) return title === '' ? 'an HTML page' : `an HTML page titled “${title}”`;
  if (/^\s*[[{]/.test(text)) {
    return /[\]}]\s*$/.test(text)
      ? `${text.length} characters that look like JSON but are not`
      : `half a JSON body: it breaks off after ${text.length} characters`;
  }
  return `text that is not JSON: “${cut(safeLine(text.slice(0, 500)), 80)}”`;
}

/** The title of an HTML page, '' when it has none; null when the text is no HTML. */
export function pageTitle(text: string): string | null {
  if (!/^\s*(<!doctype html|<html|<head|<body)/i.test(text)) return null;
  const title = /<title[^>]{0,200}>([^<]{0,500})/i.exec(text.slice(0, HTML_HEAD))?.[1] ?? '';
  return cut(safeLine(title), 80);
}

/** At most `length` characters, with a mark where something is left out. */
export function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1).toWellFormed()}…`;
}
