import { afterAll, beforeAll, expect, test } from 'vitest';
import { openConsole } from './support/open-console.ts';
import { openWorld, type World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
  await world.sync();
});
afterAll(() => world[Symbol.asyncDispose]());

test('complaint 22: a screen reader is told one line a move, and prompts are lines', async () => {
  await using deck = openConsole({ home: world.home, args: ['--screen-reader'], columns: 300, rows: 200 });
  await deck.until(/^certdeck, one line a move; \? finds keys, Q quits$/m);
  await deck.until(/^Alerts, filter is:unread, (?:at least )?\d+ matched/m);
  await deck.until(/^row 1 of \d+: [A-Z]+, /m);
  /** The lines a key leads to. */
  const after = async (keys: string, wanted: RegExp): Promise<readonly string[]> => {
    const from = deck.text().trimEnd().length;
    deck.press(keys);
    const screen = await deck.until((now) => wanted.test(now.trimEnd().slice(from)));
    return screen.trimEnd().slice(from).trim().split('\n');
  };
  expect(await after('j', /row 2 of/)).toEqual([expect.stringMatching(/^row 2 of \d+: [A-Z]+, .+/)]);
  expect((await after('jj', /row 4 of/)).at(-1)).toMatch(/^row 4 of \d+: [A-Z]+, .+/);
  expect(await after('2', /row 1 of/)).toEqual([
    expect.stringMatching(/^Jobs, filter \(status:failed/),
    expect.stringMatching(/^row 1 of \d+: [A-Z]+, /),
  ]);
  // A record: where one is, then line by line.
  const detail = await after('\r', /line 1 of/);
  expect(detail[0]).toMatch(/, Error, \d+ lines?$/);
  expect(await after('j', /line 2 of/)).toEqual([expect.stringMatching(/^line 2 of \d+: /)]);
  await after('q', /row 1 of/);
  // A prompt is a line; what is typed follows it.
  await after('/\u0015', /Filter:$/m);
  await after('status:running', /status:running$/m);
  await after('\r', /Jobs, filter status:running/);
  // What is wrong with it is said.
  await after('/\u0015(', /Filter: \(/);
  await after('\r', /a term is missing/);
  // How it could go on is told once nobody types, and the line again; one Esc closes the prompt all the same.
  await after('\u0015sta', /^\d+ choices, first: \S+.*; Tab takes it\nFilter: sta$/m);
  await after('\u001b', /row 1 of \d+: /);
  // A menu, line by line; a question with its keys.
  expect(await after('c', /line 1 of/)).toEqual(
    expect.arrayContaining(['Copy, 4 lines', expect.stringMatching(/^line 1 of 4: Query status:running/)]),
  );
  deck.press('\u001b');
  await deck.settled();
  await after('1', /Alerts, filter is:unread[\s\S]*row \d+ of \d+: /);
  expect((await after('M', /y yes, n no/)).join(' ')).toMatch(/Mark \d+ alerts read\? .*y yes, n no$/);
  deck.press('n');
  // An export, without a dialog to be drawn.
  await after('x', /Export: xlsx[\s\S]*File name: alerts-\S+\.xlsx$/);
  await after('\u001b[C', /Export: csv[\s\S]*File name: alerts-\S+\.csv$/);
  await after('\u0015out.csv\r', /Wrote \d+ records? to .*out\.csv/);
  // No box, no spinner, no cursor that is moved, no screen taken over.
  expect(deck.raw()).not.toMatch(/[─│╭╰█◐◌]/);
  expect(deck.raw().replace(/\u001b\](?:7770;idle|52;)[^\u0007]*\u0007/g, '')).not.toMatch(
    /\u001b\[(?!\?2004[hl])/,
  );
  deck.press('Q');
  expect(await deck.exit).toMatchObject({ code: 0, left: [] });
});

test('complaint 22: in a shell within an editor, which shows every sequence, there is none', async () => {
  await using deck = openConsole({
    home: world.home,
    args: ['--screen-reader'],
    columns: 300,
    env: { TERM: 'dumb' },
  });
  await deck.until(/^row 1 of \d+: [A-Z]+, /m);
  deck.press('%');
  await deck.until(/Mouse on/);
  // There is no way to a clipboard: a file takes its place.
  deck.press('y');
  await deck.until(/no clipboard; written to .*certdeck-copy-/);
  deck.press('Q');
  expect(await deck.exit).toMatchObject({ code: 0, left: [] });
  expect(deck.raw().replaceAll('\u001b]7770;idle\u0007', '')).not.toContain('\u001b');
});
