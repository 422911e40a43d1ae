/** Opens the console on a terminal and stays until the user leaves. */
import { point } from '../stores/actions/pointing.ts';
import { type Console, createConsole } from '../stores/console.ts';
import { answered } from '../stores/derive.ts';
import type { Press } from '../stores/key-parser.ts';
import type { ConsoleServices, Outside } from '../stores/services.ts';
import { createInkInput } from './keyboard/ink-input.ts';
import { openKeyboard } from './keyboard/keyboard.ts';
import { targetAt } from './pointing.ts';
import { charsetOf } from './screen/ascii.ts';
import { depthOf } from './screen/background.ts';
import { clipboardSequence } from './screen/clipboard.ts';
import type { Screen, ScreenStreams } from './screen/mount.ts';
import { MOUSE_OFF, MOUSE_ON } from './screen/mouse.ts';
import { notifySequence } from './screen/notify.ts';
import { askBackground } from './screen/probe.ts';
import { heedStops } from './screen/stops.ts';

export interface ConsoleOptions extends Omit<ConsoleServices, 'copy' | 'notify'> {
  readonly streams: ScreenStreams;
  readonly colour: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where the cache opens while the rest loads: nothing is drawn before, and nothing when it rejects. */
  readonly opened?: Promise<void>;
  /** Another way to the clipboard, besides what is written to the terminal. */
  readonly copyOutside?: ((text: string) => void) | null;
  /** Called when all that is known is drawn, for work that need not have begun before. */
  readonly onDrawn?: () => void;
}

/** Set in the environment, the console writes this sequence each time it has drawn all it knows. */
export const IDLE_SIGNAL = 'CERTDECK_IDLE_SIGNAL';
export const IDLE_SEQUENCE = '\u001b]7770;idle\u0007';
/** Takes no sequences at all, and shows them: a shell within an editor. */
const isDumb = ({ TERM }: ConsoleOptions['env']): boolean => TERM === 'dumb';
const PASTE_ON = '\u001b[?2004h';
const PASTE_OFF = '\u001b[?2004l';

/** How long the first frame waits for answers once everything else is there, and how long others wait for it (ms). */
const PATIENCE = 100;
const DRAWN_BY = 1_000;

/** Loads what draws; whoever has something else to wait for meanwhile calls it first. */
export const loadDrawing = () => import('./draw.tsx');

