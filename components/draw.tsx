/** What draws, apart from what it draws: React and Ink are loaded here, while the cache answers. */
import { App } from './App.tsx';
import { mountScreen, type Screen, type ScreenOptions, type ScreenStreams } from './screen/mount.ts';
import { type View, ViewContext } from './view.ts';

/** Draws the console until it is closed. */
export function draw(view: View, streams: ScreenStreams, options: ScreenOptions): Screen {
  return mountScreen(
    <ViewContext value={view}>
      <App />
    </ViewContext>,
    streams,
    options,
  );
}
