/** Holds what is stored against the ledger, and the ledger against itself. */
import SQLite, { type Database } from 'better-sqlite3';
import type { Json } from '../../domain/json.ts';
import { refOf } from '../../domain/record.ts';
import { FIRST_ROW, timeAt } from '../row-key.ts';
import { Slices, type Task } from '../slices.ts';
import { prepared } from '../statements.ts';
import type { ChangedByPlatform, LedgerFinding, LedgerQuestion, LedgerVerification } from './answers.ts';
import { readHead } from './arrivals.ts';
import { type Came, isCame, isOfRecord } from './entries.ts';
import { miscounts } from './miscounts.ts';
import { refAt, refsReading, valueNow } from './naming.ts';
import { RowSet } from './row-set.ts';
import { countOf, hashesAt, isVerified, keysAfter, VERIFIED, type Verified } from './things.ts';
import { type WalkedPage, walkBack } from './walk.ts';

/** Findings of a kind that are told one by one. */
const TOLD = 1_000;
/** Texts and people of which entries are named that are read with them. */
const WITH_EXAMPLES = 20;
/** Keys looked at in one go. */
const AT_ONCE = 1_000;

/**
 * Over a connection of its own and as of one instant, so that what is written meanwhile is no finding. About 10 s a
 * million entries.
 */
export async function verifyLedger(
  db: Database,
  question: LedgerQuestion,
  task: Task,
): Promise<LedgerVerification> {
  if (db.memory) return new Verification(db, question, task).run();
  const own = new SQLite(db.name, { readonly: true, fileMustExist: true });
  try {
    own.exec('BEGIN');
    return await new Verification(own, question, task).run();
  } finally {
    own.close();
  }
}

type Rows = Readonly<Record<Verified, RowSet>>;
const noRows = (): Rows => ({
  audit: new RowSet(),
  term: new RowSet(),
  party: new RowSet(),
  superseded: new RowSet(),
});

class Verification {
  readonly #db: Database;
  readonly #heads: LedgerQuestion['heads'];
  readonly #slices: Slices;
  readonly #findings: LedgerFinding[] = [];
  readonly #counts = { page: 0, head: 0, entry: 0, gone: 0, unrecorded: 0, value: 0, former: 0, count: 0 };
  /** What lies where the ledger says. */
  readonly #present = { audit: 0, term: 0, party: 0, superseded: 0 };
  #pages = 0;
  #entries = 0;

  constructor(db: Database, { heads = [] }: LedgerQuestion, task: Task) {
    this.#db = db;
    this.#heads = heads;
    this.#slices = new Slices(task);
  }

