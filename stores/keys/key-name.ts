/** Keys as people write them in a configuration, and as the keyboard names them. */

/** Keys that type nothing, by the names the keyboard gives them. */
const NAMED = [
  'Enter',
  'Esc',
  'Tab',
  'Space',
  'Backspace',
  'Delete',
  'Insert',
  'Home',
  'End',
  'PgUp',
  'PgDn',
  'Up',
  'Down',
  'Left',
  'Right',
] as const;

/** Other ways to write them, in lower case. */
const ALIASES: Readonly<Record<string, string>> = {
  return: 'Enter',
  escape: 'Esc',
  pageup: 'PgUp',
  pagedown: 'PgDn',
  del: 'Delete',
  ins: 'Insert',
  '↑': 'Up',
  '↓': 'Down',
  '←': 'Left',
  '→': 'Right',
};

/** What terminals send for Ctrl with these is the byte of another key. */
const SAME_BYTE: Readonly<Record<string, string>> = {
  h: 'Backspace',
  i: 'Tab',
  j: 'Enter',
  m: 'Enter',
  '[': 'Esc',
};

export type KeyName =
  | { readonly ok: true; readonly name: string }
  /** `why` completes "... is no key: it". */
  | { readonly ok: false; readonly why: string };

const EXAMPLES = 'Write a character ("f"), a name (Enter, Tab, Space, Up, PgDn) or "Ctrl-F".';

/** What the keyboard calls a key: `Ctrl-D` and `C-d` are `C-d`, `return` is `Enter`. */
export function readKey(written: string): KeyName {
  if (written === ' ') return { ok: true, name: 'Space' };
  // One after the other: `Ctrl-X Ctrl-E`.
  const steps = written.split(' ');
  if (steps.length === 2 && steps.every((step) => step !== '')) {
    const read = steps.map(readKey);
    const wrong = read.find((step) => !step.ok);
    if (wrong !== undefined) return wrong;
    return { ok: true, name: read.map((step) => (step.ok ? step.name : '')).join(' ') };
  }
  if (/^(?:alt|m|meta)[-+]./i.test(written)) {
    return { ok: false, why: 'Alt and a key arrive as Esc and that key. Write a character or "Ctrl-F".' };
  }
  if (/^f\d{1,2}$/i.test(written)) {
    return { ok: false, why: 'Terminals and multiplexers keep the F-keys. Write a character or "Ctrl-F".' };
  }
  const control = /^(?:c|ctrl|control)[-+](.+)$/i.exec(written)?.[1];
  if (control !== undefined) return readControl(control);
  const shifted = /^(?:s|shift)[-+](.+)$/i.exec(written)?.[1];
  if (shifted !== undefined) return readShifted(shifted);
  const named = nameOf(written);
  if (named !== null) return { ok: true, name: named };
  const isCharacter = [...written].length === 1 && !/[\p{C}\p{Z}\p{M}]/u.test(written);
  return isCharacter ? { ok: true, name: written } : { ok: false, why: EXAMPLES };
}

function nameOf(written: string): string | null {
  const wanted = written.toLowerCase();
  if (Object.hasOwn(ALIASES, wanted)) return ALIASES[wanted] ?? null;
  return NAMED.find((name) => name.toLowerCase() === wanted) ?? null;
}

function readControl(written: string): KeyName {
  const key = written.toLowerCase();
  const same = Object.hasOwn(SAME_BYTE, key) ? SAME_BYTE[key] : undefined;
  if (same !== undefined) {
    return { ok: false, why: `In a terminal it is the same as ${same}. Write ${JSON.stringify(same)}.` };
  }
  if (key === 'space') return { ok: true, name: 'C-Space' };
  return /^[a-z\\\]^_]$/.test(key) ? { ok: true, name: `C-${key}` } : { ok: false, why: EXAMPLES };
}

function readShifted(written: string): KeyName {
  if (nameOf(written) === 'Tab') return { ok: true, name: 'S-Tab' };
  if (/^[a-z]$/i.test(written)) return { ok: true, name: written.toUpperCase() };
  return { ok: false, why: EXAMPLES };
}

/** Whether a key types a character where text is typed. */
export function types(name: string): boolean {
  return name === 'Space' || [...name].length === 1;
}
