import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'smol-toml';
import { describe, expect, test } from 'vitest';
import { locate } from '../../src/config/lines.ts';
import { linesOf } from '../../stores/actions/open-detail.ts';
import { plainOf } from '../../stores/detail/document.ts';
import { linesBetween } from '../../stores/detail/document-lines.ts';
import { readKey } from '../../stores/keys/key-name.ts';
import { keysOf, labelOf, type Rebound } from '../../stores/keys/rebound.ts';
import { checkKeys, keysSchema } from '../../stores/keys/section.ts';
import { KEYS, resolve } from '../../stores/keys.ts';
import type { SettingsNews } from '../../stores/settings.ts';
import { USUAL_THEME } from '../../stores/theme/themes.ts';
import { openConsole } from './harness.ts';
import { alert, job } from './records.ts';

interface Problem {
  readonly line: number | null;
  readonly what: string;
  readonly fix: string;
  readonly hint?: boolean;
}

function check(toml: string): { readonly rebound: Rebound; readonly problems: readonly Problem[] } {
  const lineOf = locate(toml);
  const problems: Problem[] = [];
  const rebound = checkKeys(parse(toml).keys, (path, what, fix, level) =>
    problems.push({ line: lineOf(path), what, fix, ...(level === 'hint' && { hint: true }) }),
  );
  return { rebound, problems };
}