  async run(): Promise<LedgerVerification> {
    const db = this.#db;
    const head = readHead(db);
    const links = new Map<number, string | null>(this.#heads?.map(({ seq }) => [seq, null]));
    for await (const { page, current } of this.#current(head.entries)) {
      this.#pages += 1;
      this.#entries += page.entries.filter(isOfRecord).length;
      if (links.has(page.seq)) links.set(page.seq, page.link);
      for (const why of page.breaks) {
        const { seq, at } = page;
        const from = why === 'missing' ? page.before + 1 : seq;
        this.#found('page', (kind) => ({ kind, why, seq, from, at }));
      }
      for (const thing of VERIFIED) this.#compare(thing, current[thing], page);
    }
    for (const { seq, link } of this.#heads ?? []) {
      const found = links.get(seq) ?? null;
      if (seq > 0 && found !== link) this.#found('head', (kind) => ({ kind, seq, link, found }));
    }
    await this.#findUnrecorded();
    await this.#findMiscounts();
    const changed = prepared(db, 'SELECT count(*) FROM superseded').pluck().get() as number;
    return {
      head,
      checked: { pages: this.#pages, entries: this.#entries, records: this.#present.audit },
      findings: this.#findings,
      counts: this.#counts,
      changedByPlatform: changedByPlatform(db),
      changedByPlatformCount: changed,
    };
  }

  /** Each page, the last first, with the entries of it that nothing after it says otherwise. */
  async *#current(total: number): AsyncGenerator<{
    readonly page: WalkedPage;
    readonly current: Readonly<Record<Verified, readonly Came[]>>;
  }> {
    /** Rows of which a later page tells, up to where they were new. */
    const known = noRows();
    let scanned = 0;
    for (const page of walkBack(this.#db)) {
      const current: Record<Verified, Came[]> = { audit: [], term: [], party: [], superseded: [] };
      for (const entry of page.entries.toReversed()) {
        const { thing, row, what } = entry;
        scanned += 1;
        if (!isVerified(thing)) continue;
        const isFirst = what === 'added' || what === 'taken-in' || what === 'moved';
        const isKnown = isFirst ? known[thing].delete(row) : known[thing].has(row);
        if (!isFirst) known[thing].add(row);
        if (!isKnown && isCame(entry)) current[thing].push(entry);
      }
      yield { page, current };
      if (this.#slices.due) await this.#slices.pause(() => ({ scanned: Math.min(scanned, total), total }));
    }
  }

  #compare(thing: Verified, entries: readonly Came[], page: WalkedPage): void {
    const hashes = hashesAt(
      this.#db,
      thing,
      entries.map(({ row }) => row),
    );
    for (const entry of entries) {
      const hash = hashes.get(entry.row);
      if (hash !== undefined) this.#present[thing] += 1;
      if (hash !== entry.hash) this.#wrong(thing, entry, hash === undefined, page);
    }
  }

  #wrong(thing: Verified, { row, idHash }: Came, isGone: boolean, { at, platform }: WalkedPage): void {
    const db = this.#db;
    if (thing !== 'audit') this.#wrongRow(thing, row, isGone ? 'gone' : 'changed');
    else if (isGone) {
      this.#found('gone', (kind) => ({
        kind,
        ref: refAt(db, row, idHash, platform),
        platform,
        at,
        time: timeAt(row),
      }));
    } else {
      this.#found('entry', (kind) => ({
        kind,
        ref: refAt(db, row, idHash, platform),
        at,
        time: timeAt(row),
      }));
    }
  }

  #wrongRow(thing: Exclude<Verified, 'audit'>, key: number, why: 'changed' | 'gone' | 'unrecorded'): void {
    const db = this.#db;
    if (thing === 'superseded') {
      const sql = 'SELECT platform, id FROM superseded WHERE key = ?';
      this.#found('former', (kind) => {
        const found = prepared(db, sql).get(key) as { platform: string; id: string } | undefined;
        return { kind, why, ref: found === undefined ? null : refOf({ ...found, kind: 'audit' }) };
      });
      return;
    }
    this.#found('value', (kind) => {
      // It may take a look at every entry.
      const refs = this.#counts.value > WITH_EXAMPLES ? [] : refsReading(db, thing, key);
      return { kind, why, thing, value: valueNow(db, thing, key), refs };
    });
  }

  /** What no page tells of is looked for only where there is more than they tell of. */
  async #findUnrecorded(): Promise<void> {
    const more = VERIFIED.filter((thing) => countOf(this.#db, thing) > this.#present[thing]);
    if (more.length === 0) return;
    const recorded = noRows();
    for await (const { current } of this.#current(0)) {
      for (const thing of more) for (const { row } of current[thing]) recorded[thing].add(row);
    }
    for (const thing of more) {
      for (let last = FIRST_ROW - 1; ; ) {
        const keys = keysAfter(this.#db, thing, last, AT_ONCE);
        const end = keys.at(-1);
        if (end === undefined) break;
        last = end;
        for (const key of keys) if (!recorded[thing].has(key)) this.#unrecorded(thing, key);
        if (this.#slices.due) await this.#slices.pause();
      }
    }
  }

  /** Where entries are not as they arrived, such numbers are wrong because of them, and no finding of their own. */
  async #findMiscounts(): Promise<void> {
    const { entry, gone, unrecorded, value } = this.#counts;
    if (entry + gone + unrecorded + value > 0) return;
    for (const miscount of await miscounts(this.#db, this.#slices)) {
      this.#found('count', (kind) => ({ kind, ...miscount }));
    }
  }

  #unrecorded(thing: Verified, key: number): void {
    if (thing !== 'audit') this.#wrongRow(thing, key, 'unrecorded');
    else {
      const ref = () => refAt(this.#db, key, null, '');
      this.#found('unrecorded', (kind) => ({ kind, ref: ref(), time: timeAt(key) }));
    }
  }

  /** What is only counted is not named either. */
  #found<K extends LedgerFinding['kind']>(
    kind: K,
    finding: (kind: K) => Extract<LedgerFinding, { readonly kind: K }>,
  ): void {
    this.#counts[kind] += 1;
    if (this.#counts[kind] <= TOLD) this.#findings.push(finding(kind));
  }
}

function changedByPlatform(db: Database): readonly ChangedByPlatform[] {
  const rows = prepared(
    db,
    `SELECT platform, id, at, before FROM superseded ORDER BY key DESC LIMIT ${TOLD}`,
  ).all() as { platform: string; id: string; at: number; before: string }[];
  return rows.map(({ platform, id, at, before }) => ({
    ref: refOf({ platform, kind: 'audit', id }),
    at,
    before: parsed(before),
  }));
}

/** Somebody may have written into it. */
function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}
