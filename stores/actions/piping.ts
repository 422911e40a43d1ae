/** Records to a shell command as JSON lines, and what it says to them. */
import { grouped } from '../../src/domain/grouped.ts';
import { maskJson } from '../../src/domain/masked-json.ts';
import type { Ref } from '../../src/domain/record.ts';
import { recordJson } from '../../src/domain/record-json.ts';
import { jsonText } from '../../src/domain/text.ts';
import type { Console } from '../console.ts';
import { say } from '../context.ts';
import { currentRow } from '../derive.ts';
import { titleOf } from '../detail/fields.ts';
import { withOwn } from '../own.ts';
import type { SheetContent } from '../sheet.ts';
import type { ConsoleState } from '../state.ts';
import { recordsOf } from './marked-rows.ts';
import { withTarget } from './marks.ts';
import { openLine } from './open-line.ts';
import { openSheet } from './sheets.ts';

/** Characters of output that are kept: the rest is for a file. */
const MOST_KEPT = 200_000;
const MOST_COMMANDS = 50;
const PIPE = 'pipe';

type Output = Extract<SheetContent, { kind: 'output' }>;

/** |: asks for a command for the marked records, or for the one in front. */
export function openPipe(console: Console): Promise<void> | undefined {
  if (console.services.pipe === undefined) {
    say(console, 'No other program can be started here', 'warning');
    return undefined;
  }
  return withTarget(console, (target) => {
    const row = currentRow(console.store.getState());
    const what =
      target.marked || row === null ? `${grouped(target.refs.length)} marked records` : titleOf(row.record);
    openLine(console, 'pipe', `Pipe to a shell command, as JSON lines: ${what}`, '', target);
  });
}

/** Starts the command; what it says is shown as it comes. */
export function runPipe(console: Console, command: string, refs: readonly Ref[]): void {
  if (console.services.pipe === undefined || command === '') return;
  console.set((state) => {
    const pipes = [command, ...state.own.pipes.filter((one) => one !== command)].slice(0, MOST_COMMANDS);
    return withOwn(state, { pipes });
  });
  runShown(console, { command, shown: command, total: refs.length }, (signal, onSent) =>
    linesOf(console, refs, signal, onSent),
  );
}

/** A command as the shell is to run it, and as people read it. */
export interface Running {
  readonly command: string;
  readonly shown: string;
  /** Records it is given. */
  readonly total: number;
}

type Feed = (signal: AbortSignal, onSent: (sent: number) => void) => AsyncIterable<string>;

/** Starts a command over the whole screen; Ctrl-C there ends it. */
export function runShown(console: Console, { command, shown, total }: Running, feed: Feed): void {
  const { pipe } = console.services;
  if (pipe === undefined) return;
  openSheet(console, {
    kind: 'output',
    command: shown,
    sent: 0,
    total,
    text: '',
    dropped: 0,
    ended: null,
  });
  const tell = (change: (output: Output) => Output): void =>
    void console.outside((state) => withOutput(state, change));
  void (async () => {
    const answer = await console.requests.ask(PIPE, (signal) =>
      pipe(
        command,
        feed(signal, (sent) => tell((output) => ({ ...output, sent }))),
        {
          signal,
          onOutput: (text) => tell((output) => withText(output, text)),
        },
      ),
    );
    const ended =
      answer.kind === 'late' ? 'ended by you' : answer.kind === 'failed' ? answer.failure.what : answer.value;
    tell((output) => ({ ...output, ended }));
  })();
}

/** Ends the command that runs; false where none does. */
export const endPipe = (console: Console): boolean => console.requests.cancel(PIPE);

async function* linesOf(
  console: Console,
  refs: readonly Ref[],
  signal: AbortSignal,
  onSent: (sent: number) => void,
): AsyncGenerator<string> {
  let sent = 0;
  for await (const part of recordsOf(console, refs, signal)) {
    yield part.map((record) => `${jsonText(maskJson(recordJson(record)).value)}\n`).join('');
    sent += part.length;
    onSent(sent);
  }
}

function withText(output: Output, text: string): Output {
  const room = Math.max(0, MOST_KEPT - output.text.length);
  return {
    ...output,
    text: output.text + text.slice(0, room),
    dropped: output.dropped + Math.max(0, text.length - room),
  };
}

function withOutput(state: ConsoleState, change: (output: Output) => Output): ConsoleState {
  const { overlay } = state;
  if (overlay?.kind !== 'sheet' || overlay.content.kind !== 'output') return state;
  return { ...state, overlay: { ...overlay, content: change(overlay.content) } };
}
