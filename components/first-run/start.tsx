/** Opens the first-run screen on a terminal; resolves with what the user chose. */
import { createStore } from 'zustand/vanilla';
import { appendPlatform } from '../../src/config/write.ts';
import {
  BEGIN,
  draft,
  type FirstRunChoice,
  type FirstRunState,
  steppedBack,
} from '../../stores/first-run/flow.ts';
import { type Trying, tryPlatform } from '../../stores/first-run/try-platform.ts';
import { createInkInput } from '../keyboard/ink-input.ts';
import { openKeyboard } from '../keyboard/keyboard.ts';
import { mountScreen, type ScreenStreams } from '../screen/mount.ts';
import { createTheme } from '../theme.ts';
import { FirstRun } from './FirstRun.tsx';
import type { FirstRunTools } from './tools.ts';

export interface FirstRunOptions extends Trying {
  readonly streams: ScreenStreams;
  readonly colour: boolean;
  readonly after: (ms: number, run: () => void) => () => void;
}

export async function startFirstRun(options: FirstRunOptions): Promise<FirstRunChoice> {
  const { streams, colour, after, file } = options;
  const store = createStore<FirstRunState>(() => BEGIN);
  const set = (state: FirstRunState): void => store.setState(state, true);
  let test = new AbortController();
  const tools: FirstRunTools = {
    kinds: options.kinds,
    file,
    test(asking) {
      test.abort();
      test = new AbortController();
      const { signal } = test;
      set({ ...asking, step: 'testing' });
      void tryPlatform(draft(asking), options, signal).then((result) => {
        // Who went back meanwhile is not thrown forward again.
        if (!signal.aborted) set({ ...asking, step: 'tested', result });
      });
    },
    save(asking) {
      void appendPlatform(file, draft(asking)).then((saved) => {
        set(
          saved.ok
            ? { step: 'done', choice: { kind: 'configured', file } }
            : { ...asking, step: 'tested', result: saved },
        );
      });
    },
  };
  const input = createInkInput(streams.stdin);
  const screen = mountScreen(<FirstRun store={store} tools={tools} theme={createTheme(colour)} />, {
    stdin: input.stream,
    stdout: streams.stdout,
  });
  const keyboard = openKeyboard(
    streams.stdin,
    (press) => {
      if (press.kind === 'paste') input.forward(press.text.replace(/[\r\n]+/g, ' ').trim());
      else if (press.name === 'C-c') set({ step: 'done', choice: { kind: 'quit' } });
      else if (press.name === 'Esc') {
        test.abort();
        set(steppedBack(store.getState()));
      } else input.forward(press.raw);
    },
    after,
  );
  const stop = store.subscribe((state) => state.step === 'done' && screen.close());
  try {
    await screen.done;
  } finally {
    stop();
    keyboard.close();
    test.abort();
  }
  const state = store.getState();
  return state.step === 'done' ? state.choice : { kind: 'quit' };
}
