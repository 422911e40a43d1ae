/** `[theme]` of the configuration. */
import type { Path, Report } from '../../src/config/problem.ts';
import type { ConfigSection } from '../../src/config/section.ts';
import { isTable, unknownKeys } from '../../src/config/tables.ts';
import type { Json } from '../../src/domain/json.ts';
import { nearest } from '../../src/domain/nearest.ts';
import { ROLE_NAMES, ROLES, type Role } from './roles.ts';
import { ATTRIBUTES, COLOUR_NAMES, DEPTHS, readStyle } from './style.ts';
import { THEME_NAMES, type ThemeChoice, USUAL_THEME } from './themes.ts';

const NAMES = ['auto', ...THEME_NAMES] as const;
const GLYPHS = ['auto', 'unicode', 'ascii'] as const;

export function checkTheme(value: unknown, report: Report): ThemeChoice {
  if (!isTable(value)) {
    report(['theme'], 'theme has to be a table', 'Write [theme], and below it name = "dark".');
    return USUAL_THEME;
  }
  unknownKeys(value, ['name', 'colours', 'glyphs', 'roles'], { path: ['theme'], label: 'theme', report });
  return {
    name: oneOf(value.name, NAMES, 'name', report) ?? USUAL_THEME.name,
    colours: oneOf(value.colours, DEPTHS, 'colours', report) ?? USUAL_THEME.colours,
    glyphs: oneOf(value.glyphs, GLYPHS, 'glyphs', report) ?? USUAL_THEME.glyphs,
    roles: checkRoles(value.roles, report),
  };
}

function oneOf<T extends string | number>(
  value: unknown,
  choices: readonly T[],
  name: string,
  report: Report,
): T | null {
  if (value === undefined) return null;
  const found = choices.find((choice) => choice === value);
  if (found !== undefined) return found;
  const near = typeof value === 'string' ? nearest(value, choices.map(String)) : null;
  const fix = near === null ? `Write one of ${choices.join(', ')}.` : `Did you mean ${JSON.stringify(near)}?`;
  report(['theme', name], `theme: ${name} cannot be ${JSON.stringify(value) ?? 'that'}`, fix);
  return null;
}

function checkRoles(value: unknown, report: Report): ThemeChoice['roles'] {
  if (value === undefined) return {};
  const path: Path = ['theme', 'roles'];
  if (!isTable(value)) {
    report(path, 'theme: roles has to be a table', 'Write [theme.roles], and below it error = "red bold".');
    return {};
  }
  unknownKeys(value, ROLE_NAMES, { path, label: 'theme: roles', report });
  const roles: Partial<Record<Role, string>> = {};
  for (const role of ROLE_NAMES) {
    const look = value[role];
    if (look === undefined) continue;
    const read = typeof look === 'string' ? readStyle(look) : { unknown: JSON.stringify(look) ?? '' };
    if ('unknown' in read) {
      const near = nearest(read.unknown, [...COLOUR_NAMES, ...ATTRIBUTES]);
      report(
        [...path, role],
        `theme: ${role}: ${JSON.stringify(read.unknown)} is neither a colour nor ${ATTRIBUTES.join(', ')}`,
        near === null
          ? 'Write such as "bright-red bold" or "black on 214": a name, bright- and a name, or 0 to 255.'
          : `Did you mean ${JSON.stringify(near)}?`,
      );
    } else roles[role] = String(look);
  }
  return roles;
}

export function themeSchema(): Json {
  const look = (help: string): Json => ({
    type: 'string',
    description: `the look of ${help}`,
    examples: ['bright-red bold', 'black on yellow', '214'],
  });
  return {
    type: 'object',
    description: 'colours and signs of the console',
    additionalProperties: false,
    properties: {
      name: { enum: [...NAMES], default: USUAL_THEME.name, description: 'which table of looks' },
      colours: { enum: [...DEPTHS], description: 'how many colours the terminal has; it is asked without' },
      glyphs: { enum: [...GLYPHS], default: USUAL_THEME.glyphs, description: 'signs beyond ASCII or not' },
      roles: {
        type: 'object',
        additionalProperties: false,
        properties: Object.fromEntries(ROLE_NAMES.map((role) => [role, look(ROLES[role])])),
      },
    },
  };
}

export const THEME_SECTION: ConfigSection = {
  check: (value, report) => ({ ...checkTheme(value, report) }) as unknown as Json,
  schema: themeSchema,
};
