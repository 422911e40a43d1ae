/** A text over the whole screen: two records compared, or what a shell command said. Plain data and its lines. */
import { safeLine } from '../src/domain/text.ts';
import { brokenLines } from './detail/broken-lines.ts';
import { BLANK, type DocumentLine, paragraph, said } from './detail/document.ts';
import type { Comparison } from './diff/compare.ts';
import { comparisonLines } from './diff/lines.ts';
import type { Size } from './layout.ts';

export type SheetContent =
  | {
      readonly kind: 'diff';
      /** Titles and references of the two, safe. */
      readonly before: { readonly title: string; readonly ref: string };
      readonly after: { readonly title: string; readonly ref: string };
      readonly found: Comparison;
    }
  | {
      readonly kind: 'output';
      readonly command: string;
      /** How many records were sent so far, of how many; none at all for a command that takes none. */
      readonly sent: number;
      readonly total: number;
      /** As it came; made safe where it is drawn. */
      readonly text: string;
      /** Characters that were more than is kept. */
      readonly dropped: number;
      /** How it ended; null while it runs. */
      readonly ended: string | null;
    };

export interface Sheet {
  readonly kind: 'sheet';
  readonly content: SheetContent;
  /** Whether what is equal is folded away. */
  readonly folded: boolean;
  readonly top: number;
  readonly cursor: number;
}

/** Title and rule over the text; the footer below it. */
const HEAD = 1;
const FOOTER = 1;

export const sheetHeight = ({ rows }: Size): number => Math.max(1, rows - HEAD - FOOTER);
/** The scroll bar takes two cells. */
export const sheetWidth = ({ columns }: Size): number => Math.max(10, columns - 2);

/** The lines of a content, made once for a width. */
const MADE = new WeakMap<SheetContent, { readonly key: string; readonly lines: readonly DocumentLine[] }>();

export function sheetLines({ content, folded }: Sheet, size: Size): readonly DocumentLine[] {
  const width = sheetWidth(size);
  const key = `${width} ${folded}`;
  const known = MADE.get(content);
  if (known?.key === key) return known.lines;
  const lines = content.kind === 'diff' ? diffLines(content, folded, width) : outputLines(content, width);
  MADE.set(content, { key, lines });
  return lines;
}

/** `end`: how a text calls the key that ends a command. */
export function sheetTitle(content: SheetContent, end = 'Ctrl-C'): string {
  if (content.kind === 'diff') return `${content.before.title} and ${content.after.title}`;
  const { command, sent, total, ended } = content;
  const how = ended ?? `running, ${end} ends it`;
  if (total === 0) return `${safeLine(command)} · ${how}`;
  const records = `${sent === total ? '' : `${sent} of `}${total} ${total === 1 ? 'record' : 'records'} as JSON lines`;
  return `| ${safeLine(command)} · ${records} · ${how}`;
}

function diffLines(
  { before, after, found }: Extract<SheetContent, { kind: 'diff' }>,
  folded: boolean,
  width: number,
): readonly DocumentLine[] {
  const { changed, added, removed, equal } = found;
  const counts = [
    [changed.length, 'changed'],
    [removed.length, 'only in -'],
    [added.length, 'only in +'],
    [equal.length, 'equal'],
  ] as const;
  return [
    ...paragraph(`- ${before.title}  ${before.ref}`, width, 'error'),
    ...paragraph(`+ ${after.title}  ${after.ref}`, width, 'ok'),
    said(counts.map(([count, what]) => `${count} ${what}`).join(' · '), 'dim'),
    BLANK,
    ...comparisonLines(found, { title: 'Changed', before: '-', after: '+', folded, width }),
  ];
}

function outputLines(
  { text, dropped, ended }: Extract<SheetContent, { kind: 'output' }>,
  width: number,
): readonly DocumentLine[] {
  const none = text === '' && ended !== null ? [said('It said nothing.', 'dim')] : [];
  const more =
    dropped === 0
      ? []
      : [
          said(
            `… ${dropped.toLocaleString('en')} more characters are not kept: let the command write a file`,
            'warning',
          ),
        ];
  const lines = brokenLines(text.replace(/\n$/, ''), width).map((line) => said(line));
  return [...(text === '' ? none : lines), ...more];
}
