/** Which platforms a query is about, as text. */
import type { Kind } from '../domain/record.ts';
import { chosenValues, includes, withValues } from './field-terms.ts';

/** The platforms a query is limited to as a whole, in the case of `known`; null when it is about all of them. */
export function platformsOf(text: string, kind: Kind, known: readonly string[]): readonly string[] | null {
  const chosen = chosenValues(text, kind, 'platform');
  return chosen === null ? null : known.filter((name) => includes(chosen, name));
}

/** The query limited to these platforms instead; null takes the limit away. */
export function withPlatforms(text: string, kind: Kind, names: readonly string[] | null): string {
  return withValues(text, kind, 'platform', names);
}
