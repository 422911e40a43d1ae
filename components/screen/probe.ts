/** Asks the terminal for its background, while the rest of the console loads. */
import type { WriteStream } from 'node:tty';
import type { Background } from '../../stores/theme/themes.ts';
import type { Answers } from '../keyboard/keyboard.ts';
import { ANSWER_WITHIN, ASK_BACKGROUND, backgroundIn, backgroundOf, canAsk } from './background.ts';

export interface Probe extends Answers {
  /** Writes the question; where the terminal cannot be asked, what the environment says is told at once. */
  ask(): void;
}

/** How long after the question its answer, late or not, has to be told from keys (ms). */
const ON_ITS_WAY = 2_000;

/** `tell` is called once, with what the terminal says in time, else with what the environment says. */
export function askBackground(
  {
    streams,
    colour,
    env,
    after,
    clock,
  }: {
    readonly streams: { readonly stdout: Pick<WriteStream, 'write'> };
    readonly colour: boolean;
    readonly env: Readonly<Record<string, string | undefined>>;
    readonly after: (ms: number, run: () => void) => () => void;
    readonly clock: () => number;
  },
  tell: (background: Background) => void,
): Probe {
  let asked: number | null = null;
  let stop = (): void => undefined;
  let told = false;
  const settle = (background: Background | null): void => {
    stop();
    if (told) return;
    told = true;
    const known = background ?? backgroundIn(env);
    if (known !== null) tell(known);
  };
  return {
    ask() {
      if (!colour || !canAsk(env)) {
        settle(null);
        return;
      }
      asked = clock();
      streams.stdout.write(ASK_BACKGROUND);
      // What came while this thread loaded the rest is read before it is given up.
      stop = after(ANSWER_WITHIN, () => setImmediate(() => settle(null)));
    },
    onReply(reply) {
      const background = backgroundOf(reply);
      if (background === null) return;
      asked = null;
      settle(background);
    },
    expected: () => asked !== null && clock() - asked < ON_ITS_WAY,
  };
}
