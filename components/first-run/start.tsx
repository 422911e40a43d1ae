/** Opens the first-run screen on a terminal and stays until a choice is made. */
import { inTurn } from '../keyboard/in-turn.ts';
import { createInkInput } from '../keyboard/ink-input.ts';
import { openKeyboard } from '../keyboard/keyboard.ts';
import { mountScreen, type ScreenStreams } from '../screen/mount.ts';
import { createTheme } from '../theme.ts';
import { FirstRun } from './FirstRun.tsx';
import { createFlow, type FlowOptions } from './flow.ts';
import type { Outcome } from './steps.ts';

export interface FirstRunOptions extends FlowOptions {
  readonly streams: ScreenStreams;
  readonly colour: boolean;
  readonly after: (ms: number, run: () => void) => () => void;
  /** Aborted by a signal to the process: then it is left as if by Ctrl-C. */
  readonly signal?: AbortSignal;
}

const PASTE_ON = '\u001b[?2004h';
const PASTE_OFF = '\u001b[?2004l';

/**
 * What the user wants to look at: the demo, this machine, the platform now written to `file`, or
 * nothing. Resolves when the terminal is as it was; rejects with what a view threw.
 */
export async function startFirstRun(options: FirstRunOptions): Promise<Outcome> {
  const { kinds, streams, colour, after, signal } = options;
  const { stdin, stdout } = streams;
  const flow = createFlow(options);
  const input = createInkInput();
  // Before the first frame: a Ctrl-C that answers it must be a key, not a signal.
  const keyboard = openKeyboard(
    stdin,
    inTurn((press) => {
      if (press.kind === 'key' && press.name === 'C-c') flow.quit();
      else if (press.kind === 'key' && press.name === 'Esc') flow.back();
      else input.forward(press);
    }),
    after,
  );
  const screen = mountScreen(
    <FirstRun flow={flow} kinds={kinds} around={options} theme={createTheme(colour)} />,
    streams,
    { keys: input.stream, env: options.env },
  );
  screen.send(PASTE_ON);
  const stopLeaving = flow.store.subscribe(({ step }) => step.kind === 'left' && screen.close());
  signal?.addEventListener('abort', flow.quit, { once: true });
  if (signal?.aborted) flow.quit();
  try {
    await screen.done;
    const { step } = flow.store.getState();
    return step.kind === 'left' ? step.outcome : { kind: 'quit' };
  } finally {
    stopLeaving();
    signal?.removeEventListener('abort', flow.quit);
    keyboard.close();
    stdout.write(PASTE_OFF);
  }
}
