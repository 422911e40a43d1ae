/**
 * Colours by meaning: views name a role, the theme in force gives it its look. Nothing is said by colour alone,
 * every state has a word and a glyph too.
 */
import type { Role } from '../stores/theme/roles.ts';
import { type Paints, paintsOf, USUAL_THEME } from '../stores/theme/themes.ts';

export type Tone = Role;

export interface Theme {
  /** Wraps text that is already safe and already cut to its width. */
  paint(tone: Tone, text: string): string;
}

export function themeOf(paints: Paints): Theme {
  return {
    paint(tone, text) {
      const [on, off] = paints[tone];
      return on === '' || text === '' ? text : `\u001b[${on}m${text}\u001b[${off}m`;
    },
  };
}

/** The usual theme, with colours or without. */
export const createTheme = (colour: boolean): Theme => themeOf(paintsOf(USUAL_THEME, null, colour ? 256 : 0));

/** One-cell glyphs present in every common font; `screen/ascii.ts` has what stands for them without UTF-8. */
export const GLYPHS = {
  error: '✗',
  warning: '!',
  info: '·',
  success: '✓',
  failure: '✗',
  running: '▸',
  queued: '○',
  stuck: '‼',
  unread: '●',
  read: ' ',
  marked: '◆',
  pinned: '^',
  recent: '+',
  noted: '"',
  ascending: '↑',
  descending: '↓',
  folded: '▸',
  unfolded: '▾',
  fresh: '●',
  polling: '◌',
  late: '◐',
  unreachable: '✗',
  unauthorised: '⊘',
  gone: '†',
  before: '‹',
  after: '›',
  match: '»',
} as const;
