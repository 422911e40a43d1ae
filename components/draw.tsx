/** What draws, apart from what it draws: React and Ink are loaded here, while the cache answers. */
import type { ReadStream } from 'node:tty';
import { App } from './App.tsx';
import { mountScreen, type Screen, type ScreenStreams } from './screen/mount.ts';
import { type View, ViewContext } from './view.ts';

/** Draws the console until it is closed; Ink's own inputs read from `keys`. */
export function draw(view: View, streams: ScreenStreams, keys: ReadStream): Screen {
  return mountScreen(
    <ViewContext value={view}>
      <App />
    </ViewContext>,
    streams,
    keys,
  );
}