/** Resolves with the exit code once the terminal is as it was; rejects with what a view threw. */
export async function startConsole(options: ConsoleOptions): Promise<number> {
  const { streams, colour, env, after, opened } = options;
  const { stdin, stdout } = streams;
  const size = () => ({ columns: stdout.columns || 80, rows: stdout.rows || 24 });
  let screen: Screen | null = null;
  const console = createConsole(
    {
      ...options,
      copy: (text) => {
        const sequence = clipboardSequence(text, env);
        if (sequence !== null) {
          screen?.send(sequence);
          options.copyOutside?.(text);
        }
        return sequence !== null;
      },
      notify: (text) => screen?.send(notifySequence(text, env)),
      ...(options.outside === undefined ? {} : { outside: handingOver(options.outside) }),
    },
    size(),
  );
  /** The same, with the terminal given back before and taken again after. */
  function handingOver({ stop, show, edit }: Outside): Outside {
    const over = async <T>(work: () => Promise<T>): Promise<T | null> => {
      let answer: T | null = null;
      await screen?.handOver(async () => {
        keyboard.close();
        if (!isDumb(env)) stdout.write(PASTE_OFF + MOUSE_OFF);
        try {
          answer = await stops.outside(work);
        } finally {
          // Whoever ended the program meanwhile has the terminal for good.
          if (console.store.getState().exit === null) {
            keyboard = openKeyboard(stdin, route, after);
            if (!isDumb(env)) stdout.write(console.store.getState().mouse ? PASTE_ON + MOUSE_ON : PASTE_ON);
            resized();
          }
        }
      });
      return answer;
    };
    return {
      stop: async () => void (await over(stop)),
      show: (text, by, extension) => over(() => show(text, by, extension)),
      ...(edit === undefined
        ? {}
        : {
            edit: async (text, extension) =>
              (await over(() => edit(text, extension))) ?? { problem: 'The console has ended' },
          }),
    };
  }
  const input = createInkInput();
  const route = (press: Press): void => {
    if (press.kind === 'mouse') {
      point(
        console,
        press.button,
        targetAt(console.store.getState(), press, (line) => screen?.cells(line) ?? []),
      );
      return;
    }
    console.press(press);
  };
  // Before the first frame: a Ctrl-C that answers it must be a key, not a signal.
  const probe = askBackground({ ...options, colour: colour && options.screenReader !== true }, (background) =>
    console.set((state) => ({ ...state, background })),
  );
  let keyboard = openKeyboard(stdin, route, after, probe);
  probe.ask();
  const resized = (): void => console.resize(size());
  stdout.on('resize', resized);
  const stops = heedStops(
    () => void console.services.outside?.stop(),
    () => {
      // A shell has put its own modes back meanwhile, of which nobody here knows: what seems to be set is not set again.
      stdin.setRawMode(false);
      stdin.setRawMode(true);
      screen?.redraw();
    },
  );
  const stopLeaving = console.store.subscribe(({ exit, redraws, mouse }, before) => {
    if (mouse !== before.mouse && !isDumb(env)) screen?.send(mouse ? MOUSE_ON : MOUSE_OFF);
    if (redraws !== before.redraws) screen?.redraw();
    if (exit !== null) screen?.close();
  });
  const leave = (): void => console.store.setState({ exit: 130 });
  options.signal?.addEventListener('abort', leave, { once: true });
  try {
    // The questions before what draws: they are answered while that loads.
    const started = console.start();
    if (options.screenReader !== true) await loadDrawing();
    await opened;
    await started;
    await answeredSoon(console, after);
    if (console.store.getState().exit === null) {
      const charset = () => charsetOf(env, console.store.getState().theme.glyphs);
      if (options.screenReader === true) {
        const { openReader } = await import('./reader/reader.ts');
        screen = openReader(console, stdout, charset);
      } else {
        const { draw } = await loadDrawing();
        screen = draw({ console, colour, depth: depthOf(env) }, streams, {
          keys: input.stream,
          env,
          charset,
        });
      }
      if (!isDumb(env)) screen.send(PASTE_ON);
      tellWhenDrawn(console, screen, options);
      await screen.done;
    }
    return console.store.getState().exit ?? 0;
  } finally {
    stopLeaving();
    stops.close();
    options.signal?.removeEventListener('abort', leave);
    stdout.off('resize', resized);
    keyboard.close();
    console.close();
    if (screen !== null && !isDumb(env)) stdout.write(PASTE_OFF + MOUSE_OFF);
  }
}

/** Waits for what the first frame shows, but not for long: without rows it says so. */
function answeredSoon({ store }: Console, after: ConsoleOptions['after']): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const enough = (): boolean => answered(store.getState()) || store.getState().exit !== null;
  const stops = [after(PATIENCE, resolve), store.subscribe(() => enough() && resolve())];
  if (enough()) resolve();
  return promise.finally(() => {
    for (const stop of stops) stop();
  });
}

/** Tells, once, that what is known is drawn; with the signal, each time again. */
function tellWhenDrawn(console: Console, screen: Screen, { env, after, onDrawn }: ConsoleOptions): void {
  let told = false;
  const tell = (): void => {
    stop();
    if (told || console.store.getState().exit !== null) return;
    told = true;
    onDrawn?.();
  };
  const idle = async (): Promise<void> => {
    await screen.flushed();
    if (env[IDLE_SIGNAL] !== undefined) screen.send(IDLE_SEQUENCE);
    tell();
  };
  const stop = after(DRAWN_BY, tell);
  console.onIdle(() => void idle());
  if (console.idle()) void idle();
}
