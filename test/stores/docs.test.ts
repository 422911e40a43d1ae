import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { actionTables, keyTables } from '../../stores/keys/document.ts';

/** The formatter sets the columns of a table; what stands in them is what counts. */
const bare = (text = ''): string => text.replace(/ +/g, ' ').replace(/-{3,}/g, '---').trim();

test.each([
  ['console.md', keyTables],
  ['keys.md', actionTables],
])('docs/%s lists the keys the program has: node scripts/docs.mjs writes it', (name, tables) => {
  const document = readFileSync(join(import.meta.dirname, '../../docs', name), 'utf8');
  expect(bare(document.split('<!-- keys -->')[1])).toBe(bare(tables()));
});
