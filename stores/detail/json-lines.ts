/** JSON of a record as foldable lines, or as the text it is. */
import type { WholeRecord } from '../../src/cache/ask.ts';
import type { Json } from '../../src/domain/json.ts';
import { maskJsonText } from '../../src/domain/masked-json.ts';
import { recordJson } from '../../src/domain/record-json.ts';
import { isSecret, MASK, maskText } from '../../src/domain/secrets.ts';
import { usualKey } from '../keys/rebound.ts';
import { type DocumentInput, paragraph, said } from './document.ts';
import type { Lines } from './document-lines.ts';
import { treeOf } from './tree/tree.ts';
import { treeLines } from './tree/tree-lines.ts';

/** No more of a text is laid out (characters). */
const SHOWN_LIMIT = 200_000;
/** What a reveal names the texts of a record by, which are no nodes of a tree. */
export const TEXTS = 'text';

/** `base`: the jq expression of the whole of it. */
export function jsonLines(text: string, input: DocumentInput, base = '.'): Lines {
  const tree = treeOf(text, base);
  if (tree.scan.failed) return textLines(text, input, 'not JSON; shown as text');
  if (input.asText) return textLines(text, input, null);
  const lines = treeLines(tree, input.looking);
  if (!tree.scan.cut) return lines;
  const more = said(`… more is not shown here: ${editorKey(input)} opens all of it in $EDITOR`, 'warning');
  return {
    ...lines,
    length: lines.length + 1,
    at: (index) => lines.at(index) ?? (index === lines.length ? more : undefined),
  };
}

const editorKey = ({ key = usualKey }: DocumentInput): string => key('outside.editor');

function textLines(text: string, input: DocumentInput, note: string | null): Lines {
  const { width, looking } = input;
  const cut = text.slice(0, SHOWN_LIMIT);
  const shown = looking.revealed.includes(TEXTS) ? cut : maskedText(cut);
  const notes = [
    ...(note === null ? [] : [said(note, 'warning')]),
    ...(cut.length < text.length
      ? [
          said(
            `${text.length.toLocaleString('en')} characters; the first ${SHOWN_LIMIT.toLocaleString('en')} are shown, ${editorKey(input)} opens all`,
            'warning',
          ),
        ]
      : []),
  ];
  return [...notes, ...paragraph(shown, width)];
}

const STRING = '"(?:[^"\\\\]|\\\\.)*"';
const MEMBER = new RegExp(
  `"((?:[^"\\\\]|\\\\.)*)"(\\s*:\\s*)(${STRING}|-?\\d[\\d.eE+-]*|\\[\\s*${STRING}(?:\\s*,\\s*${STRING})*\\s*\\])`,
  'g',
);

/** JSON text with its secrets masked; of what is none (any more, where it was cut), as far as it looks like it. */
export function maskedText(text: string): string {
  const whole = maskJsonText(text);
  if (whole !== null) return whole.json;
  const named = text.replace(MEMBER, (all, name: string, colon: string, value: string) => {
    const is = /^[-\d]/.test(value) ? Number(value) : value.slice(1, -1);
    return isSecret(name, is) ? `"${name}"${colon}"${MASK}"` : all;
  });
  return maskText(named);
}

/** The JSON text of a body of a record; null where it has none. */
export function bodyText({ record, texts }: WholeRecord, body: 'payload' | 'output'): string | null {
  const value = record.kind === 'job' ? record[body] : null;
  return texts?.[body] ?? (value === null ? null : jsonTextOf(value));
}

/** A record as its JSON text, for one that came without its own. */
export function recordText(whole: WholeRecord): string {
  return jsonTextOf(recordJson(whole.record));
}

/** What was turned to text once stays that text: the tree of it is found again by it. */
const TEXTED = new WeakMap<object, string>();

function jsonTextOf(value: Json): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const known = TEXTED.get(value);
  if (known !== undefined) return known;
  const text = JSON.stringify(value);
  TEXTED.set(value, text);
  return text;
}
