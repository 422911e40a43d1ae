import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { scopeName } from '../../stores/actions/helping.ts';
import { KEYS, keyLabel, type Scope } from '../../stores/keys.ts';

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
];
const code = (text: string): string => (text === '`' ? '`` ` ``' : `\`${text}\``);

/** The key tables as the document has them. */
function keyTables(): string {
  return SCOPES.map((scope) => {
    const rows = KEYS.filter((binding) => binding.scope === scope).map(
      ({ keys, title }) => `| ${keys.map((key) => code(keyLabel(key))).join(' ')} | ${title} |`,
    );
    return [`### ${scopeName(scope)}`, '', '| Keys | |', '| --- | --- |', ...rows].join('\n');
  }).join('\n\n');
}

/** The formatter sets the columns of a table; what stands in them is what counts. */
const bare = (text = ''): string => text.replace(/ +/g, ' ').replace(/-{3,}/g, '---').trim();

test('the document lists the keys the program has', () => {
  const document = readFileSync(join(import.meta.dirname, '../../docs/console.md'), 'utf8');
  expect(bare(document.split('<!-- keys -->')[1])).toBe(bare(keyTables()));
});
