/**
 * The themes as tables: a look in words for each role. They are made of the terminal's own sixteen colours, so that
 * its palette is kept, but for the one whose contrast no palette may soften; nothing is said by colour alone.
 */
import { ROLE_NAMES, type Role } from './roles.ts';
import { type Depth, readStyle, reduced, type Style, sgrOf } from './style.ts';

type Looks = Readonly<Record<Role, string>>;

/** What can be read on any background. */
const TERMINAL: Looks = {
  plain: '',
  error: 'red',
  warning: 'yellow',
  ok: 'green',
  info: 'cyan',
  accent: 'blue bold',
  dim: 'dim',
  strong: 'bold',
  heading: 'bold underline',
  cursor: 'inverse',
  match: 'black on yellow',
  stale: 'dim italic',
  failing: 'red underline',
};

export const THEMES = {
  terminal: TERMINAL,
  /** Blue and red are too dark on black in most palettes. */
  dark: {
    ...TERMINAL,
    error: 'bright-red',
    warning: 'bright-yellow',
    ok: 'bright-green',
    info: 'bright-cyan',
    accent: 'bright-blue bold',
    failing: 'bright-red underline',
  },
  /** Yellow and cyan are too light on white; and where a palette has them dark, black on them is not to be read. */
  light: {
    ...TERMINAL,
    warning: 'magenta',
    info: 'blue',
    stale: 'bright-black italic',
    dim: 'bright-black',
    match: 'blue inverse',
  },
  /** Without colour, weight, underline and inversion carry what has to stand out. */
  mono: {
    ...TERMINAL,
    error: 'bold',
    warning: 'underline',
    ok: '',
    info: '',
    accent: 'bold',
    match: 'inverse',
    failing: 'bold underline',
  },
  /** Nothing is dimmed, and what is wrong has a background of its own. */
  'high-contrast': {
    ...TERMINAL,
    error: '231 on 124 bold',
    warning: '16 on 220 bold',
    ok: 'bold',
    info: 'bold',
    accent: 'bold underline',
    dim: '',
    match: '16 on 51 bold',
    stale: 'underline',
    failing: '231 on 124 bold underline',
  },
} as const satisfies Readonly<Record<string, Looks>>;

export type ThemeName = keyof typeof THEMES;
export const THEME_NAMES = Object.keys(THEMES) as readonly ThemeName[];

/** What the user chose; plain data, as it lies in the state. */
export interface ThemeChoice {
  /** `auto`: by the terminal's background where that is known, else `terminal`. */
  readonly name: ThemeName | 'auto';
  /** Looks of single roles over those of the theme. */
  readonly roles: Readonly<Partial<Record<Role, string>>>;
  /** Null: as many as the terminal says it has. */
  readonly colours: Depth | null;
  readonly glyphs: 'auto' | 'unicode' | 'ascii';
}

export const USUAL_THEME: ThemeChoice = { name: 'auto', roles: {}, colours: null, glyphs: 'auto' };

export type Background = 'dark' | 'light';

/** SGR parameters to switch the look of each role on and off. */
export type Paints = Readonly<Record<Role, readonly [on: string, off: string]>>;

const NOTHING: Style = { fore: null, back: null, attributes: [] };
const styleOf = (words: string): Style => {
  const style = readStyle(words);
  return 'unknown' in style ? NOTHING : style;
};

/** What to write for each role on a terminal of so many colours. */
export function paintsOf(choice: ThemeChoice, background: Background | null, depth: Depth): Paints {
  const name = choice.name === 'auto' ? (background ?? 'terminal') : choice.name;
  const looks = depth === 0 ? THEMES.mono : THEMES[name];
  return Object.fromEntries(
    ROLE_NAMES.map((role) => {
      const style = styleOf(choice.roles[role] ?? looks[role]);
      return [role, sgrOf(reduced(style, depth, styleOf(THEMES.mono[role])))];
    }),
  ) as unknown as Paints;
}
