/** A comparison as lines: what changed first, then what only one side has; what is equal folded away. */
import type { Json } from '../../src/domain/json.ts';
import { maskJson } from '../../src/domain/masked-json.ts';
import { safeLine } from '../../src/domain/text.ts';
import { BLANK, type DocumentLine, heading, type PartTone, paragraph, said } from '../detail/document.ts';
import type { Comparison, Difference } from './compare.ts';

/** The name under which what is equal is folded; a path of a JSON tree begins with a dot. */
export const EQUAL = 'equal';

export interface ComparisonView {
  /** The heading over what changed. */
  readonly title: string;
  /** What stands on the two sides, as a sentence has it: `this run`. Safe. */
  readonly before: string;
  readonly after: string;
  readonly folded: boolean;
  readonly width: number;
}

const MOST_LINES = 2_000;
const LONGEST = 500;

export function comparisonLines(found: Comparison, view: ComparisonView): readonly DocumentLine[] {
  const { changed, added, removed, equal } = found;
  const differing = changed.length + added.length + removed.length;
  const lines: DocumentLine[] = [];
  if (changed.length > 0) {
    lines.push(heading(view.title), ...changed.flatMap((one) => both(one, view.width)));
  }
  lines.push(...side(`Only in ${view.before}`, removed, '-', 'error', view.width, lines.length > 0));
  lines.push(...side(`Only in ${view.after}`, added, '+', 'ok', view.width, lines.length > 0));
  if (differing === 0) lines.push(heading('Nothing differs'));
  const cut = lines.length > MOST_LINES || found.cut;
  return [
    ...lines.slice(0, MOST_LINES),
    ...(cut
      ? [said('… there is more than is compared here; export the two records to see everything', 'warning')]
      : []),
    ...(equal.length === 0 ? [] : [BLANK, fold(equal.length, view.folded)]),
    ...(view.folded ? [] : equal.slice(0, MOST_LINES).map(alike)),
  ];
}

function both({ path, before, after }: Difference, width: number): readonly DocumentLine[] {
  const quoted = typeof before !== typeof after;
  return [
    said(nameOf(path), 'strong'),
    ...signed(`- ${textOf(path, before, quoted)}`, width, 'error'),
    ...signed(`+ ${textOf(path, after, quoted)}`, width, 'ok'),
  ];
}

/** Wrapped beside its sign: a line that goes on begins below the text, not below the sign. */
function signed(text: string, width: number, tone: PartTone): readonly DocumentLine[] {
  const [first, ...rest] = paragraph(text, width - SIGN.length, tone);
  const more = rest.map(({ parts, ...line }) => ({ ...line, parts: [{ text: SIGN, tone }, ...parts] }));
  return first === undefined ? [] : [first, ...more];
}

const SIGN = '  ';

function side(
  title: string,
  found: readonly Difference[],
  sign: '-' | '+',
  tone: PartTone,
  width: number,
  apart: boolean,
): readonly DocumentLine[] {
  if (found.length === 0) return [];
  const lines = found.flatMap(({ path, before, after }) =>
    signed(`${sign} ${nameOf(path)}  ${textOf(path, before ?? after, false)}`, width, tone),
  );
  return [...(apart ? [BLANK] : []), heading(title), ...lines];
}

/** A node like one of a JSON tree, so that the keys that fold there fold here. */
function fold(count: number, folded: boolean): DocumentLine {
  const label = `${count} equal`;
  return {
    node: { path: EQUAL, jq: '.', depth: 0, kind: 'object', folded, secret: null },
    parts: [
      { text: folded ? '▸ ' : '▾ ', tone: 'dim' },
      { text: label, tone: 'dim' },
    ],
  };
}

function alike({ path, before }: Difference): DocumentLine {
  const text = textOf(path, before, false);
  return {
    value: text,
    parts: [
      { text: `  ${nameOf(path)}  `, tone: 'dim' },
      { text: safeLine(text), tone: 'plain' },
    ],
  };
}

/** Without the dot a path begins with: `payload.ca`. */
const nameOf = (path: string): string => safeLine(path.replace(/^\.(?=.)/, ''));

/** What is secret under such a path is masked: it differs, and that is all to be told. */
function textOf(path: string, given: Json | undefined, quoted: boolean): string {
  if (given === undefined) return '(absent)';
  const { value } = maskJson(given, /([^."[\]]+)[\]"[]*$/.exec(path)?.[1] ?? null);
  const text = typeof value === 'string' && !quoted ? value : JSON.stringify(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
