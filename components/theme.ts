/**
 * Colours by meaning. Only the sixteen colours of the terminal's own palette, so that light and dark
 * schemes both stay readable; nothing is said by colour alone, every state has a word and a glyph too.
 */

export type Tone =
  | 'plain'
  | 'error'
  | 'warning'
  | 'ok'
  | 'info'
  | 'accent'
  | 'dim'
  | 'strong'
  | 'heading'
  | 'cursor'
  | 'match'
  | 'stale'
  | 'failing';

/** SGR parameters to switch a tone on and off. */
const SGR: Readonly<Record<Tone, readonly [on: string, off: string]>> = {
  plain: ['', ''],
  error: ['31', '39'],
  warning: ['33', '39'],
  ok: ['32', '39'],
  info: ['36', '39'],
  accent: ['34;1', '39;22'],
  dim: ['2', '22'],
  strong: ['1', '22'],
  heading: ['1;4', '22;24'],
  cursor: ['7', '27'],
  match: ['30;43', '39;49'],
  stale: ['2;3', '22;23'],
  failing: ['31;4', '39;24'],
};
/** What is left without colour: weight, underline and inversion carry the tones that must stand out. */
const SGR_PLAIN: Readonly<Record<Tone, readonly [on: string, off: string]>> = {
  ...SGR,
  error: ['1', '22'],
  warning: ['4', '24'],
  ok: ['', ''],
  info: ['', ''],
  accent: ['1', '22'],
  match: ['7', '27'],
  failing: ['1;4', '22;24'],
};

export interface Theme {
  readonly colour: boolean;
  /** Wraps text that is already safe and already cut to its width. */
  paint(tone: Tone, text: string): string;
}

export function createTheme(colour: boolean): Theme {
  const table = colour ? SGR : SGR_PLAIN;
  return {
    colour,
    paint(tone, text) {
      const [on, off] = table[tone];
      return on === '' || text === '' ? text : `\u001b[${on}m${text}\u001b[${off}m`;
    },
  };
}

/** One-cell glyphs present in every common font; the second is for terminals without UTF-8. */
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
} as const;
