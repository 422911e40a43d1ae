/**
 * `{{path}}` in a text becomes a value of the event. In a template of JSON, what stands within quotes is escaped for
 * there, and what stands outside is a value of its own; whatever an event holds, the outcome is one JSON value. Pure.
 */
import { isObject, type Json } from '../../domain/json.ts';
import { toIso } from '../../domain/time.ts';
import type { OutEvent } from '../target.ts';

/** What the first step of a path may be. */
const ROOTS: Readonly<Record<string, (event: OutEvent) => Json>> = {
  id: ({ id }) => id,
  time: ({ at }) => toIso(at),
  at: ({ at }) => at,
  ref: ({ ref }) => ref,
  kind: ({ kind }) => kind,
  platform: ({ platform }) => platform,
  severity: ({ severity }) => severity,
  event: ({ body }) => body,
};

type Piece = string | { readonly path: readonly string[]; readonly isQuoted: boolean };
export type Template = readonly Piece[];

const PLACEHOLDER = /\{\{\s*([^{}\s]+)\s*\}\}/y;

/** A template, or what is wrong with it as a sentence without its subject. */
export type ReadTemplate = { readonly template: Template } | { readonly wrong: string };

/** A template of one JSON value. Line breaks and tabs around its members are left out, so that it is one line. */
export function readJsonTemplate(text: string): ReadTemplate {
  const read = readTemplate(text, true);
  if ('wrong' in read) return read;
  const sample = read.template.map((piece) =>
    typeof piece === 'string' ? piece : piece.isQuoted ? '' : 'null',
  );
  try {
    JSON.parse(sample.join(''));
    return read;
  } catch {
    return { wrong: 'is no JSON once its placeholders are filled in' };
  }
}

/** A template of any text; `isJson` says that quotes mean what they mean in JSON. */
export function readTemplate(text: string, isJson: boolean): ReadTemplate {
  const pieces: Piece[] = [];
  let isQuoted = false;
  let plain = '';
  for (let at = 0; at < text.length; ) {
    PLACEHOLDER.lastIndex = at;
    const match = PLACEHOLDER.exec(text);
    if (match !== null) {
      const path = (match[1] ?? '').split('.');
      const [root = ''] = path;
      if (!Object.hasOwn(ROOTS, root) || (path.length > 1 && root !== 'event')) {
        return { wrong: `has {{${match[1]}}}, which begins with none of ${Object.keys(ROOTS).join(', ')}` };
      }
      if (plain !== '') pieces.push(plain);
      plain = '';
      pieces.push({ path, isQuoted });
      at += match[0].length;
      continue;
    }
    const sign = text[at] ?? '';
    const taken = isJson && isQuoted && sign === '\\' ? text.slice(at, at + 2) : sign;
    if (isJson && sign === '"') isQuoted = !isQuoted;
    plain += isJson && !isQuoted && /[\n\r\t]/.test(sign) ? '' : taken;
    at += taken.length;
  }
  if (plain !== '') pieces.push(plain);
  return { template: pieces };
}

/** One JSON value in one line. */
export const fillJson = (template: Template, event: OutEvent): string =>
  fillEach(template, event, (value, isQuoted) =>
    isQuoted ? JSON.stringify(wordsOf(value)).slice(1, -1) : JSON.stringify(value),
  );

/** For a header: what a header cannot carry is percent-encoded. */
export const fillHeader = (template: Template, event: OutEvent): string =>
  fillEach(template, event, (value) =>
    wordsOf(value)
      .toWellFormed()
      .replace(/[^\x20-\x7e]+/g, (signs) => encodeURIComponent(signs)),
  );

export const hasPlaceholders = (template: Template): boolean =>
  template.some((piece) => typeof piece !== 'string');

function fillEach(
  template: Template,
  event: OutEvent,
  write: (value: Json, isQuoted: boolean) => string,
): string {
  return template
    .map((piece) => (typeof piece === 'string' ? piece : write(find(piece.path, event), piece.isQuoted)))
    .join('');
}

/** The value at a path; null where there is none. */
function find([root = '', ...steps]: readonly string[], event: OutEvent): Json {
  let value: Json = ROOTS[root]?.(event) ?? null;
  for (const step of steps) {
    const members: Readonly<Record<string, Json>> =
      isObject(value) || Array.isArray(value) ? (value as never) : {};
    value = Object.hasOwn(members, step) ? (members[step] ?? null) : null;
  }
  return value;
}

function wordsOf(value: Json): string {
  if (value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
