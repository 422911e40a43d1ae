/**
 * Documents with their secrets masked, taken apart or as the text they are. What is one is asked in `secrets.ts`;
 * here is only where to look: both ways come to the same.
 */
import { isObject, type Json } from './json.ts';
import { type Member, type Place, placesIn } from './json-places.ts';
import { heldBy, MASK, nameWithin, shownUnder } from './secrets.ts';
import { shownNames } from './shown-names.ts';

/** What lies deeper in a document is masked whole: nobody nests so far, and looking would end the program. */
export const DEEPEST = 400;

/** A document with every secret in it masked, and how many there were. */
export function maskJson(
  value: Json,
  name: string | null = null,
): { readonly value: Json; readonly masked: number } {
  let masked = 0;
  const visit = (one: Json, under: string | null, depth: number): Json => {
    const inside = typeof one === 'object' && one !== null;
    if (inside && depth > DEEPEST) {
      masked += 1;
      return MASK;
    }
    if (Array.isArray(one)) return one.map((item: Json) => visit(item, under, depth + 1));
    if (isObject(one)) {
      const holder = heldBy((says) => [one[says]], under);
      const names = shownNames(Object.keys(one));
      masked += names?.size ?? 0;
      return Object.fromEntries(
        Object.entries(one).map(([key, member]) => [
          names?.get(key) ?? key,
          visit(member, nameWithin(holder, key), depth + 1),
        ]),
      );
    }
    const shown = shownUnder(under, one);
    if (shown !== one) masked += 1;
    return shown;
  };
  return { value: visit(value, name, 0), masked };
}

/**
 * The same of JSON text, every byte of which stays that is no secret: digits a number does not hold, members told
 * twice, their order, blanks. Null where the text is no JSON.
 */
export function maskJsonText(
  json: string,
  name: string | null = null,
): { readonly json: string; readonly masked: number } | null {
  const root = placesIn(json, DEEPEST);
  if (root === null) return null;
  const pieces: string[] = [];
  let masked = 0;
  let upTo = 0;
  const put = (shown: Json, { start, end }: { readonly start: number; readonly end: number }) => {
    pieces.push(json.slice(upTo, start), JSON.stringify(shown));
    upTo = end;
    masked += 1;
  };
  const visit = (place: Place, under: string | null): void => {
    if (place.kind === 'deep') put(MASK, place);
    else if (place.kind === 'list') for (const item of place.items) visit(item, under);
    else if (place.kind === 'leaf') {
      const shown = shownUnder(under, place.value);
      if (shown !== place.value) put(shown, place);
    } else {
      const { members } = place;
      const holder = heldBy((says) => members.filter((one) => one.name === says).map(leafOf), under);
      const names = shownNames(members.map((member) => member.name));
      for (const member of members) {
        const shown = names?.get(member.name);
        if (shown !== undefined) put(shown, member);
        visit(member.value, nameWithin(holder, member.name));
      }
    }
  };
  visit(root, name);
  return { json: masked === 0 ? json : pieces.join('') + json.slice(upTo), masked };
}

const leafOf = ({ value }: Member): Json => (value.kind === 'leaf' ? value.value : null);
