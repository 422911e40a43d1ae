/** `FILE.manifest.json`: what an export holds, and a hash to prove it unchanged. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { isObject, type Json } from '../domain/json.ts';
import { isKind, type Kind } from '../domain/record.ts';

export const MANIFEST_SUFFIX = '.manifest.json';
export const manifestPath = (file: string): string => `${file}${MANIFEST_SUFFIX}`;

/** An export made before. */
export interface Previous {
  readonly name: string;
  readonly sha256: string;
}

export interface Manifest {
  readonly tool: string;
  readonly version: string;
  readonly createdAt: string;
  readonly kind: Kind;
  readonly query: string;
  /** Of what the query means, only a list of records that was frozen when they were marked; missing where it is all. */
  readonly marked?: number;
  readonly timezone: string;
  readonly platforms: readonly string[];
  readonly coverage: readonly Json[];
  readonly columns: readonly string[];
  readonly rows: number;
  readonly sha256: string;
  readonly previous: Previous | null;
}

/** No manifest of ours is larger; other people's files are not read whole. */
const LARGEST = 4 << 20;

/**
 * The last export of the same kind, query and format in the folder of `file`; null when there is none. The
 * format is told by the extension. What is no manifest of ours is passed over.
 */
export async function previousExport(file: string, kind: Kind, query: string): Promise<Previous | null> {
  const folder = dirname(file);
  const names = await readdir(folder).catch(() => []);
  const ending = `${extname(file)}${MANIFEST_SUFFIX}`;
  const found: (Previous & { readonly createdAt: number })[] = [];
  for (const manifest of names) {
    const name = manifest.slice(0, -MANIFEST_SUFFIX.length);
    if (!manifest.endsWith(ending) || extname(name) !== extname(file)) continue;
    const head = await readManifest(join(folder, manifest));
    if (head === null || head.kind !== kind || head.query !== query) continue;
    found.push({ name, sha256: head.sha256, createdAt: Date.parse(head.createdAt) });
  }
  const own = basename(file);
  // Of two made in the same millisecond, the one about to be replaced.
  found.sort((a, b) => b.createdAt - a.createdAt || Number(b.name === own) - Number(a.name === own));
  const [last] = found;
  return last === undefined ? null : { name: last.name, sha256: last.sha256 };
}

type Head = Pick<Manifest, 'kind' | 'query' | 'createdAt' | 'sha256'>;

async function readManifest(path: string): Promise<Head | null> {
  try {
    const known = await stat(path);
    if (!known.isFile() || known.size > LARGEST) return null;
    const value: unknown = JSON.parse(await readFile(path, 'utf8'));
    if (!isObject(value)) return null;
    const { kind, query, createdAt, sha256 } = value;
    if (typeof kind !== 'string' || !isKind(kind) || typeof query !== 'string') return null;
    if (typeof createdAt !== 'string' || Number.isNaN(Date.parse(createdAt))) return null;
    if (typeof sha256 !== 'string' || !/^[0-9a-f]{64}$/.test(sha256)) return null;
    return { kind, query, createdAt, sha256 };
  } catch {
    return null;
  }
}
