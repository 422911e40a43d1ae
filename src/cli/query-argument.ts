/** Tells a query that begins with `-` (`-ca:internal`) from an option. */
import { KIND_TABLES } from '../domain/kinds.ts';

/** What may stand before a colon besides the kinds' fields. */
const TERMS = ['is', 'has', 'no', 'since', 'until', 'at'];

const NAMES = new Set([
  ...TERMS,
  ...Object.values(KIND_TABLES).flatMap(({ fields }) =>
    fields.flatMap(({ name, aliases = [] }) => [name, ...aliases]),
  ),
]);

/** True when the first colon of a word that begins with `-` follows a field's name. */
export function isQuery(word: string): boolean {
  const name = /^-\(*([A-Za-z_]+|@[^:]*):/.exec(word)?.[1];
  return name !== undefined && (name.startsWith('@') || NAMES.has(name.toLowerCase()));
}

/** The words up to `--`, and those that are arguments whatever they look like. */
export function splitQueries(argv: readonly string[]): {
  readonly words: readonly string[];
  readonly literal: readonly string[];
} {
  const end = argv.indexOf('--');
  const before = end < 0 ? argv : argv.slice(0, end);
  return {
    words: before.filter((word) => !isQuery(word)),
    literal: [...before.filter(isQuery), ...(end < 0 ? [] : argv.slice(end + 1))],
  };
}
