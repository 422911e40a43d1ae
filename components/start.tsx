/** Opens the console on a terminal and stays until the user leaves. */
import { createConsole } from '../stores/console.ts';
import { scopesOf } from '../stores/derive.ts';
import type { Press } from '../stores/key-parser.ts';
import type { ConsoleServices, Outside } from '../stores/services.ts';
import { App } from './App.tsx';
import { inTurn } from './keyboard/in-turn.ts';
import { createInkInput } from './keyboard/ink-input.ts';
import { openKeyboard } from './keyboard/keyboard.ts';
import { clipboardSequence } from './screen/clipboard.ts';
import { mountScreen, type ScreenStreams } from './screen/mount.ts';
import { createTheme } from './theme.ts';
import { ViewContext } from './view.ts';

export interface ConsoleOptions extends Omit<ConsoleServices, 'copy'> {
  readonly streams: ScreenStreams;
  readonly colour: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Set in the environment, the console writes this sequence each time it has drawn all it knows. */
export const IDLE_SIGNAL = 'CERTDECK_IDLE_SIGNAL';
export const IDLE_SEQUENCE = '\u001b]7770;idle\u0007';
const PASTE_ON = '\u001b[?2004h';
const PASTE_OFF = '\u001b[?2004l';

/** Resolves with the exit code once the terminal is as it was; rejects with what a view threw. */
export async function startConsole(options: ConsoleOptions): Promise<number> {
  const { streams, colour, env, after } = options;
  const { stdin, stdout } = streams;
  const size = () => ({ columns: stdout.columns || 80, rows: stdout.rows || 24 });
  const console = createConsole(
    {
      ...options,
      copy: (text) => {
        const sequence = clipboardSequence(text, env);
        if (sequence !== null) screen.send(sequence);
        return sequence !== null;
      },
      ...(options.outside === undefined ? {} : { outside: handingOver(options.outside) }),
    },
    size(),
  );
  /** The same, with the terminal given back before and taken again after. */
  function handingOver({ stop, show }: Outside): Outside {
    const over = async <T,>(work: () => Promise<T>): Promise<T | null> => {
      let answer: T | null = null;
      await screen.handOver(async () => {
        keyboard.close();
        stdout.write(PASTE_OFF);
        try {
          answer = await work();
        } finally {
          // Whoever ended the program meanwhile has the terminal for good.
          if (console.store.getState().exit === null) {
            keyboard = openKeyboard(stdin, route, after);
            stdout.write(PASTE_ON);
            resized();
          }
        }
      });
      return answer;
    };
    return {
      stop: async () => void (await over(stop)),
      show: (text, by, extension) => over(() => show(text, by, extension)),
    };
  }
  const input = createInkInput();
  const view = (
    <ViewContext value={{ console, theme: createTheme(colour) }}>
      <App />
    </ViewContext>
  );
  const toWidget = inTurn(input.forward);
  const route = (press: Press): void => {
    // One of Ink's own inputs has the focus: it gets every key that is not ours there.
    const [scope] = scopesOf(console.store.getState());
    const ours = press.kind === 'key' && (press.name === 'Esc' || press.name === 'C-c');
    if (scope === 'widget' && !ours) toWidget(press);
    else console.press(press);
  };
  // Before the first frame: a Ctrl-C that answers it must be a key, not a signal.
  let keyboard = openKeyboard(stdin, route, after);
  const screen = mountScreen(view, streams, input.stream);
  screen.send(PASTE_ON);
  const resized = (): void => console.resize(size());
  stdout.on('resize', resized);
  const stopLeaving = console.store.subscribe(({ exit }) => exit !== null && screen.close());
  const leave = (): void => console.store.setState({ exit: 130 });
  options.signal?.addEventListener('abort', leave, { once: true });
  if (env[IDLE_SIGNAL] !== undefined) {
    console.onIdle(() => void screen.flushed().then(() => screen.send(IDLE_SEQUENCE)));
  }
  try {
    await console.start();
    await screen.done;
    return console.store.getState().exit ?? 0;
  } finally {
    stopLeaving();
    options.signal?.removeEventListener('abort', leave);
    stdout.off('resize', resized);
    keyboard.close();
    console.close();
    stdout.write(PASTE_OFF);
  }
}
