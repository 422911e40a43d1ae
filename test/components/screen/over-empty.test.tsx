import { describe, test } from 'vitest';
import { App } from '../../../components/App.tsx';
import { mountScreen } from '../../../components/screen/mount.ts';
import { createTheme } from '../../../components/theme.ts';
import { ViewContext } from '../../../components/view.ts';
import { openConsole } from '../../stores/harness.ts';
import { alert } from '../../stores/records.ts';
import { stream } from '../../stores/streams.ts';
import { openTerminal } from '../terminal.ts';

/** What each key opens over the list: a line of it where one of the list stands below. */
const OVER = [
  ['/', /^ {2}message: {3,}full text *$/m],
  ['f', /│ type {2}no record has one +│/],
  ['?', /│ h ← +Column to the left +In a list +│/],
] as const;

describe('over a list without rows', () => {
  test.each(OVER)('what %s opens covers the sentences of the list', async (key, line) => {
    const { console, type, idle } = await openConsole([alert('a1')], {
      size: { columns: 100, rows: 30 },
      streams: [stream('prod')],
    });
    const terminal = openTerminal(100, 30);
    const screen = mountScreen(
      <ViewContext value={{ console, theme: createTheme(true) }}>
        <App />
      </ViewContext>,
      terminal.streams,
      { env: { TERM: 'xterm-256color' } },
    );
    await type('/');
    await type('title:nothing-is-called-so\r');
    await terminal.until('Nothing matches');
    await type(key);
    await idle();
    // It never comes where the words of the list stand between those of the line.
    await terminal.until(line);
    screen.close();
    await screen.done;
  });
});
