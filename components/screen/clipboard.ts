/**
 * OSC 52: the terminal at the user's end sets its clipboard, which works over SSH where xclip cannot.
 * There is no acknowledgement, so the console says "sent", never "copied".
 */

/** Terminals drop longer sequences; about 74,994 bytes of text is the usual safe ceiling. */
export const CLIPBOARD_BYTES = 74_994;

/**
 * The sequences that send the text; null when it is too long, or the terminal takes no sequence. Inside a multiplexer they go both ways, for which one
 * arrives is a matter of its settings: tmux takes a plain one with `set-clipboard on`, a wrapped one with
 * `allow-passthrough on` (https://github.com/tmux/tmux/wiki/Clipboard). Behind SSH only TERM tells, and
 * `screen-256color` is the name of tmux, too.
 */
export function clipboardSequence(
  text: string,
  env: Readonly<Record<string, string | undefined>>,
): string | null {
  const bytes = Buffer.from(text, 'utf8');
  if (bytes.length > CLIPBOARD_BYTES || env.TERM === 'dumb') return null;
  const plain = `\u001b]52;c;${bytes.toString('base64')}\u0007`;
  const { TERM = '', TMUX, STY } = env;
  // Within both, what the inner one is called tells: screen would draw what is wrapped for tmux.
  if (STY && !TERM.startsWith('tmux')) return forScreen(plain);
  if (TMUX || TERM.startsWith('tmux')) return plain + forTmux(plain);
  return TERM.startsWith('screen') ? plain + forScreen(plain) : plain;
}

const forTmux = (plain: string): string =>
  `\u001bPtmux;${plain.replaceAll('\u001b', '\u001b\u001b')}\u001b\\`;

/** GNU screen passes at most 256 bytes of a device control string at a time. */
const forScreen = (plain: string): string =>
  (plain.match(/[\s\S]{1,240}/g) ?? []).map((part) => `\u001bP${part}\u001b\\`).join('');
