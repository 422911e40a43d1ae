/**
 * Tells the person at the terminal that something happened: OSC 9 where the terminal is known to show it as a
 * notification (https://iterm2.com/documentation-escape-codes.html), else the bell. Inside tmux both: tmux passes the
 * first on where it is allowed to, and marks the window for the second.
 */
import { safeLine } from '../../src/domain/text.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** Programs that say so in TERM_PROGRAM, and show OSC 9. */
const SHOWING = new Set(['iTerm.app', 'WezTerm', 'ghostty', 'mintty', 'WarpTerminal']);
const BELL = '\u0007';
/** A notification is a line; terminals cut longer ones anyhow. */
const LONGEST = 200;

export function notifySequence(text: string, env: Env): string {
  const shows =
    SHOWING.has(env.TERM_PROGRAM ?? '') ||
    env.WT_SESSION !== undefined ||
    /kitty|ghostty/.test(env.TERM ?? '');
  if (env.TERM === 'dumb') return BELL;
  // Inside tmux nothing is known of the terminal around it.
  if (!shows && !env.TMUX) return BELL;
  // What ends the sequence is no part of a line that is safe to show.
  const plain = `\u001b]9;${[...safeLine(text)].slice(0, LONGEST).join('')}${BELL}`;
  return env.TMUX ? `\u001bPtmux;${plain.replaceAll('\u001b', '\u001b\u001b')}\u001b\\${BELL}` : plain;
}
