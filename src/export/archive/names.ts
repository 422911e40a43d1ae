import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Month } from '../../domain/month.ts';
import type { Kind } from '../../domain/record.ts';
import { quoteText } from '../../query/print.ts';
import { manifestPath, manifestsIn, type Series } from '../proof/manifest.ts';

export interface ArchiveOf {
  readonly platform: string;
  readonly kind: Kind;
  /** The word of the command that lists this kind. */
  readonly word: string;
  readonly month: Month;
}

/** Where archives lie. */
export interface InFolder {
  readonly folder: string;
}

/** What an archive is asked for by. */
export const archiveQuery = ({ platform, month }: ArchiveOf): string =>
  `platform=${quoteText(platform)} at:${month.name}`;

/** Its manifest also says of which kind of record. */
export const seriesOf = (of: ArchiveOf): Required<Series> => ({
  kind: 'archive',
  query: `${of.word} ${archiveQuery(of)}`,
  series: `${of.word} platform=${quoteText(of.platform)}`,
});

/** The path of the newest archive of the month in the folder; null where there is none. */
export async function newestOf(job: ArchiveOf & InFolder): Promise<string | null> {
  const { query } = seriesOf(job);
  const known = (await manifestsIn(job.folder, '.gz')).filter(
    ({ head }) => head.kind === 'archive' && head.query === query,
  );
  const [newest] = known.sort(
    (a, b) => Date.parse(b.head.createdAt) - Date.parse(a.head.createdAt) || (a.name < b.name ? 1 : -1),
  );
  return newest === undefined ? null : join(job.folder, newest.name);
}

/** `prod-audit-2026-03.jsonl.gz`, or with a number behind it where that is taken: what was archived stays. */
export async function freeName({ folder, platform, word, month }: ArchiveOf & InFolder): Promise<string> {
  const stem = `${fileName(platform)}-${word}-${month.name}`;
  for (let n = 1; ; n += 1) {
    const name = `${stem}${n === 1 ? '' : `-${n}`}.jsonl.gz`;
    if (await isFree(join(folder, name))) return name;
  }
}

async function isFree(path: string): Promise<boolean> {
  const [file, manifest] = [path, manifestPath(path)].map((name) => lstat(name).catch(() => null));
  return (await file) === null && (await manifest) === null;
}

/** Characters: a file's name has at most 255 bytes. */
const LONGEST_NAME = 40;

/** A platform's name as part of a file's name: its letters and digits, the rest as `_`. */
const fileName = (platform: string): string =>
  platform
    .slice(0, LONGEST_NAME)
    .replace(/[^\p{L}\p{N}._-]/gu, '_')
    .replace(/^[.-]/, '_');
