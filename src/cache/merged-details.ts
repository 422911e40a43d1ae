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

  of(details: string, bodies: PartyBodies): string {
    if (bodies.user === null && bodies.account === null) return details;
    const parsed: Json = JSON.parse(details);
    if (!isObject(parsed)) return details;
    const merged = new Map<string, string>();
    for (const key of PARTIES) {
      const body = bodies[key];
      const own = parsed[key];
      const text = body === null || !isObject(own) ? null : this.#merged(body, JSON.stringify(own));
      if (text !== null) merged.set(key, text);
    }
    if (merged.size === 0) return details;
    const members = Object.entries(parsed).map(
      ([name, value]) => `${JSON.stringify(name)}:${merged.get(name) ?? JSON.stringify(value)}`,
    );
    return `{${members.join(',')}}`;
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
