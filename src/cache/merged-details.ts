/** `details.user` and `details.account` as the looked-up objects, with what the entry itself says on top. */
import { isObject, type Json } from '../domain/json.ts';

/** JSON of the user and the account as they were looked up. */
export interface PartyBodies {
  readonly user: string | null;
  readonly account: string | null;
}

const PARTIES = ['user', 'account'] as const;
/** How a party begins behind another member; a quote that is part of a longer name has a backslash before it. */
const NAMED = { user: ',"user":', account: ',"account":' } as const;

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
  /** Of each body what it was last merged with: nearly always that comes again. */
  readonly #last = new Map<string, Merged>();

  /** `details` as `JSON.stringify` writes it. */
  of(details: string, bodies: PartyBodies): string {
    const isKnown = bodies.user !== null || bodies.account !== null;
    if (!isKnown || details.charCodeAt(0) !== OPEN) return details;
    let merged = '';
    let done = 0;
    for (const { key, start, end, known } of this.#knownParties(details, bodies) ?? ownParties(details)) {
      const text = known ?? this.#merged(bodies[key], details.slice(start, end));
      if (text === null) continue;
      merged += details.slice(done, start) + text;
      done = end;
    }
    return done === 0 ? details : merged + details.slice(done);
  }

  /**
   * As `ownParties`, where nothing opens but the object itself and parties whose texts are known: a text need not be
   * read then, only leapt through. Null where it has to be read.
   */
  #knownParties(details: string, bodies: PartyBodies): readonly Span[] | null {
    const found: Span[] = [];
    for (let at = details.indexOf('{', 1); at >= 0; ) {
      const key = PARTIES.find((name) => details.endsWith(NAMED[name], at));
      const last = key === undefined ? undefined : this.#last.get(bodies[key] ?? '');
      if (key === undefined || last === undefined || !details.startsWith(last.own, at)) return null;
      const end = at + last.own.length;
      found.push({ key, start: at, end, known: last.text });
      at = details.indexOf('{', end);
    }
    return found;
  }

  #merged(body: string | null, own: string): string | null {
    if (body === null) return null;
    const last = this.#last.get(body);
    if (last?.own === own) return last.text;
    const looked: Json = JSON.parse(body);
    const text = isObject(looked) ? JSON.stringify({ ...looked, ...JSON.parse(own) }) : null;
    if (this.#last.size > KEPT) this.#last.clear();
    this.#last.set(body, { own, text });
    return text;
  }
}

interface Merged {
  /** What an entry says of a party. */
  readonly own: string;
  /** That with its look-up; null where there is none to be laid on. */
  readonly text: string | null;
}

interface Span {
  readonly key: (typeof PARTIES)[number];
  readonly start: number;
  readonly end: number;
  /** What it is with its look-up, where that is known. */
  readonly known?: string | null;
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
