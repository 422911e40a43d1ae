/** The hidden command behind a shell's completion: the words so far in, proposals out. It never fails aloud. */
import { readFile } from 'node:fs/promises';
import { parse } from 'smol-toml';
import { openDirectReader } from '../../cache/direct-reader.ts';
import type { OpenCache } from '../../cache/open.ts';
import { cacheDir, configFile } from '../../config/paths.ts';
import { isTable, type Table } from '../../config/tables.ts';
import type { Kind } from '../../domain/record.ts';
import { safeLine } from '../../domain/text.ts';
import { VIEWS_KEY, viewsFrom } from '../../query/kept-views.ts';
import { VIEW_PANES } from '../../query/saved-view.ts';
import { SHIPPED_VIEWS } from '../../query/shipped-views.ts';
import type { Io } from '../io.ts';
import { type Candidate, candidates, type Known } from './candidates.ts';
import { forBash, splitLine, type Typed } from './words.ts';

/** Values of a field offered at most. */
const MOST = 50;

/** `bash LINE`, or `SHELL -- WORDS...` with the word at the cursor last: the lines a shell's script reads. */
export async function complete(argv: readonly string[], io: Io): Promise<string> {
  const [shell, ...rest] = argv;
  const typed = shell === 'bash' ? fromLine(rest[0] ?? '') : fromWords(rest);
  await using known = knownHere(typed.before, io);
  const found = await candidates(typed.before, typed.word, known).catch(() => []);
  if (found === 'files') return ':files\n';
  const lines = found
    // A name that a terminal or a shell would not take as it is cannot be typed either.
    .filter(({ text }) => safeLine(text) === text)
    .map(({ text, help }: Candidate) =>
      shell === 'bash' ? forBash(text, typed) : `${text}\t${safeLine(help)}`,
    );
  return lines.map((line) => `${line}\n`).join('');
}

/** The line with the program's own name before it. */
function fromLine(line: string): Typed {
  const { before, ...at } = splitLine(line);
  return { before: before.slice(1), ...at };
}

/** fish hands on an open quote with its word. */
function fromWords(words: readonly string[]): Typed {
  const all = words[0] === '--' ? words.slice(1) : words;
  return { before: all.slice(0, -1), word: (all.at(-1) ?? '').replace(/^["']/, ''), quote: null };
}

/** The cache and the configuration the line itself names, read when they are asked for. */
function knownHere(words: readonly string[], io: Io): Known & AsyncDisposable {
  const flag = (name: string): string | undefined => {
    const at = words.lastIndexOf(`--${name}`);
    return at < 0 ? undefined : words[at + 1];
  };
  let opened: OpenCache | null | undefined;
  const cache = (): OpenCache | null => {
    if (opened !== undefined) return opened;
    try {
      opened = openDirectReader({ dir: cacheDir(io, flag('cache')) });
    } catch {
      opened = null;
    }
    return opened;
  };
  return {
    async platforms() {
      const streams = (await cache()?.streams()) ?? [];
      const tables = await tablesIn(configFile(io, flag('config')).file, 'platforms');
      const names = [...tables.map(({ name }) => name), ...streams.map((each) => each.platform)];
      return [...new Set(names.filter((name) => typeof name === 'string'))];
    },
    async targets() {
      const tables = await tablesIn(configFile(io, flag('config')).file, 'targets');
      return tables.flatMap(({ name }) => (typeof name === 'string' ? name : []));
    },
    async views(kind) {
      const kept = viewsFrom((await cache()?.recall(VIEWS_KEY)) ?? null);
      const written = (await tablesIn(configFile(io, flag('config')).file, 'views')).flatMap(
        ({ name, pane, query }) =>
          typeof name === 'string' && typeof pane === 'string'
            ? [{ name, pane, query: String(query ?? '') }]
            : [],
      );
      const all = [...SHIPPED_VIEWS, ...kept, ...written].filter(
        ({ pane }) => (VIEW_PANES as Readonly<Record<string, Kind>>)[pane] === kind,
      );
      return [...new Map(all.map(({ name, query }) => [name, { text: name, help: query }])).values()];
    },
    values: async (kind, field, prefix) => (await cache()?.values(kind, field, prefix, MOST)) ?? [],
    async [Symbol.asyncDispose]() {
      await opened?.close();
    },
  };
}

/** A list of tables in a configuration, whatever else is wrong with the file. */
async function tablesIn(file: string, name: 'platforms' | 'views' | 'targets'): Promise<readonly Table[]> {
  try {
    const tables: unknown = (parse(await readFile(file, 'utf8')) as Table)[name];
    return Array.isArray(tables) ? tables.filter(isTable) : [];
  } catch {
    return [];
  }
}
