// Writes what the documentation has from the tables of the program: the man page and the tables of keys.
//
//   node scripts/docs.mjs
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { manPage } from '../src/cli/man-page.ts';
import { actionTables, keyTables } from '../stores/keys/document.ts';

const docs = join(import.meta.dirname, '../docs');
const MARK = '<!-- keys -->';

/** Puts a text between the two marks of a document. */
function fill(name, text) {
  const file = join(docs, name);
  const [before, , after] = readFileSync(file, 'utf8').split(MARK);
  writeFileSync(file, `${before}${MARK}\n\n${text}\n\n${MARK}${after}`);
}

writeFileSync(join(docs, 'certdeck.1'), await manPage());
fill('console.md', keyTables());
fill('keys.md', actionTables());
