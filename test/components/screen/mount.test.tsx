import { Box, Text } from 'ink';
import { type ReactElement, useState } from 'react';
import { describe, expect, test } from 'vitest';
import { Lines } from '../../../components/screen/Lines.tsx';
import { mountScreen } from '../../../components/screen/mount.ts';
import { openTerminal } from '../terminal.ts';

const ENV = { TERM: 'xterm-256color' };
let say = (_text: string): void => undefined;

/** A list of finished lines, and beside and over it what Ink draws itself. */
function View({ over }: { readonly over: boolean }): ReactElement {
  const [text, setText] = useState('first');
  say = setText;
  return (
    <Box flexDirection="column" width={40} height={6}>
      <Lines lines={[text, '\u001b[31mred\u001b[39m', 'x'.repeat(60)]} />
      <Text>drawn by Ink</Text>
      {over ? (
        <Box position="absolute" top={1} left={2} width={10} height={3} flexDirection="column">
          <Lines lines={[' '.repeat(10), ' '.repeat(10), ' '.repeat(10)]} />
          <Box position="absolute" top={0} left={0} width={10} height={3} borderStyle="single">
            <Text>a dialog</Text>
          </Box>
        </Box>
      ) : null}
    </Box>
  );
}

function Broken(): ReactElement {
  throw new Error('no view');
}

describe('a mounted screen', () => {
  test('shows finished lines where the layout puts them, cut at its edge, and what Ink draws', async () => {
    const terminal = openTerminal(40, 6);
    const screen = mountScreen(<View over={false} />, terminal.streams, { env: ENV });
    const shown = await terminal.until('drawn by Ink');
    expect(shown.split('\n')).toEqual(['first', 'red', 'x'.repeat(40), 'drawn by Ink', '', '']);
    say('second');
    await terminal.until('second');
    screen.close();
    await screen.done;
    expect(terminal.raw()).toMatch(/\u001b\[\?1049l\u001b\[\?25h$/);
  });

  test('shows what lies over lines, blanks and all', async () => {
    const terminal = openTerminal(40, 6);
    const screen = mountScreen(<View over={true} />, terminal.streams, { env: ENV });
    const shown = await terminal.until('a dialog');
    expect(shown.split('\n').slice(0, 4)).toEqual([
      'first',
      're┌────────┐',
      `xx│a dialog│${'x'.repeat(28)}`,
      'dr└────────┘',
    ]);
    screen.close();
    await screen.done;
  });

  test('is drawn again whole when asked to, and when the terminal has another size', async () => {
    const terminal = openTerminal(40, 6);
    const screen = mountScreen(<View over={false} />, terminal.streams, { env: ENV });
    await terminal.until('drawn by Ink');
    terminal.feed('\u001b[H\u001b[2Jsomebody else');
    await terminal.until('somebody else');
    screen.redraw();
    expect(await terminal.until('drawn by Ink')).not.toContain('somebody');
    terminal.resize(30, 5);
    const small = await terminal.until((text) => text.split('\n')[2] === 'x'.repeat(30));
    expect(small).toContain('drawn by Ink');
    screen.close();
    await screen.done;
  });

  test('leaves the terminal to others, and draws nothing meanwhile', async () => {
    const terminal = openTerminal(40, 6);
    const screen = mountScreen(<View over={false} />, terminal.streams, { env: ENV });
    await terminal.until('drawn by Ink');
    await screen.flushed();
    await screen.handOver(async () => {
      expect(terminal.raw()).toMatch(/\u001b\[\?1049l\u001b\[\?25h$/);
      say('unseen');
      await new Promise(setImmediate);
      expect(terminal.raw()).not.toContain('unseen');
    });
    await terminal.until('unseen');
    screen.close();
    await screen.done;
  });

  test('gives the terminal back before it tells what a view threw', async () => {
    const terminal = openTerminal(40, 6);
    const screen = mountScreen(<Broken />, terminal.streams, { env: ENV });
    await expect(screen.done).rejects.toThrow('no view');
    expect(terminal.raw()).toMatch(/\u001b\[\?1049l\u001b\[\?25h$/);
  });
});
