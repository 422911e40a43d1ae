import { describe, expect, test } from 'vitest';
import { ROLE_NAMES, type Role } from '../../stores/theme/roles.ts';
import { checkTheme } from '../../stores/theme/section.ts';
import { DEPTHS, readStyle } from '../../stores/theme/style.ts';
import { paintsOf, THEME_NAMES, THEMES, USUAL_THEME } from '../../stores/theme/themes.ts';

const coloured = (on: string): boolean =>
  on.split(';').some((code) => /^(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])$/.test(code));

describe('themes', () => {
  test('every look of every theme is one that can be written', () => {
    const wrong = THEME_NAMES.flatMap((name) =>
      ROLE_NAMES.filter((role) => 'unknown' in readStyle(THEMES[name][role])).map((role) => [name, role]),
    );
    expect(wrong).toEqual([]);
  });

  test.each(THEME_NAMES)(
    '%s tells errors, warnings and the cursor apart at any number of colours',
    (name) => {
      for (const depth of DEPTHS) {
        const paints = paintsOf({ ...USUAL_THEME, name }, null, depth);
        const on = (role: Role) => paints[role][0];
        const apart = [on('plain'), on('error'), on('warning'), on('cursor')];
        expect(new Set(apart).size, `${depth} colours: ${apart.join(' | ')}`).toBe(apart.length);
      }
    },
  );

  test.each(THEME_NAMES)('%s has no colour where there is none', (name) => {
    const paints = paintsOf({ ...USUAL_THEME, name, roles: { error: 'red bold' } }, 'light', 0);
    expect(ROLE_NAMES.filter((role) => coloured(paints[role][0]))).toEqual([]);
  });

  test('only what the terminal has: no bright colour of eight, no blue of four', () => {
    const of = (depth: 4 | 8 | 16) =>
      paintsOf({ ...USUAL_THEME, name: 'dark', roles: { info: 'bright-blue', ok: '214' } }, null, depth);
    expect(of(16).info).toEqual(['94', '39']);
    expect(of(8).info).toEqual(['34;1', '39;22']);
    expect(of(4).error[0]).not.toMatch(/9\d/);
    expect(of(4).info[0]).toBe('');
    expect(of(16).ok[0]).toBe('');
  });

  test('auto goes by the background, a theme that was chosen does not', () => {
    expect(paintsOf(USUAL_THEME, 'light', 16)).toEqual(paintsOf({ ...USUAL_THEME, name: 'light' }, null, 16));
    expect(paintsOf(USUAL_THEME, null, 16)).toEqual(paintsOf({ ...USUAL_THEME, name: 'terminal' }, null, 16));
    const chosen = { ...USUAL_THEME, name: 'dark' } as const;
    expect(paintsOf(chosen, 'light', 16)).toEqual(paintsOf(chosen, 'dark', 16));
  });

  test('on a light background nothing is yellow or cyan letters', () => {
    const paints = paintsOf(USUAL_THEME, 'light', 16);
    const pale = ROLE_NAMES.filter((role) => /(?:^|;)(?:33|36|37|9[2367])(?:;|$)/.test(paints[role][0]));
    expect(pale).toEqual([]);
  });
});

describe('[theme] of the configuration', () => {
  const check = (value: unknown) => {
    const problems: string[] = [];
    const theme = checkTheme(value, (path, what, fix) => problems.push(`${path.join('.')}: ${what} ${fix}`));
    return { theme, problems };
  };

  test('a theme, and single roles over it', () => {
    const { theme, problems } = check({
      name: 'light',
      roles: { error: 'bright-red bold on 17' },
      glyphs: 'ascii',
    });
    expect(problems).toEqual([]);
    expect(theme).toEqual({
      name: 'light',
      roles: { error: 'bright-red bold on 17' },
      glyphs: 'ascii',
      colours: null,
    });
    expect(paintsOf(theme, null, 256).error).toEqual(['91;48;5;17;1', '39;49;22']);
  });

  test('every problem at once', () => {
    const { problems } = check({
      name: 'drak',
      colour: 1,
      colours: 5,
      roles: { error: 'rde', wrning: 'red', dim: 7, match: 'on nothing' },
    });
    expect(problems).toEqual([
      expect.stringContaining('"colour" is no setting'),
      expect.stringContaining('Did you mean "dark"?'),
      expect.stringContaining('theme.colours: theme: colours cannot be 5'),
      expect.stringContaining('"wrning" is no setting Did you mean "warning"?'),
      expect.stringContaining('theme.roles.error: theme: error: "rde" is neither'),
      expect.stringContaining('theme.roles.dim'),
      expect.stringContaining('"on nothing" is neither'),
    ]);
  });
});
