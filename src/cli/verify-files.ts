/** Exports, archives and reports held against their manifests, and the cache's ledger against what those say of it. */
import type { KeyObject } from 'node:crypto';
import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { openDirectReader } from '../cache/direct-reader.ts';
import { pathOf } from '../cache/place.ts';
import type { Cache } from '../cache/port.ts';
import { cacheDir } from '../config/paths.ts';
import { safeLine } from '../domain/text.ts';
import { verifyFolder } from '../export/proof/folder.ts';
import { type Finding, type Verified, verifyExport } from '../export/proof/verify.ts';
import type { Context } from './context.ts';
import { exitCodeOf } from './exit-code.ts';
import { fingerprint, signingKey } from './signing.ts';
import { ledgerFindings } from './verify-heads.ts';

/** What a finding means for who asked: something was changed, or it cannot be told. */
const EXITS: Readonly<Record<Finding['level'], number>> = { changed: 1, missing: 5, note: 0 };
const WORDS: Readonly<Record<Finding['level'], string>> = {
  changed: 'CHANGED',
  missing: 'MISSING',
  note: 'note',
};

export interface FilesAsk {
  readonly alone: boolean;
  /** Signatures have to be by this key. */
  readonly trusted: KeyObject | null;
  readonly format: string;
}

/** Prints what was found of each; gives the exit code. */
export async function verifyFiles(
  names: readonly string[],
  ask: FilesAsk,
  context: Context,
): Promise<number> {
  const { io, out } = context;
  const paths = names.map((name) => resolve(io.cwd, name));
  const found = await lookedAt(paths, ask, context);
  const all = found.flatMap(({ exports, without }) => [
    ...exports.flatMap(({ findings }) => findings),
    ...without,
  ]);
  if (ask.format === 'json') {
    const [only] = found;
    const one = found.length === 1 && only?.folder === null ? only.exports[0] : { folders: found };
    await out.write(`${JSON.stringify(one, null, 2)}\n`);
  } else {
    for (const { folder, exports, without } of found) {
      for (const verified of exports) {
        for (const line of await linesOf(verified, context)) await out.write(`${line}\n`);
      }
      for (const finding of without) await out.write(`${wordsOf(finding, context)}\n`);
      if (folder !== null && exports.length + without.length === 0) {
        await out.write(`${named(folder, context)}: no exports of certdeck\n`);
      }
    }
  }
  return exitCodeOf(all.map(({ level }) => EXITS[level]));
}

interface Found {
  /** Null of a file that was named by itself. */
  readonly folder: string | null;
  readonly exports: readonly Verified[];
  readonly without: readonly Finding[];
}

async function lookedAt(
  paths: readonly string[],
  { alone, trusted }: FilesAsk,
  { io, globals }: Context,
): Promise<readonly Found[]> {
  const ask = { alone, trusted, signal: io.signal };
  const cache = cacheIn(cacheDir(io, globals.cache));
  const withLedger = async (verified: Verified): Promise<Verified> => ({
    ...verified,
    findings: [...verified.findings, ...(cache === null ? [] : await ledgerFindings(cache, verified))],
  });
  try {
    const found: Found[] = [];
    for (const path of paths) {
      const isFolder = (await stat(path).catch(() => null))?.isDirectory() === true;
      const { folder, exports, without } = isFolder
        ? await verifyFolder(path, ask)
        : { folder: null, exports: [await verifyExport(path, ask)], without: [] };
      found.push({
        folder,
        exports: await Promise.all(exports.map(withLedger)),
        without: without.map((name) => ({
          level: 'missing',
          file: join(path, name),
          what: 'it has no manifest, so nothing can be checked',
        })),
      });
    }
    return found;
  } finally {
    await cache?.close();
  }
}

/** The cache there is; null without one that can be read: exports are verified anywhere. */
function cacheIn(dir: string): Pick<Cache, 'ledgerHead' | 'path' | 'close'> | null {
  if (!existsSync(pathOf({ dir }))) return null;
  try {
    return openDirectReader({ dir });
  } catch {
    return null;
  }
}

async function linesOf(verified: Verified, context: Context): Promise<readonly string[]> {
  const { findings, looked, signedBy } = verified;
  const bad = findings.filter(({ level }) => level !== 'note');
  const own = signedBy === null ? null : await signingKey(context).catch(() => null);
  const whose = own !== null && fingerprint(own) === signedBy ? 'your key' : 'the key';
  const file = named(verified.file, context);
  return [
    bad.length === 0
      ? `${file}: as it was written${looked === 1 ? '' : looked === 2 ? ', and the one before it' : `, and the ${looked - 1} before it`}`
      : `${file}: ${bad.length === 1 ? 'one finding' : `${bad.length} findings`}`,
    ...(signedBy === null ? [] : [`signed by ${whose} ${signedBy}`]),
    ...findings.map((finding) => wordsOf(finding, context)),
  ];
}

const named = (path: string, { io }: Context): string => safeLine(relative(io.cwd, path) || path);

const wordsOf = ({ level, file, what }: Finding, context: Context): string =>
  `${WORDS[level]}  ${named(file, context)}: ${safeLine(what)}`;
