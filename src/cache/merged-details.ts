/** `details.user` and `details.account` as the looked-up objects, with what the entry itself says on top. */
import { isObject, type Json } from '../domain/json.ts';

/** JSON of the user and the account as they were looked up. */
export interface PartyBodies {
  readonly user: string | null;
  readonly account: string | null;
}

const PARTIES = ['user', 'account'] as const;

export function withProfiles(details: Json, bodies: PartyBodies): Json {
  if (!isObject(details)) return details;
  const merged: Record<string, Json> = {};
  for (const key of PARTIES) {
    const body = bodies[key];
    const own = details[key];
    if (body === null || !isObject(own)) continue;
    const looked: Json = JSON.parse(body);
    if (isObject(looked)) merged[key] = { ...looked, ...own };
  }
  return Object.keys(merged).length === 0 ? details : { ...details, ...merged };
}

/** Merged objects kept: a log has few actors, and says the same of each in every entry. */
const KEPT = 2_000;

/** The same from text to text. What an entry and a look-up make together is put together once. */
export class MergedTexts {
  readonly #known = new Map<string, Map<string, string | null>>();
  #kept = 0;

  /** `details` as `JSON.stringify` writes it. */
  of(details: string, bodies: PartyBodies): string {
    const isKnown = bodies.user !== null || bodies.account !== null;
    if (!isKnown || details.charCodeAt(0) !== OPEN) return details;
    let merged = '';
    let done = 0;
    for (const { key, start, end } of ownParties(details)) {
      const body = bodies[key];
      const text = body === null ? null : this.#merged(body, details.slice(start, end));
      if (text === null) continue;
      merged += details.slice(done, start) + text;
      done = end;
    }
    return done === 0 ? details : merged + details.slice(done);
  }

  #merged(body: string, own: string): string | null {
    let ofBody = this.#known.get(body);
    const known = ofBody?.get(own);
    if (known !== undefined) return known;
    if (++this.#kept > KEPT) {
      this.#known.clear();
      this.#kept = 1;
      ofBody = undefined;
    }
    if (ofBody === undefined) {
      ofBody = new Map();
      this.#known.set(body, ofBody);
    }
    const looked: Json = JSON.parse(body);
    const text = isObject(looked) ? JSON.stringify({ ...looked, ...JSON.parse(own) }) : null;
    ofBody.set(own, text);
    return text;
  }
}

interface Span {
  readonly key: (typeof PARTIES)[number];
  readonly start: number;
  readonly end: number;
}

const [QUOTE, BACKSLASH, OPEN, CLOSE] = [34, 92, 123, 125] as const;

/** Where the objects `user` and `account` of a JSON object stand in its text. Taking every entry apart would cost the most of an export. */
function ownParties(text: string): readonly Span[] {
  const found: Span[] = [];
  let depth = 0;
  let begun: Omit<Span, 'end'> | null = null;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      const end = endOfString(text, at);
      // A name is a text with a colon behind it; only an object is merged.
      if (depth === 1 && text.startsWith(':{', end + 1)) {
        const key = PARTIES.find((name) => name.length === end - at - 1 && text.startsWith(name, at + 1));
        if (key !== undefined) begun = { key, start: end + 2 };
      }
      at = end;
    } else if (code === OPEN) depth++;
    else if (code === CLOSE && --depth === 1 && begun !== null) {
      found.push({ ...begun, end: at + 1 });
      begun = null;
    }
  }
  return found;
}

/** The closing quote of the text that opens at `start`. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); ; end = text.indexOf('"', end + 1)) {
    if (end < 0) return text.length;
    let escapes = 0;
    while (text.charCodeAt(end - 1 - escapes) === BACKSLASH) escapes++;
    if (escapes % 2 === 0) return end;
  }
}