describe('keys of the configuration', () => {
  test('an action takes other keys, or none, by its id', () => {
    const { rebound, problems } = check('[keys]\n"filter.open" = ["/", ","]\nquit = []\nfollow = "Ctrl-T"\n');
    expect(problems).toEqual([]);
    const rows = keysOf(rebound);
    const does = (key: string) => resolve(['list', 'global'], key, rows)?.id ?? null;
    expect(['/', ',', 'Q', 'C-t', 'F', 'j'].map(does)).toEqual([
      'filter.open',
      'filter.open',
      null,
      'follow',
      null,
      'move.down',
    ]);
    expect(labelOf(rows, 'follow')).toBe('Ctrl-T');
  });

  test('what TOML takes for tables is an id with dots; a layer before it means that layer only', () => {
    const { rebound, problems } = check(
      '[keys]\nfilter.open = [","]\n[keys.text]\n"move.pageDown" = ["Ctrl-V"]\n',
    );
    expect(problems).toEqual([]);
    expect(rebound).toEqual({ 'list filter.open': [','], 'text move.pageDown': ['C-v'] });
    expect(resolve(['list', 'global'], 'C-f', keysOf(rebound))?.id).toBe('move.pageDown');
  });

  test('a key for everywhere that a nearer layer has for something else is told, with the layers', () => {
    const { problems } = check('[keys]\n"pane.next" = ["f"]\n');
    expect(problems).toEqual([
      {
        line: 2,
        what: 'keys: f means pane.next (Next pane), but facets.open in the layer list, lane.first in the layer lane, detail.full in the layer text',
        fix: expect.stringMatching(/^Give "facets\.open" other keys, or none: "facets\.open" = \[\]/),
        hint: true,
      },
    ]);
    const free = '"facets.open" = []\n"detail.full" = []\n"lane.first" = []\n';
    expect(check(`[keys]\n"pane.next" = ["f"]\n${free}`).problems).toEqual([]);
  });

  test('so is a nearer action on a key for everywhere, unless it is written with its layer', () => {
    const what = expect.stringMatching(/^keys: t means time\.mode .*, but follow in the layer list$/);
    expect(check('[keys]\nfollow = "t"\n').problems).toMatchObject([{ line: 2, what }]);
    expect(check('[keys]\n"list.follow" = "t"\n').problems).toEqual([]);
  });

  test.each([
    [
      'quit = ["q"]',
      'q',
      'quit',
      'keys: q is quit now, and back (Back one level; quits at the top) has none left in',
    ],
    [
      '"pane.next" = ["j"]',
      'j',
      'pane.next',
      'keys: j is pane.next now, and move.down (Down) is left with ↓ in',
    ],
    ['"filter.open" = ["f"]', 'f', 'filter.open', 'keys: f is filter.open now, and facets.open ('],
  ])(
    '%s: what the user gives a key to has it, and the default loses it, which is told',
    (line, key, id, what) => {
      const { rebound, problems } = check(`[keys]\n${line}\n`);
      expect(resolve(['list', 'global'], key, keysOf(rebound))?.id).toBe(id);
      const told = problems.find((problem) => problem.what.startsWith(what));
      expect(told).toMatchObject({ line: 2, hint: true });
      expect(problems.every(({ hint }) => hint)).toBe(true);
    },
  );

  test('a key that begins what another action is called by is told', () => {
    const { problems } = check('[keys]\nfreeze = "Ctrl-X"\n"redraw" = "Ctrl-X Ctrl-L"\n');
    expect(problems).toMatchObject([{ what: expect.stringMatching(/ means both (?:freeze|redraw) and /) }]);
  });

  test('the example of the documentation has no problem', () => {
    const docs = readFileSync(join(import.meta.dirname, '../../docs/keys.md'), 'utf8');
    const [, toml = ''] = /```toml\n([^`]*)```/.exec(docs) ?? [];
    expect(toml).toContain('filter.open');
    expect(check(toml).problems).toEqual([]);
  });

  test('every problem at once, each with its line and the fix', () => {
    const { problems } = check(
      [
        '[keys]',
        '"filter.opne" = [","]',
        '"follow" = ["F5", "Alt-f", "Ctrl-I", "wat"]',
        '"freeze" = ["r"]',
        '"redraw" = ["r"]',
        '"prompt.apply" = ["x"]',
        '"copy.menu" = 3',
        '"confirm.step.back" = []',
      ].join('\n'),
    );
    expect(problems.map(({ line, what }) => [line, what])).toEqual(
      expect.arrayContaining([
        [2, 'keys: there is no action "filter.opne"'],
        [3, 'keys: follow: "F5" is no key the console can read'],
        [3, 'keys: follow: "Alt-f" is no key the console can read'],
        [3, 'keys: follow: "Ctrl-I" is no key the console can read'],
        [3, 'keys: follow: "wat" is no key the console can read'],
        [6, 'keys: prompt.apply: "x" would be text no more where text is typed'],
        [7, 'keys: copy.menu has to be a list of keys'],
        [8, 'keys: nothing leads out of the layer confirm any more'],
      ]),
    );
    expect(problems.find(({ line }) => line === 2)?.fix).toBe('Did you mean "filter.open"?');
    expect(problems).toContainEqual({
      line: 5,
      what: expect.stringMatching(/^keys: r means both redraw and freeze \(/),
      fix: expect.stringContaining('"freeze" = []'),
    });
  });

  test('nobody can lock themselves in', () => {
    const { problems } = check('[keys]\nquit = []\nback = []\ncancel = []\n');
    expect(problems.map(({ what }) => what)).toContain(
      'keys: nothing leads out of the layer global any more',
    );
  });

  test('no id of one layer is taken for another one', () => {
    const ids = new Set<string>(KEYS.map(({ id }) => id));
    expect(KEYS.filter(({ scope, id }) => ids.has(`${scope}.${id}`))).toEqual([]);
    const places = KEYS.map(({ scope, id }) => `${scope} ${id}`);
    expect(places.filter((place, index) => places.indexOf(place) !== index)).toEqual([]);
  });

  test('the keys of the table are keys a configuration could name', () => {
    const named = KEYS.flatMap(({ keys }) => keys);
    expect(named.filter((key) => !readKey(key).ok)).toEqual([]);
  });

  test('the schema knows every action', () => {
    const { properties } = keysSchema() as { readonly properties: object };
    expect(KEYS.filter(({ id }) => !Object.hasOwn(properties, id))).toEqual([]);
  });

  test.each([
    ['return', 'Enter'],
    ['Ctrl-D', 'C-d'],
    ['c-d', 'C-d'],
    ['Shift-Tab', 'S-Tab'],
    ['shift-g', 'G'],
    ['é', 'é'],
    [' ', 'Space'],
    ['↑', 'Up'],
  ])('%j is the key %s', (written, name) => {
    expect(readKey(written)).toEqual({ ok: true, name });
  });
});

describe('a console with keys of its own', () => {
  const saved = (toml: string) => {
    const { rebound } = check(toml);
    return { settings: { keys: rebound, theme: USUAL_THEME, screenReader: false, views: [] } };
  };

  test('does what they say, and texts name them', async () => {
    const { console, type } = await openConsole([alert('a')], {
      services: saved('[keys]\n"pane.jobs" = ["Ctrl-T"]\n"pane.alerts" = ["g"]\n"move.first" = ["Home"]\n'),
    });
    await type('2');
    expect(console.store.getState().pane).toBe('alerts');
    await type('\u0014');
    expect(console.store.getState().pane).toBe('jobs');
    await type('m');
    expect(console.store.getState().message?.text).toBe('Only alerts have read marks: g goes there');
  });

  test('sentences and lines of a text name them, whatever they are about', async () => {
    const { console, type } = await openConsole(
      [alert('a'), job('j1', { payload: { password: 'hidden' } }), job('j2')],
      {
        size: { columns: 120, rows: 60 },
        services: saved(
          [
            '[keys]',
            '"match.next" = ["Ctrl-N"]',
            '"text.right" = ["Ctrl-T"]',
            '"text.secret" = [","]',
            '"marking.toggle" = ["~"]',
            '"cause.open" = ["Ctrl-G"]',
          ].join('\n'),
        ),
      },
    );
    const said = () => console.store.getState().message?.text;
    await type('\u000e');
    expect(said()).toBe('Every row here matches: ~ shows the others, too');
    await type('~');
    expect(said()).toContain('Ctrl-N and N go to them, ~ hides the rest');
    await type('2\r');
    const shown = () => linesBetween(linesOf(console, console.store.getState()), 0).map(plainOf);
    expect(shown().join('\n')).toContain('Ctrl-G opens them all');
    await type(']');
    expect(shown().find((line) => line.includes('password'))).toMatch(/ , shows it$/);
    await type('jd');
    expect(said()).toBe('A masked secret: , shows it, then it can be decoded');
    await type('y');
    expect(said()).toBe('A masked secret: , shows it, then it can be copied');
    await type('ww');
    expect(said()).toBe('Long lines go on to the right: Ctrl-T and ← scroll');
  });

  test('takes over what was saved while it runs, and keeps the last good one', async () => {
    let save: (news: SettingsNews) => void = () => undefined;
    const { console, type } = await openConsole([alert('a')], {
      services: {
        onSettings: (listener) => {
          save = listener;
          return () => undefined;
        },
      },
    });
    save({ ok: true, ...saved('[keys]\n"pane.jobs" = ["Ctrl-T"]\n') });
    await type('\u0014');
    expect(console.store.getState().pane).toBe('jobs');
    const { settings } = saved('[keys]\n"pane.jobs" = ["Ctrl-T"]\nquit = []\n');
    save({ ok: true, settings: { ...settings, hint: 'line 2: odd' } });
    expect(console.store.getState().message).toMatchObject({
      tone: 'warning',
      text: 'Keys and theme are those of the saved configuration; line 2: odd',
    });
    save({ ok: false, problem: 'line 2: keys: there is no action "x"' });
    expect(console.store.getState().message).toMatchObject({
      tone: 'error',
      text: expect.stringContaining('line 2: keys: there is no action "x"'),
    });
    await type('1\u0014');
    expect(console.store.getState().pane).toBe('jobs');
  });
});
