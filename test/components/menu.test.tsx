import { stripVTControlCharacters } from 'node:util';
import { cleanup, render } from 'ink-testing-library';
import { afterEach, expect, test } from 'vitest';
import { App } from '../../components/App.tsx';
import { createTheme } from '../../components/theme.ts';
import { ViewContext } from '../../components/view.ts';
import { openConsole } from '../stores/harness.ts';
import { alert } from '../stores/records.ts';

afterEach(cleanup);

// The testing library's terminal is 100 cells wide.
test.each([
  [70, 'stands whole where there is room'],
  [90, 'is cut with a mark where there is none'],
])('what is chosen between, %i cells long, %s', async (cells) => {
  const { console } = await openConsole([alert('a')], { size: { columns: 100, rows: 24 } });
  const line = `certdeck ${'x'.repeat(cells - 10)}!`;
  const item = { label: 'Command line', about: line, choice: { kind: 'unwatch', id: 1 } } as const;
  console.set((state) => ({ ...state, overlay: { kind: 'menu', title: 'Copy', items: [item], cursor: 0 } }));
  const { lastFrame } = render(
    <ViewContext value={{ console, theme: createTheme(true) }}>
      <App />
    </ViewContext>,
  );
  const frame = stripVTControlCharacters(lastFrame() ?? '');
  if (cells === 70) expect(frame).toContain(line);
  else expect(frame).toMatch(/x… /);
});
