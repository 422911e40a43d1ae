/**
 * The domains of an account, counted. Their list takes rows, not pages, and is whole only in a steady order:
 * sorted as it comes, rows are skipped and repeated; without a limit it ends after 50.
 */
import { fail, ok, type Result } from '../../domain/failure.ts';
import { isObject, type Json } from '../../domain/json.ts';
import type { Http } from '../http.ts';
import { ifOffered } from '../if-offered.ts';
import type { ScanAsk, ScanStream } from '../port.ts';
import { takeSnapshots } from '../snapshot.ts';
import { LOOK_EVERY } from './certificate-scan.ts';
import { type DomainFacts, domainFigures } from './figures.ts';
import { API, noPage } from './report.ts';

const ASKED = 'the list of domains';
/** The most is not published; 100 was observed to work. */
const LIMIT = 100;

export function domainScan(platform: string, http: Pick<Http, 'ask'>): ScanStream {
  return {
    name: 'domains',
    kinds: ['statistic'],
    mode: 'scan',
    interval: LOOK_EVERY,
    optional: true,
    async scan(ask) {
      const domains = await readDomains(platform, http, ask);
      if (!domains.ok) return domains;
      const figures = domainFigures(domains.value);
      const { statistics, state } = takeSnapshots(platform, figures, ask.state, ask.now);
      const rows = statistics.map((record) => ({ record, raw: null }));
      return ok({ rows, rejected: [], retired: [], state });
    },
  };
}

async function readDomains(
  platform: string,
  http: Pick<Http, 'ask'>,
  { signal, onStep }: ScanAsk,
): Promise<Result<readonly DomainFacts[]>> {
  const found = new Map<string, DomainFacts>();
  for (let offset = 0; ; ) {
    const query = { offset, limit: LIMIT, sortBy: 'domainName', sortDir: 'asc' };
    const answered = await http.ask({ path: `${API}/domains`, query, asked: ASKED, signal });
    if (!answered.ok) return ifOffered(answered);
    const body = answered.value;
    const rows = isObject(body) ? body.content : body;
    if (!Array.isArray(rows)) return fail(noPage(platform, ASKED));
    const before = found.size;
    for (const row of rows) {
      const facts = factsOf(row);
      found.set(facts.id, facts);
    }
    offset += rows.length;
    const total = isObject(body) && typeof body.totalElements === 'number' ? body.totalElements : null;
    onStep?.(found.size, total ?? found.size);
    // Past its end this list may repeat itself as the reports do: a page without news is the last.
    if (found.size === before || (total !== null && offset >= total)) return ok([...found.values()]);
  }
}

function factsOf(row: Json): DomainFacts {
  const { domainId, domainName, status, dcvStatus } = isObject(row) ? row : {};
  const text = (value: Json | undefined) => (typeof value === 'string' && value !== '' ? value : null);
  return { id: text(domainId) ?? text(domainName) ?? '', status: text(status), dcvStatus: text(dcvStatus) };
}
