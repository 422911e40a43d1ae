/** The few colours of plain output, by meaning; the terminal's own sixteen, so that every theme stays readable. */
import type { Io } from './io.ts';

const CODES = { bold: '1', dim: '2', critical: '31', warning: '33', good: '32' } as const;
export type Tint = keyof typeof CODES;
export type Paint = (tint: Tint, text: string) => string;

export const plain: Paint = (_tint, text) => text;

/** Colours only for a terminal, and never against --no-color, NO_COLOR (https://no-color.org) or TERM=dumb. */
export function paintFor({ stdout, env }: Io, noColor: boolean): Paint {
  const off = noColor || Boolean(env.NO_COLOR) || env.TERM === 'dumb' || stdout.isTTY !== true;
  return off ? plain : (tint, text) => `\u001b[${CODES[tint]}m${text}\u001b[0m`;
}
