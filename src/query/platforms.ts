/** Which platforms a query is about, as text: the term put in, changed or taken out, all else as typed. */
import type { Kind } from '../domain/record.ts';
import { fold } from '../domain/text.ts';
import { parseQuery } from './parse.ts';
import { narrowed, quoteValue } from './print.ts';
import type { Node } from './tree.ts';

type Term = Extract<Node, { kind: 'field' }>;

/** The platforms a query is limited to as a whole, in the case of `known`; null when it is about all of them. */
export function platformsOf(text: string, kind: Kind, known: readonly string[]): readonly string[] | null {
  const terms = platformTerms(text, kind);
  if (terms.length === 0) return null;
  return known.filter((name) =>
    terms.every(({ values }) =>
      values.some((value) => value.kind === 'text' && fold(value.text) === fold(name)),
    ),
  );
}

/** The query limited to these platforms instead; null takes the limit away. */
export function withPlatforms(text: string, kind: Kind, names: readonly string[] | null): string {
  let rest = text.trim();
  for (const { span } of platformTerms(rest, kind).toReversed()) {
    rest = `${rest.slice(0, span.start).replace(/\bAND\s*$/, '')} ${rest.slice(span.end)}`;
  }
  rest = unwrapped(
    rest
      .replace(/^\s*AND\b/, '')
      .trim()
      .replace(/ {2,}(?=[^"]*$)/g, ' '),
    kind,
  );
  return names === null ? rest : narrowed(rest, kind, `platform:${names.map(quoteValue).join(',')}`);
}

/** The terms that limit the query as a whole: not one alternative, nothing negated. */
function platformTerms(text: string, kind: Kind): readonly Term[] {
  const query = text.trim();
  const { tree } = parseQuery(query, kind, { now: 0, longRunningAfter: 0 });
  const parts = tree === null ? [] : tree.kind === 'and' ? tree.of : [tree];
  return parts.filter(
    (part): part is Term =>
      part.kind === 'field' &&
      part.field.name === 'platform' &&
      (part.op === ':' || part.op === '=') &&
      part.values.every((value) => value.kind === 'text'),
  );
}

/** Without the parentheses that stood around alternatives for the sake of the term. */
function unwrapped(text: string, kind: Kind): string {
  if (!text.startsWith('(') || !text.endsWith(')')) return text;
  const inner = text.slice(1, -1).trim();
  const same = (query: string) => {
    const { tree } = parseQuery(query, kind, { now: 0, longRunningAfter: 0 });
    return tree === null ? null : JSON.stringify(tree, (key, value) => (key === 'span' ? undefined : value));
  };
  return same(inner) === same(text) ? inner : text;
}
