/**
 * Bytes of a terminal as key presses. Bytes that arrive together are separate keys in their order (`jj`,
 * `/x` and Return in one write, as SSH delivers them); only bracketed paste is text.
 * Sequences: ECMA-48, xterm's "PC-Style Function Keys" and the kitty keyboard protocol's `CSI u` form.
 */

export type Press =
  /** `name` is `j`, `J`, `Enter`, `C-d`, `S-Tab`, `Up`; `text` is what it types, null for a key that types nothing. */
  | { readonly kind: 'key'; readonly name: string; readonly text: string | null; readonly raw: string }
  | { readonly kind: 'paste'; readonly text: string; readonly raw: string }
  /** A button pressed, or the wheel turned by a notch, over a cell (from 0). */
  | {
      readonly kind: 'mouse';
      readonly button: 'left' | 'up' | 'down';
      readonly column: number;
      readonly row: number;
      readonly raw: string;
    };

const ESC = '\u001b';
const PASTE_START = `${ESC}[200~`;
const PASTE_END = `${ESC}[201~`;
/** A paste that never ends must not hold the keyboard for ever (characters). */
const PASTE_LIMIT = 1_000_000;

const CSI_FINALS: Readonly<Record<string, string>> = {
  A: 'Up',
  B: 'Down',
  C: 'Right',
  D: 'Left',
  E: 'Begin',
  F: 'End',
  H: 'Home',
  Z: 'S-Tab',
};
const CSI_TILDES: Readonly<Record<string, string>> = {
  '1': 'Home',
  '2': 'Insert',
  '3': 'Delete',
  '4': 'End',
  '5': 'PgUp',
  '6': 'PgDn',
  '7': 'Home',
  '8': 'End',
};
const CONTROL_NAMES: Readonly<Record<number, string>> = {
  0: 'C-Space',
  8: 'Backspace',
  9: 'Tab',
  10: 'Enter',
  13: 'Enter',
  27: 'Esc',
  28: 'C-\\',
  29: 'C-]',
  30: 'C-^',
  31: 'C-_',
  127: 'Backspace',
};

/** Unfinished sequence kept between reads, and the presses that are complete. */
export interface Parsed {
  readonly presses: readonly Press[];
  readonly pending: string;
  /** What the terminal answered to a question. */
  readonly replies: readonly string[];
}

/** Splits `pending + text` into presses; an unfinished escape sequence or paste is handed back as pending. */
export function parseKeys(pending: string, text: string): Parsed {
  const input = pending + text;
  const presses: Press[] = [];
  const replies: string[] = [];
  let at = 0;
  while (at < input.length) {
    if (input[at] !== ESC) {
      const raw = String.fromCodePoint(input.codePointAt(at) ?? 0);
      presses.push(plain(raw));
      at += raw.length;
      continue;
    }
    const found = sequence(input, at);
    if (found === null) return { presses, pending: input.slice(at), replies };
    presses.push(...found.presses);
    if (found.reply !== undefined) replies.push(found.reply);
    at = found.end;
  }
  return { presses, pending: '', replies };
}

/**
 * What is pending after the other side fell silent: a lone Esc, or its characters as keys of their own. The
 * beginning of an answer is none: a link that breaks it in two must not type the rest.
 */
export function flushKeys(pending: string): readonly Press[] {
  if (REPLY_BEGUN.test(pending)) return [];
  return [...pending].map((raw) => plain(raw));
}

const REPLY_BEGUN = /^\u001b\]\d/;

/** Whether what is pending is the beginning of an answer, which may take its time. */
export const isReplyBegun = (pending: string): boolean => REPLY_BEGUN.test(pending);

/** Whether silence ends the pending bytes: an unfinished paste goes on waiting, up to its limit. */
export function endsWithSilence(pending: string): boolean {
  return pending !== '' && (!pending.startsWith(PASTE_START) || pending.length > PASTE_LIMIT);
}

function plain(raw: string): Press {
  const code = raw.codePointAt(0) ?? 0;
  const named = CONTROL_NAMES[code];
  if (named !== undefined) return { kind: 'key', name: named, text: null, raw };
  if (code < 32) return { kind: 'key', name: `C-${String.fromCharCode(code + 96)}`, text: null, raw };
  if (code >= 0x80 && code < 0xa0) return { kind: 'key', name: 'Unknown', text: null, raw };
  return { kind: 'key', name: raw === ' ' ? 'Space' : raw, text: raw, raw };
}

interface Found {
  readonly presses: readonly Press[];
  readonly end: number;
  readonly reply?: string;
}

/** The sequence that begins at an Esc; null while it may still be growing. */
function sequence(input: string, at: number): Found | null {
  const next = input[at + 1];
  if (next === undefined) return null;
  if (next === '[') return controlSequence(input, at);
  if (next === 'O') return singleShift(input, at);
  if (next === ']' || next === 'P') return stringReply(input, at);
  // Esc and a character in one write are two keys: no binding needs Alt, and over a slow link they look alike.
  return { presses: [plain(ESC)], end: at + 1 };
}

