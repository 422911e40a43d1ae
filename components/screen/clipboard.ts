/**
 * OSC 52: the terminal at the user's end sets its clipboard, which works over SSH where xclip cannot.
 * There is no acknowledgement, so the console says "sent", never "copied".
 */

/** Terminals drop longer sequences; about 74,994 bytes of text is the usual safe ceiling. */
export const CLIPBOARD_BYTES = 74_994;

/** The sequence that sends the text, wrapped for tmux and screen when inside one; null when it is too long. */
export function clipboardSequence(
  text: string,
  env: Readonly<Record<string, string | undefined>>,
): string | null {
  const bytes = Buffer.from(text, 'utf8');
  if (bytes.length > CLIPBOARD_BYTES) return null;
  const plain = `\u001b]52;c;${bytes.toString('base64')}\u0007`;
  if (env.TMUX) return `\u001bPtmux;${plain.replaceAll('\u001b', '\u001b\u001b')}\u001b\\`;
  // GNU screen passes at most 256 bytes of a device control string at a time.
  if (env.TERM?.startsWith('screen')) {
    return (plain.match(/[\s\S]{1,240}/g) ?? []).map((part) => `\u001bP${part}\u001b\\`).join('');
  }
  return plain;
}
