/** The prompt as lines: the line with its cursor, the caret under an error or a hint, the choices. Pure. */
import { cellsOf, cut, pad } from '../../src/domain/cells.ts';
import { grouped } from '../../src/domain/grouped.ts';
import { safeLine } from '../../src/domain/text.ts';
import type { Overlay } from '../../stores/overlay.ts';
import type { Theme } from '../theme.ts';

type Prompt = Extract<Overlay, { kind: 'prompt' }>;
const MOST_CHOICES = 8;
const LABELS: Readonly<Record<Prompt['purpose'], string>> = {
  filter: '/ ',
  search: 'search / ',
  command: ': ',
  sql: '; ',
};

/** The line being typed, scrolled so that the cursor is in sight. */
export function promptLine(theme: Theme, prompt: Prompt, width: number): string {
  const { line } = prompt;
  const label = labelOf(prompt, width);
  const room = Math.max(8, width - label.length - 1);
  const from = startOf(line.text, line.cursor, room);
  const before = line.text.slice(from, line.cursor);
  const at = [...line.text.slice(line.cursor)][0] ?? ' ';
  const after = cut(
    line.text.slice(line.cursor + (at === ' ' && line.cursor >= line.text.length ? 0 : at.length)),
    room - cellsOf(before) - cellsOf(at),
  );
  const used = label.length + cellsOf(before) + cellsOf(at) + cellsOf(after);
  const blanks = ' '.repeat(Math.max(0, width - used));
  return theme.paint('accent', label) + before + theme.paint('cursor', at) + after + blanks;
}

/** While the history is searched, what is sought in it. */
function labelOf({ purpose, recall }: Prompt, width: number): string {
  if (recall === null) return LABELS[purpose];
  return `history '${cut(recall.sought, Math.floor(width / 3))}': `;
}

/** Offset of the first character shown. */
function startOf(text: string, cursor: number, room: number): number {
  let from = 0;
  while (cellsOf(text.slice(from, cursor)) >= room) from += Math.max(1, Math.floor(room / 2));
  return Math.min(from, cursor);
}

/** Caret and message under the first problem, then the choices; no line where there is nothing to say. */
export function popupLines(theme: Theme, prompt: Prompt, width: number): readonly string[] {
  const { line, problems, choices, chosen } = prompt;
  const label = cellsOf(labelOf(prompt, width));
  const room = Math.max(8, width - label - 1);
  const from = startOf(line.text, line.cursor, room);
  const out: string[] = [];
  const problem = problems.find(({ level }) => level === 'error') ?? problems[0];
  if (problem !== undefined) {
    const column = label + cellsOf(line.text.slice(from, Math.max(from, problem.span.start)));
    const caret = `${' '.repeat(Math.min(column, width - 2))}^ ${safeLine(problem.message)}`;
    out.push(theme.paint(problem.level === 'error' ? 'error' : 'warning', pad(caret, width)));
  }
  // One column for all of them, where any has a count.
  const counts = choices.some(({ count }) => count !== undefined) ? 10 : 0;
  const top = Math.max(0, chosen - MOST_CHOICES + 1);
  for (const [index, choice] of choices.slice(top, top + MOST_CHOICES).entries()) {
    const count = choice.count === undefined ? '' : grouped(choice.count);
    const counted = counts === 0 ? '' : `${pad(count, counts, 'right')}  `;
    const text = pad(`  ${pad(safeLine(choice.text), 28)} ${counted}${safeLine(choice.help)}`, width);
    out.push(theme.paint(top + index === chosen ? 'cursor' : 'dim', text));
  }
  const left = choices.length - top - MOST_CHOICES;
  if (left > 0) out.push(theme.paint('dim', pad(`  … ${left} more`, width)));
  return out;
}
