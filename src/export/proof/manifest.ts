/** `FILE.manifest.json`: what an export holds, and hashes to prove both unchanged. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import type { LedgerMark } from '../../cache/ledger/answers.ts';
import type { Failure } from '../../domain/failure.ts';
import { isObject, type Json } from '../../domain/json.ts';
import type { Kind } from '../../domain/record.ts';
import type { Redaction } from '../../domain/redaction-policy.ts';
import type { Beyond, Proof } from './proof.ts';

export const MANIFEST_SUFFIX = '.manifest.json';
export const manifestPath = (file: string): string => `${file}${MANIFEST_SUFFIX}`;

/** Why nothing is written under the name of a manifest: it would take the place of one. */
export function manifestNamed(file: string): Failure | null {
  if (!file.endsWith(MANIFEST_SUFFIX)) return null;
  const next = `Choose a name that does not end in ${MANIFEST_SUFFIX}.`;
  return { code: 'USAGE', what: `${file} is the name of a manifest`, next };
}

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
  /** The series it belongs to, where that is not of one query. */
  readonly series?: string;
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
  /** What a compressed file unpacks to. */
  readonly contents?: { readonly sha256: string; readonly bytes: number };
  /** The end of the cache's ledger at that moment: nothing that had arrived by then can be changed unnoticed. */
  readonly ledger?: LedgerMark;
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
  /** What comes before it, where the new one is written over it. */
  readonly beyond: Beyond | null;
}

/** What makes a series: files of the same kind in the same format and folder, and of the same query unless they are named. */
export interface Series {
  readonly kind: Told;
  readonly query: string;
  readonly series?: string;
}

/**
 * The last export of the same series in the folder of `file`; null when there is none. The format is told by the
 * extension. What is no manifest of ours is passed over.
 */
export async function exportBefore(file: string, series: Series): Promise<Before | null> {
  const own = basename(file);
  const found = (await manifestsIn(dirname(file), extname(file))).filter(({ head }) => isOf(head, series));
  // Of two made in the same millisecond, the one about to be replaced; else the one that names put last.
  found.sort(
    (a, b) =>
      Date.parse(b.head.createdAt) - Date.parse(a.head.createdAt) ||
      Number(b.name === own) - Number(a.name === own) ||
      (a.name < b.name ? 1 : -1),
  );
  const [last] = found;
  if (last === undefined) return null;
  const { name, head } = last;
  return {
    previous: { name, sha256: head.sha256 },
    seal: head.seal,
    beyond: name === own ? beforeHead(head, own) : null,
  };
}

/** The one before; of one that was written over itself, the one before that. */
function beforeHead({ previous, previousSeal, beyond }: Head, own: string): Beyond | null {
  if (previous === null || previous.name === own) return beyond;
  return { ...previous, seal: previousSeal };
}

const isOf = (head: Head, { kind, query, series }: Series): boolean =>
  head.kind === kind && (series === undefined ? head.query === query : head.series === series);

export interface Listed {
  /** Of the export. */
  readonly name: string;
  readonly head: Head;
}

/** The manifests of ours in a folder; with an extension, of files that have it. */
export async function manifestsIn(
  folder: string,
  extension: string | null = null,
): Promise<readonly Listed[]> {
  const found: Listed[] = [];
  for (const manifest of await readdir(folder).catch(() => [])) {
    const name = manifest.slice(0, -MANIFEST_SUFFIX.length);
    if (!manifest.endsWith(MANIFEST_SUFFIX) || (extension !== null && extname(name) !== extension)) continue;
    const head = headOf(await readManifest(join(folder, manifest)).catch(() => null));
    if (head !== null) found.push({ name, head });
  }
  return found;
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

export type Head = Pick<Manifest, 'kind' | 'query' | 'series' | 'createdAt' | 'sha256' | 'previous'> & {
  readonly seal: string | null;
  /** Of the manifest before. */
  readonly previousSeal: string | null;
  readonly beyond: Beyond | null;
};

const HASH = /^[0-9a-f]{64}$/;

function headOf(file: ManifestFile | null): Head | null {
  if (file === null) return null;
  const { kind, query, series, createdAt, sha256, proof, previous } = file.value;
  if (typeof kind !== 'string' || typeof query !== 'string') return null;
  if (typeof createdAt !== 'string' || Number.isNaN(Date.parse(createdAt))) return null;
  if (typeof sha256 !== 'string' || !HASH.test(sha256)) return null;
  const proofs = isObject(proof) ? proof : {};
  const seals = { seal: hashIn(proofs.seal), previousSeal: hashIn(proofs.previous) };
  const named = typeof series === 'string' ? { series } : {};
  const links = { previous: previousOf(previous), beyond: beyondOf(proofs.beyond) };
  return { kind: kind as Told, query, ...named, createdAt, sha256, ...links, ...seals };
}

/** What a manifest names as the one before it; null where that is nothing in its folder. */
export function previousOf(previous: unknown): Previous | null {
  if (!isObject(previous)) return null;
  const { name, sha256 } = previous;
  if (typeof name !== 'string' || typeof sha256 !== 'string') return null;
  // A name with a folder in it would lead out of this one.
  return name === '' || name !== basename(name) ? null : { name, sha256 };
}

const hashIn = (value: unknown): string | null =>
  typeof value === 'string' && HASH.test(value) ? value : null;

/** What a proof names beyond the one that was written over; null where that is nothing in its folder. */
export function beyondOf(beyond: unknown): Beyond | null {
  const named = previousOf(beyond);
  return named === null || !isObject(beyond) ? null : { ...named, seal: hashIn(beyond.seal) };
}
