/** What draws, apart from what it draws: React and Ink are loaded here, while the cache answers. */
import type { Console } from '../stores/console.ts';
import type { Depth } from '../stores/theme/style.ts';
import { App } from './App.tsx';
import { mountScreen, type Screen, type ScreenOptions, type ScreenStreams } from './screen/mount.ts';
import { Themed } from './Themed.tsx';

export interface Drawing {
  readonly console: Console;
  readonly depth: Depth;
  readonly colour: boolean;
}

/** Draws the console until it is closed. */
export function draw(drawing: Drawing, streams: ScreenStreams, options: ScreenOptions): Screen {
  return mountScreen(
    <Themed {...drawing}>
      <App />
    </Themed>,
    streams,
    options,
  );
}