function controlSequence(input: string, at: number): Found | null {
  if (input.startsWith(PASTE_START, at)) return paste(input, at);
  let end = at + 2;
  while (end < input.length && /[0-?]/.test(input[end] ?? '')) end += 1;
  while (end < input.length && /[ -/]/.test(input[end] ?? '')) end += 1;
  if (end >= input.length) return null;
  const final = input[end] ?? '';
  // Not a sequence at all: Esc was a key, what follows stands for itself.
  if (!/[@-~]/.test(final)) return { presses: [plain(ESC)], end: at + 1 };
  const raw = input.slice(at, end + 1);
  const press = namedSequence(input.slice(at + 2, end), final, raw);
  return { presses: press === null ? [] : [press], end: end + 1 };
}

function namedSequence(parameters: string, final: string, raw: string): Press | null {
  const [first = '', second = '1'] = parameters.split(';');
  if (final === 'u') return kitty(first, second, raw);
  const name = final === '~' ? CSI_TILDES[first] : CSI_FINALS[final];
  if (parameters.startsWith('<') && final === 'M') return mouse(parameters.slice(1), raw);
  // Focus reports, cursor position, device answers and buttons let go are no keys.
  if (name === undefined || /^[<?>=]/.test(parameters)) return null;
  return { kind: 'key', name: modified(name, second), text: null, raw };
}

/** Bits of a mouse report that are no button: Shift, Alt, Ctrl. */
const HELD = 4 | 8 | 16;
const BUTTONS: Readonly<Record<number, 'left' | 'up' | 'down'>> = { 0: 'left', 64: 'up', 65: 'down' };

/** `CSI < button ; column ; row M`, both from 1 (SGR 1006). */
function mouse(parameters: string, raw: string): Press | null {
  const [code = '', column = '', row = ''] = parameters.split(';');
  const button = BUTTONS[Number(code) & ~HELD];
  if (button === undefined || !/^\d+$/.test(column) || !/^\d+$/.test(row)) return null;
  return { kind: 'mouse', button, column: Number(column) - 1, row: Number(row) - 1, raw };
}

/** `CSI code ; modifiers u`: a key by its code point. */
function kitty(code: string, modifiers: string, raw: string): Press | null {
  const point = Number(code.split(':')[0]);
  if (!Number.isInteger(point) || point <= 0 || point > 0x10ffff) return null;
  if (modifiers.split(':')[1] === '3') return null; // key release
  const base = plain(String.fromCodePoint(point));
  if (base.kind !== 'key') return null;
  const bits = Number(modifiers.split(':')[0]) - 1;
  if (bits === 0 || Number.isNaN(bits)) return { ...base, raw };
  if (bits === 1 && base.text !== null) return { ...plain(base.text.toUpperCase()), raw };
  return { kind: 'key', name: modified(base.name, modifiers), text: null, raw };
}

function modified(name: string, parameter: string): string {
  const bits = Number(parameter.split(':')[0]) - 1;
  if (!(bits > 0)) return name;
  const prefix = `${bits & 4 ? 'C-' : ''}${bits & 2 ? 'M-' : ''}${bits & 1 ? 'S-' : ''}`;
  return prefix + name;
}

function singleShift(input: string, at: number): Found | null {
  const final = input[at + 2];
  if (final === undefined) return null;
  const name = final === 'M' ? 'Enter' : CSI_FINALS[final];
  if (name === undefined) return { presses: [plain(ESC)], end: at + 1 };
  return { presses: [{ kind: 'key', name, text: null, raw: input.slice(at, at + 3) }], end: at + 3 };
}

/** An answer of the terminal (`OSC 11 ; … ST`, DCS) is swallowed; `Esc ]` typed by hand stays two keys. */
function stringReply(input: string, at: number): Found | null {
  const rest = input.slice(at + 2, at + 4_000);
  if (rest === '') return null;
  if (!/^(?:\d|[>!]|[01]\$)/.test(rest)) return { presses: [plain(ESC)], end: at + 1 };
  const match = /^[^\u0007\u001b]*(?:\u0007|\u001b\\)/.exec(rest);
  if (match === null) return null;
  const end = at + 2 + match[0].length;
  return { presses: [], end, reply: input.slice(at, end) };
}

function paste(input: string, at: number): Found | null {
  const from = at + PASTE_START.length;
  const until = input.indexOf(PASTE_END, from);
  if (until < 0) return null;
  const end = until + PASTE_END.length;
  return {
    presses: [{ kind: 'paste', text: input.slice(from, until), raw: input.slice(at, end) }],
    end,
  };
}
