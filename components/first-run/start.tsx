/** Asks on a terminal what to look at, on a screen or in lines, and stays until a choice is made. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Press } from '../../stores/key-parser.ts';
import { keysOf } from '../../stores/keys/rebound.ts';
import type { ConsoleSettings } from '../../stores/settings.ts';
import { type Background, paintsOf } from '../../stores/theme/themes.ts';
import { inTurn } from '../keyboard/in-turn.ts';
import { createInkInput } from '../keyboard/ink-input.ts';
import { openKeyboard } from '../keyboard/keyboard.ts';
import { charsetOf } from '../screen/ascii.ts';
import { depthOf } from '../screen/background.ts';
import { mountScreen, type Screen, type ScreenStreams } from '../screen/mount.ts';
import { askBackground } from '../screen/probe.ts';
import { type Theme, themeOf } from '../theme.ts';
import { FirstRun } from './FirstRun.tsx';
import { createFlow, type Flow, type FlowOptions } from './flow.ts';
import { openLines } from './lines.ts';
import { meaningOf } from './presses.ts';
import type { Outcome } from './steps.ts';
import { answeringAt, type Surroundings } from './words.ts';

export interface FirstRunOptions extends FlowOptions {
  readonly streams: ScreenStreams;
  readonly colour: boolean;
  /** The file is there already, with settings and without a platform. */
  readonly hasFile: boolean;
  /** Keys and looks as far as the user has set them. */
  readonly look: Pick<ConsoleSettings, 'keys' | 'theme'>;
  /** Lines for a screen reader in place of a screen. */
  readonly screenReader: boolean;
  readonly after: (ms: number, run: () => void) => () => void;
  /** Aborted by a signal to the process: then it is left as if by Ctrl-C. */
  readonly signal?: AbortSignal;
}

const PASTE_ON = '\u001b[?2004h';
const PASTE_OFF = '\u001b[?2004l';

/** What asks the questions; `take` is given what is typed, or chosen with. */
type Asking = Pick<Screen, 'done' | 'close' | 'send'> & { readonly take: (press: Press) => void };

/**
 * What the user wants to look at: the demo, this machine, the platform now written to `file`, or
 * nothing. Resolves when the terminal is as it was; rejects with what a view threw.
 */
export async function startFirstRun(options: FirstRunOptions): Promise<Outcome> {
  const { streams, look, env, after, screenReader, colour, signal } = options;
  const { stdin, stdout } = streams;
  const flow = createFlow(options);
  const around: Surroundings = { ...options, rows: keysOf(look.keys) };
  const themes = createStore<Theme>(() => themeFor(options, null));
  const probe = askBackground({ ...options, colour: colour && !screenReader }, (background) =>
    themes.setState(themeFor(options, background)),
  );
  let asking: Asking | null = null;
  // Before the first frame: a Ctrl-C that answers it must be a key, not a signal.
  const keyboard = openKeyboard(
    stdin,
    inTurn((press) => {
      const state = flow.store.getState();
      // In lines a number is typed, too: every answer is.
      const answering = screenReader ? 'typing' : answeringAt(state);
      const meaning = meaningOf(press, answering, around.rows);
      if (meaning === 'quit' || (meaning === 'backOrQuit' && state.past.length === 0)) flow.quit();
      else if (meaning === 'back' || meaning === 'backOrQuit') flow.back();
      else if (meaning !== null) asking?.take(meaning);
    }),
    after,
    probe,
  );
  probe.ask();
  asking = screenReader ? openLines(flow, around, options) : drawn(flow, around, themes, options);
  const isDumb = env.TERM === 'dumb';
  if (!isDumb) asking.send(PASTE_ON);
  const stopLeaving = flow.store.subscribe(({ step }) => step.kind === 'left' && asking?.close());
  signal?.addEventListener('abort', flow.quit, { once: true });
  if (signal?.aborted) flow.quit();
  try {
    await asking.done;
    const { step } = flow.store.getState();
    return step.kind === 'left' ? step.outcome : { kind: 'quit' };
  } finally {
    stopLeaving();
    signal?.removeEventListener('abort', flow.quit);
    keyboard.close();
    if (!isDumb) stdout.write(PASTE_OFF);
  }
}

function themeFor(
  { colour, look: { theme }, env }: Pick<FirstRunOptions, 'colour' | 'look' | 'env'>,
  background: Background | null,
): Theme {
  return themeOf(paintsOf(theme, background, colour ? (theme.colours ?? depthOf(env)) : 0));
}

function drawn(
  flow: Flow,
  around: Surroundings,
  themes: StoreApi<Theme>,
  { kinds, streams, env, look }: FirstRunOptions,
): Asking {
  const input = createInkInput();
  const screen = mountScreen(
    <FirstRun flow={flow} kinds={kinds} around={around} themes={themes} />,
    streams,
    { keys: input.stream, env, charset: () => charsetOf(env, look.theme.glyphs) },
  );
  return { ...screen, take: input.forward };
}
