import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { describe, expect, test } from 'vitest';

/** The floors of the house, as CONTRIBUTING.md draws them: a room may use rooms on lower floors only. */
const FLOORS: Readonly<Record<string, number>> = {
  'src/main.ts': 8,
  'src/cli': 7,
  components: 6,
  stores: 5,
  'src/report': 5,
  'src/sync': 4,
  'src/export': 4,
  'src/forward': 4,
  'src/config': 3,
  'src/cache': 3,
  'src/platforms': 2,
  'src/rules': 2,
  'src/query': 2,
  'src/domain': 1,
  'src/demo': 1,
};
/** Packages that only one room may know. */
const OWNED: Readonly<Record<string, readonly string[]>> = {
  ink: ['components'],
  react: ['components'],
  'ink-table': ['components'],
  'ink-text-input': ['components'],
  'ink-select-input': ['components'],
  zustand: ['stores', 'components'],
  'better-sqlite3': ['src/cache'],
  got: ['src/platforms'],
  // Read in the first; the demo's portal writes what it reads.
  exceljs: ['src/platforms', 'src/demo'],
  yargs: ['src/cli'],
  harfbuzzjs: ['src/export'],
  'bidi-js': ['src/export'],
};
/** Law 10: past this many lines a file is a defect. */
const LONGEST = 400;

const root = resolve(import.meta.dirname, '../..');
const files = ['src', 'components', 'stores'].flatMap((top) =>
  readdirSync(join(root, top), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/')),
);
const imports = files.flatMap((file) => {
  const text = readFileSync(join(root, file), 'utf8');
  const found = text.matchAll(/(?:from\s+|import\s*\(\s*|import\s+)'([^']+)'/g);
  return [...found].map((match) => ({ file, target: match[1] ?? '' }));
});

function roomOf(file: string): string {
  return Object.keys(FLOORS).find((room) => file === room || file.startsWith(`${room}/`)) ?? '?';
}

describe('the house', () => {
  test('every file lies in a room', () => {
    expect(files.length).toBeGreaterThan(10);
    expect(files.filter((file) => roomOf(file) === '?')).toEqual([]);
  });

  test('every import of our own names an existing file with its extension', () => {
    const own = imports.filter(({ target }) => target.startsWith('.'));
    const lost = own.filter(({ file, target }) => !existsSync(resolve(root, dirname(file), target)));
    expect(lost).toEqual([]);
  });

  test('a room uses only rooms on lower floors', () => {
    const upward = imports
      .filter(({ target }) => target.startsWith('.'))
      .map(({ file, target }) => ({
        file,
        to: relative(root, resolve(root, dirname(file), target))
          .split(sep)
          .join('/'),
      }))
      .filter(({ file, to }) => {
        const [from, into] = [roomOf(file), roomOf(to)];
        return from !== into && (FLOORS[into] ?? 99) >= (FLOORS[from] ?? 0);
      });
    expect(upward).toEqual([]);
  });

  test('a package with a room of its own is imported nowhere else', () => {
    const strays = imports.filter(({ file, target }) => {
      const name = target.startsWith('@')
        ? target.split('/').slice(0, 2).join('/')
        : (target.split('/')[0] ?? '');
      const rooms = Object.hasOwn(OWNED, name) ? OWNED[name] : undefined;
      return rooms !== undefined && !rooms.includes(roomOf(file));
    });
    expect(strays).toEqual([]);
  });

  test('no file outgrows its reader', () => {
    const long = files
      .map((file) => ({ file, lines: readFileSync(join(root, file), 'utf8').split('\n').length - 1 }))
      .filter(({ lines }) => lines > LONGEST);
    expect(long).toEqual([]);
  });

  test('no folder is named after nothing in particular', () => {
    expect(
      files.filter((file) => /(^|\/)(utils?|helpers?|common|managers?|data|misc)(\/|\.|-)/.test(file)),
    ).toEqual([]);
  });
});
