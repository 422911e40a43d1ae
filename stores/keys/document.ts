/** The key tables of the documentation, from the same rows as help and footer. */
import { KEYS, type KeyRow, keyLabel, type Scope } from '../keys.ts';
import { scopeName } from './scope-name.ts';

const code = (text: string): string => (text === '`' ? '`` ` ``' : `\`${text}\``);
const keysIn = ({ keys }: KeyRow): string => keys.map((key) => code(keyLabel(key))).join(' ');

const SCOPES: readonly Scope[] = [
  'global',
  'list',
  'figures',
  'text',
  'prompt',
  'strip',
  'lane',
  'pivots',
  'ranges',
  'columns',
  'palette',
  'views',
  'facets',
  'sql',
  'export',
  'sheet',
];

/** For readers: a table for each layer that help lists, in Markdown. */
export function keyTables(): string {
  return SCOPES.map((scope) => {
    const rows = rowsOf(scope).map((row) => [keysIn(row), row.title]);
    return `### ${scopeName(scope)}\n\n${table([['Keys', ''], ...rows])}`;
  }).join('\n\n');
}

/** For who binds keys: every action of every layer by its id. */
export function actionTables(): string {
  return [...new Set(KEYS.map(({ scope }) => scope))]
    .map((scope) => {
      const rows = rowsOf(scope).map((row) => [code(row.id), keysIn(row), row.title]);
      return `## ${scopeName(scope)}: ${code(scope)}\n\n${table([['Action', 'Keys', ''], ...rows])}`;
    })
    .join('\n\n');
}

const rowsOf = (scope: Scope): readonly KeyRow[] => KEYS.filter((row) => row.scope === scope);

function table(rows: readonly (readonly string[])[]): string {
  const [head = [], ...body] = rows.map((row) => row.map((cell) => cell.replaceAll('|', '\\|')));
  const widths = head.map((_, at) => Math.max(3, ...[head, ...body].map((row) => row[at]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)].join('\n');
}
