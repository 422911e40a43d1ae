/** What manifests say of the ledger of the cache they were made from, held against the cache there is. */
import type { LedgerMark } from '../cache/ledger/answers.ts';
import type { CacheReader } from '../cache/port.ts';
import type { Finding, Verified } from '../export/proof/verify.ts';

type Ledger = Pick<CacheReader, 'ledgerHead'> & { readonly path: string };

/** Findings about the cache; where another one wrote the exports, a word that there is nothing to compare. */
export async function ledgerFindings(
  cache: Ledger,
  { file, series }: Pick<Verified, 'file' | 'series'>,
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  const first = await cache.ledgerHead(1);
  if (first.seq === 0 && (await cache.ledgerHead()).seq > 0) {
    return [{ level: 'changed', file: cache.path, what: 'the beginning of its ledger is missing' }];
  }
  let others = 0;
  for (const { name, ledger } of series) {
    if (ledger === null) continue;
    const page = await cache.ledgerHead(ledger.seq);
    // By its first page or by this one: whoever changed the one has left the other.
    if (first.link !== ledger.first && page.link !== ledger.link) others += 1;
    else {
      const what = await wrongWith(cache, ledger, page, name);
      if (what !== null) findings.push({ level: 'changed', file: cache.path, what });
    }
  }
  if (others > 0 && first.seq > 0) {
    findings.push({
      level: 'note',
      file,
      what: 'it is of another cache than the one here, whose ledger says nothing of it',
    });
  }
  return findings;
}

async function wrongWith(
  cache: Ledger,
  { seq, link, entries }: LedgerMark,
  page: Awaited<ReturnType<CacheReader['ledgerHead']>>,
  name: string,
): Promise<string | null> {
  if (page.seq === 0) {
    const end = (await cache.ledgerHead()).seq;
    return end < seq
      ? `its ledger ends with page ${end}, and ${name} was written after page ${seq}: its end was cut off`
      : `page ${seq} of its ledger is missing, after which ${name} was written`;
  }
  if (page.link === link && page.entries === entries) return null;
  return `page ${seq} of its ledger is not the one after which ${name} was written: it was written anew`;
}
