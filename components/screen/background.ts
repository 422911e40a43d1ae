/**
 * Whether the terminal is dark or light, and how many colours it has.
 * OSC 11 asks for the background, https://invisible-island.net/xterm/ctlseqs/ctlseqs.html#h3-Operating-System-Commands
 */
import type { Depth } from '../../stores/theme/style.ts';
import type { Background } from '../../stores/theme/themes.ts';

type Env = Readonly<Record<string, string | undefined>>;

export const ASK_BACKGROUND = '\u001b]11;?\u001b\\';
/** An answer that comes later than this is not used (ms). */
export const ANSWER_WITHIN = 100;

/** Terminals that take the question for text, or have no answer. */
export const canAsk = ({ TERM }: Env): boolean =>
  TERM !== undefined && !/^(?:dumb|linux|vt\d|ansi|cons\d|sun|screen(?:$|\.))/i.test(TERM);

/** Of an answer `]11;rgb:ffff/ffff/ffff`; null for any other. */
export function backgroundOf(reply: string): Background | null {
  const [, rgb] = /\]11;rgba?:([0-9a-f/]+)/i.exec(reply) ?? [];
  const [red, green, blue] = (rgb ?? '').split('/').map((hex) => parseInt(hex, 16) / (16 ** hex.length - 1));
  if (red === undefined || green === undefined || blue === undefined) return null;
  const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  return Number.isNaN(luminance) ? null : luminance > 0.5 ? 'light' : 'dark';
}

/** `15;0`, or `12;default;0`: the last is the background's number in the palette. */
export function backgroundIn({ COLORFGBG }: Env): Background | null {
  const last = COLORFGBG?.split(';').at(-1) ?? '';
  if (!/^\d{1,2}$/.test(last) || Number(last) > 15) return null;
  return Number(last) === 7 || Number(last) > 8 ? 'light' : 'dark';
}

/** As many colours as TERM and COLORTERM promise; what promises nothing has the sixteen every emulator has. */
export function depthOf({ TERM = '', COLORTERM = '' }: Env): Depth {
  if (/^(?:dumb|vt\d|sun)|-m(?:ono)?$/i.test(TERM)) return 0;
  const named = /(\d+)colou?r/.exec(TERM)?.[1];
  if (named !== undefined) {
    const colours = Number(named);
    return colours >= 256 ? 256 : colours >= 16 ? 16 : colours >= 8 ? 8 : colours >= 4 ? 4 : 0;
  }
  if (/truecolor|24bit/i.test(COLORTERM) || /direct$/.test(TERM)) return 256;
  return /^(?:linux|ansi|cygwin|cons\d|screen)/i.test(TERM) ? 8 : 16;
}
