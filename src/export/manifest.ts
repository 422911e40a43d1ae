/** `FILE.manifest.json`: what an export holds, and hashes to prove both unchanged. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { isObject, type Json } from '../domain/json.ts';
import type { Kind } from '../domain/record.ts';
import type { Redaction } from '../domain/redaction.ts';
import type { Proof } from './proof.ts';

export const MANIFEST_SUFFIX = '.manifest.json';
export const manifestPath = (file: string): string => `${file}${MANIFEST_SUFFIX}`;

/** An export made before. */
export interface Previous {
  readonly name: string;
  readonly sha256: string;
}

/** What a file tells of: records of a kind, or several tables of them. */
export type Told = Kind | 'report' | 'archive';

export interface Manifest {
  readonly tool: string;
  readonly version: string;
  readonly createdAt: string;
  readonly kind: Told;
  readonly query: string;
  /** Of what the query means, only a list of records that was frozen when they were marked; missing where it is all. */
  readonly marked?: number;
  readonly timezone: string;
  readonly platforms: readonly string[];
  readonly coverage: readonly Json[];
  readonly columns: readonly string[];
  /** What was hidden on the way into the file. */
  readonly redaction: Pick<Redaction, 'secrets' | 'personal' | 'how'>;
  /** Of several tables all rows together, and those of each; `window` is the time a report is of. */
  readonly rows: number;
  readonly tables?: readonly { readonly title: string; readonly rows: number }[];
  readonly window?: { readonly from: string; readonly to: string };
  readonly sha256: string;
  readonly previous: Previous | null;
  readonly proof: Proof;
}

/** Before it is sealed. */
export type Unproven = Omit<Manifest, 'proof'>;

/** No manifest of ours is larger; other people's files are not read whole. */
const LARGEST = 4 << 20;

/** The export before in a series, and the seal of its manifest, where that has one. */
export interface Before {
  readonly previous: Previous;
  readonly seal: string | null;
}

/**
 * The last export of the same kind, query and format in the folder of `file`; null when there is none. The
 * format is told by the extension. What is no manifest of ours is passed over.
 */
export async function exportBefore(file: string, kind: Told, query: string): Promise<Before | null> {
  const folder = dirname(file);
  const names = await readdir(folder).catch(() => []);
  const ending = `${extname(file)}${MANIFEST_SUFFIX}`;
  const found: (Before & { readonly createdAt: number })[] = [];
  for (const manifest of names) {
    const name = manifest.slice(0, -MANIFEST_SUFFIX.length);
    if (!manifest.endsWith(ending) || extname(name) !== extname(file)) continue;
    const head = headOf(await readManifest(join(folder, manifest)).catch(() => null));
    if (head === null || head.kind !== kind || head.query !== query) continue;
    const { sha256, seal, createdAt } = head;
    found.push({ previous: { name, sha256 }, seal, createdAt: Date.parse(createdAt) });
  }
  const own = basename(file);
  // Of two made in the same millisecond, the one about to be replaced.
  found.sort(
    (a, b) => b.createdAt - a.createdAt || Number(b.previous.name === own) - Number(a.previous.name === own),
  );
  const [last] = found;
  return last === undefined ? null : { previous: last.previous, seal: last.seal };
}

export interface ManifestFile {
  readonly text: string;
  readonly value: Readonly<Record<string, unknown>>;
}

/** The text of a manifest, and what it says; null where there is none or it is no JSON object. */
export async function readManifest(path: string): Promise<ManifestFile | null> {
  const known = await stat(path).catch(() => null);
  if (known === null || !known.isFile() || known.size > LARGEST) return null;
  const text = await readFile(path, 'utf8');
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? { text, value } : null;
  } catch {
    return null;
  }
}

type Head = Pick<Manifest, 'kind' | 'query' | 'createdAt' | 'sha256'> & { readonly seal: string | null };

const HASH = /^[0-9a-f]{64}$/;

function headOf(file: ManifestFile | null): Head | null {
  if (file === null) return null;
  const { kind, query, createdAt, sha256, proof } = file.value;
  if (typeof kind !== 'string' || typeof query !== 'string') return null;
  if (typeof createdAt !== 'string' || Number.isNaN(Date.parse(createdAt))) return null;
  if (typeof sha256 !== 'string' || !HASH.test(sha256)) return null;
  const seal = isObject(proof) && typeof proof.seal === 'string' && HASH.test(proof.seal) ? proof.seal : null;
  return { kind: kind as Told, query, createdAt, sha256, seal };
}
