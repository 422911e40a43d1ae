/**
 * The first run for a screen reader: one line below the other, each answer a typed line. No screen is taken over, no
 * cursor moved; a secret is not echoed.
 */
import { cellsOf } from '../../src/domain/cells.ts';
import type { PlatformKind } from '../../src/platforms/declaration.ts';
import type { Press } from '../../stores/key-parser.ts';
import { editLine, insert, lineOf } from '../../stores/line-editor.ts';
import type { ConsoleSettings } from '../../stores/settings.ts';
import { inLines } from '../reader/in-lines.ts';
import { charsetOf } from '../screen/ascii.ts';
import type { ScreenStreams } from '../screen/mount.ts';
import type { Flow } from './flow.ts';
import { introOf, newLines, type Prompt, promptAt, takeLine } from './linear.ts';
import type { FirstRun } from './steps.ts';
import type { Surroundings } from './words.ts';

interface LinesOptions {
  readonly streams: ScreenStreams;
  readonly kinds: readonly PlatformKind[];
  readonly look: Pick<ConsoleSettings, 'theme'>;
}

export interface Lines {
  readonly done: Promise<void>;
  close(): void;
  send(sequence: string): void;
  take(press: Press): void;
}

/** Keys of a line whose cursor stays at its end. */
const EDITING: ReadonlySet<string> = new Set(['Backspace', 'C-u', 'C-w']);

export function openLines(flow: Flow, around: Surroundings, { streams, kinds, look }: LinesOptions): Lines {
  const { stdout } = streams;
  const { promise: done, resolve } = Promise.withResolvers<void>();
  const charset = charsetOf(around.env, look.theme.glyphs);
  const write = (text: string): void => void (text !== '' && stdout.write(inLines(text, charset)));
  let typed = '';
  /** The prompt that stands at the end of what was written. */
  let open: Prompt | null = null;
  const endPrompt = (): void => {
    if (open !== null) write('\n');
    open = null;
    typed = '';
  };
  const ask = (): void => {
    open = promptAt(flow.store.getState(), kinds, around);
    write(open?.label ?? '');
  };
  const say = (before: FirstRun | null, after: FirstRun): void => {
    endPrompt();
    write(
      newLines(before, after, kinds, around)
        .map((line) => `${line}\n`)
        .join(''),
    );
    ask();
  };
  const edit = (text: string): void => {
    const before = typed;
    typed = text;
    if (open === null || open.masked) return;
    write(
      text.startsWith(before)
        ? text.slice(before.length)
        : '\b \b'.repeat(cellsOf(before.slice(text.length))),
    );
  };
  const enter = (): void => {
    const line = typed;
    const state = flow.store.getState();
    const { note, change } = takeLine(state, line, kinds, around);
    endPrompt();
    if (note !== '') write(`${note}\n`);
    if (change !== null) flow.step(change);
    // Nothing has changed: what was asked for is asked for again.
    if (open === null && flow.store.getState() === state) ask();
  };
  const stop = flow.store.subscribe((after, before) => after.step.kind !== 'left' && say(before, after));
  write(`${introOf(around)}\n`);
  say(null, flow.store.getState());
  return {
    done,
    close() {
      stop();
      endPrompt();
      resolve();
    },
    send: (sequence) => void stdout.write(sequence),
    take(press) {
      // While a platform is asked there is nothing to be typed.
      if (open === null || press.kind === 'mouse') return;
      if (press.kind === 'paste') edit(insert(lineOf(typed), press.text.replace(/[\r\n]+$/, '')).text);
      else if (press.name === 'Enter') enter();
      else if (press.text !== null) edit(insert(lineOf(typed), press.text).text);
      else if (EDITING.has(press.name)) edit(editLine(lineOf(typed), press.name)?.text ?? typed);
    },
  };
}
