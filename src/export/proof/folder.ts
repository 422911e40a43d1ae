/** Every export of a folder: each series from its last one back, and what has no manifest. */
import { readdir } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { FORMATS } from '../formats.ts';
import { MANIFEST_SUFFIX, manifestsIn } from './manifest.ts';
import { type Verified, type VerifyAsk, verifyExport } from './verify.ts';

export interface VerifiedFolder {
  readonly folder: string;
  /** The last one of each series, with those before it; and what no series leads to. */
  readonly exports: readonly Verified[];
  /** Names of files that may be exports and have no manifest. */
  readonly without: readonly string[];
}

/** Endings of what certdeck writes; an archive ends in the last. */
const ENDINGS: ReadonlySet<string> = new Set([...FORMATS.map(({ extension }) => `.${extension}`), '.gz']);

/** Rejects where the folder cannot be read. */
export async function verifyFolder(folder: string, ask: VerifyAsk = {}): Promise<VerifiedFolder> {
  const names = (await readdir(folder)).sort();
  const sealed = names.filter((name) => name.endsWith(MANIFEST_SUFFIX));
  const files = sealed.map((name) => name.slice(0, -MANIFEST_SUFFIX.length));
  const known = await manifestsIn(folder);
  const led = new Set(known.flatMap(({ head }) => [head.previous?.name, head.beyond?.name]));
  const seen = new Set<string>();
  const exports: Verified[] = [];
  const look = async (name: string, alone: boolean) => {
    const verified = await verifyExport(join(folder, name), { ...ask, alone });
    for (const one of verified.series) seen.add(one.name);
    exports.push(verified);
  };
  const alone = ask.alone === true;
  for (const name of files) if (alone || !led.has(name)) await look(name, alone);
  // Named as the one before by nothing that was come by: a series that goes round.
  for (const name of files) if (!seen.has(name)) await look(name, alone);
  const isExport = (name: string) => !name.startsWith('.') && ENDINGS.has(extname(name).toLowerCase());
  const without = names.filter(
    (name) => isExport(name) && !name.endsWith(MANIFEST_SUFFIX) && !files.includes(name),
  );
  return { folder, exports, without };
}
