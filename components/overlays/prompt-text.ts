/** The prompt as lines: the line with its cursor, the caret under an error or a hint, the choices. Pure. */
import { cellsOf, cut, pad } from '../../src/domain/cells.ts';
import { grouped } from '../../src/domain/grouped.ts';
import { safeLine } from '../../src/domain/text.ts';
import type { Overlay } from '../../stores/overlay.ts';
import type { Theme, Tone } from '../theme.ts';
import { typedLine } from './typed-line.ts';

type Prompt = Extract<Overlay, { kind: 'prompt' }>;
const MOST_CHOICES = 8;
/** What there is to be asked, for who asks for the first time. */
const FIRST_SQL = 'SELECT name, sql FROM sqlite_schema';
/** Cells of the choices, so that what is said of them does not jump with every letter. */
const LEAST_NAME = 12;
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
  const { before, under, after, cells } = typedLine(line, roomOf(label, width));
  const blanks = ' '.repeat(Math.max(0, width - cellsOf(label) - cells));
  return theme.paint('accent', label) + before + theme.paint('cursor', under) + after + blanks;
}

const roomOf = (label: string, width: number): number => Math.max(8, width - cellsOf(label) - 1);

/** While the history is searched, what is sought in it. */
function labelOf({ purpose, recall }: Prompt, width: number): string {
  if (recall === null) return LABELS[purpose];
  const sought = `'${cut(safeLine(recall.sought), Math.floor(width / 3))}'`;
  return recall.none ? `history, nothing with ${sought}: ` : `history ${sought}: `;
}

/** The caret with its message on the side where there is room for it. */
function caretText(column: number, message: string, width: number): string {
  const fits = column + 2 + cellsOf(message) <= width || column < width / 2;
  return pad(fits ? `${' '.repeat(column)}^ ${message}` : `${pad(message, column - 1, 'right')} ^`, width);
}

/** What is still being typed is not wrong yet: it is told quietly until it is left behind, or Enter is pressed. */
function toneOf({ level, span }: Prompt['problems'][number], { line, refused }: Prompt): Tone {
  const unfinished = span.start <= line.cursor && line.cursor <= span.end;
  if (level === 'error') return unfinished && refused !== true ? 'dim' : 'error';
  return 'warning';
}

/** Caret and message under the first problem, then the choices; no line where there is nothing to say. */
export function popupLines(theme: Theme, prompt: Prompt, width: number): readonly string[] {
  const { line, problems, choices, chosen } = prompt;
  const label = labelOf(prompt, width);
  const out: string[] = [];
  const problem = problems.find(({ level }) => level === 'error') ?? problems[0];
  if (problem !== undefined) {
    const column = cellsOf(label) + typedLine(line, roomOf(label, width)).cellAt(problem.span.start);
    const text = caretText(Math.min(column, width - 2), safeLine(problem.message), width);
    out.push(theme.paint(toneOf(problem, prompt), text));
  }
  if (prompt.purpose === 'sql' && line.text === '')
    out.push(theme.paint('dim', pad(`  ${FIRST_SQL} tells the tables`, width)));
  // One column for all of them, where any has a count.
  const counts = choices.some(({ count }) => count !== undefined) ? 10 : 0;
  const names = Math.min(28, Math.max(LEAST_NAME, ...choices.map(({ text }) => cellsOf(safeLine(text)))));
  const top = Math.max(0, chosen - MOST_CHOICES + 1);
  const seen = choices.slice(top, top + MOST_CHOICES);
  for (const [index, choice] of seen.entries()) {
    const count = choice.count === undefined ? '' : grouped(choice.count);
    const counted = counts === 0 ? '' : `${pad(count, counts, 'right')}  `;
    // What holds for all the values of a field is said once.
    const help = choice.help === seen[index - 1]?.help ? '' : safeLine(choice.help);
    const text = pad(`  ${pad(safeLine(choice.text), names)} ${counted}${help}`, width);
    out.push(theme.paint(top + index === chosen ? 'cursor' : 'dim', text));
  }
  const left = choices.length - top - MOST_CHOICES;
  if (left > 0) out.push(theme.paint('dim', pad(`  … ${left} more`, width)));
  // What stands below is not one of them.
  if (choices.length > 0) out.push(theme.paint('dim', '─'.repeat(width)));
  return out;
}
