/** The hidden command behind a shell's completion: the words so far in, proposals out. It never fails aloud. */
import { readFile } from 'node:fs/promises';
import { parse } from 'smol-toml';
import { openDirectReader } from '../../cache/direct-reader.ts';
import type { OpenCache } from '../../cache/open.ts';
import { cacheDir, configFile } from '../../config/paths.ts';
import { safeLine } from '../../domain/text.ts';
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
      const names = [
        ...(await configured(configFile(io, flag('config')).file)),
        ...streams.map((each) => each.platform),
      ];
      return [...new Set(names)];
    },
    values: async (kind, field, prefix) => (await cache()?.values(kind, field, prefix, MOST)) ?? [],
    async [Symbol.asyncDispose]() {
      await opened?.close();
    },
  };
}

/** The names in a configuration, whatever else is wrong with it. */
async function configured(file: string): Promise<readonly string[]> {
  try {
    const { platforms } = parse(await readFile(file, 'utf8')) as { readonly platforms?: unknown };
    return Array.isArray(platforms)
      ? platforms.flatMap(({ name }: { readonly name?: unknown }) => (typeof name === 'string' ? [name] : []))
      : [];
  } catch {
    return [];
  }
}
