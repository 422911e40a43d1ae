/** Rows back into records, with the dictionaries resolved and look-ups filled in. */
import type { Database } from 'better-sqlite3';
import type { Json } from '../domain/json.ts';
import type { AnyRecord, Kind } from '../domain/record.ts';
import { type PartyBodies, withProfiles } from './merged-details.ts';
import { columnsOf, groupOf, SHAPES, type StoredColumn } from './shape.ts';
import { valueBefore } from './snapshots.ts';
import { prepared } from './statements.ts';

export type Cell = string | number | null;
type Cells = Readonly<Record<string, Cell>>;

export interface ReadRecord {
  readonly row: number;
  readonly record: AnyRecord;
  /** Who acted is deleted at the platform, or no more known there. */
  readonly gone: boolean;
}

/** A party as the records name it, with what a look-up knows better. */
export interface Party {
  readonly id: string | null;
  readonly name: string | null;
  readonly type: string | null;
  readonly email: string | null;
  readonly body: string | null;
  /** What the look-up said; null where there was none. */
  readonly status: string | null;
}

/**
 * The effective parts of a party: the platform's later word on an actor's e-mail and type wins, the name of then
 * stays; where the record has none, it is that of the look-up.
 */
export const PARTY_PARTS = {
  id: 'party.id',
  name: 'coalesce(party.name, profile.name)',
  type: "CASE party.role WHEN 'actor' THEN coalesce(profile.actor_type, party.type) ELSE party.type END",
  email: "CASE party.role WHEN 'actor' THEN coalesce(profile.email, party.email) ELSE party.email END",
} as const;
const PARTY_PROFILE = `LEFT JOIN profile ON profile.platform = party.platform
  AND profile.type = CASE party.role WHEN 'account' THEN 'account' ELSE 'user' END
  AND profile.id = party.id`;
export const PARTY_SOURCE = `party ${PARTY_PROFILE}`;

/** Rows by their keys in the order given, as JSON in one parameter: a statement for each costs several times more. */
export const ROWS_GIVEN = 'json_each(?) AS given';
const PARTIES_GIVEN = `${ROWS_GIVEN} CROSS JOIN party ON party.key = given.value`;

const TERMS_KEPT = 100_000;

export class RecordReader {
  readonly #db: Database;
  readonly #asSaid: boolean;
  readonly #terms = new Map<number, string>();

  /** `asSaid`: as the platform said it, without what look-ups found out since. */
  constructor(db: Database, { asSaid = false }: { readonly asSaid?: boolean } = {}) {
    this.#db = db;
    this.#asSaid = asSaid;
  }

  /** The records of the given rows, in that order; rows that are gone are left out. */
  read(kind: Kind, rows: readonly number[], whole: boolean): readonly ReadRecord[] {
    if (rows.length === 0) return [];
    const bodies = whole ? ['raw', ...columnsOf(kind, 'body')].map((name) => `, b.${name}`) : [];
    const body = whole ? `LEFT JOIN ${kind}_body b ON b.row = t.row` : '';
    const statement = prepared(
      this.#db,
      `SELECT t.*${bodies.join('')} FROM ${ROWS_GIVEN} CROSS JOIN ${kind} t ON t.row = given.value ${body}`,
    );
    const found = statement.all(JSON.stringify(rows)) as Cells[];
    const parties = new Map<number, Party>();
    this.#look(partiesIn(kind, found), parties);
    return found.map((cells) => {
      const record = this.#record(kind, cells, whole, parties);
      const who = this.party(cells.actor ?? cells.trigger, parties)?.status ?? 'found';
      return { row: Number(cells.row), record, gone: who !== 'found' };
    });
  }

  #record(kind: Kind, cells: Cells, whole: boolean, parties: Map<number, Party>): AnyRecord {
    const record: Record<string, unknown> = { kind, id: cells.id };
    for (const column of SHAPES[kind]) {
      if (column.store === 'term' && column.computed === true) continue;
      if (column.store === 'body') record[column.path] = whole ? bodyOf(cells, column.name) : null;
      else if (column.store === 'party')
        record[column.path] = this.#party(cells[column.name], column, parties);
      else if (column.path !== 'durationMs')
        put(record, column, this.#value(column, cells[column.name] ?? null));
    }
    if (kind === 'audit') record.timestamp = cells.time;
    if (kind === 'statistic') {
      record.at = cells.time;
      record.previous ??= valueBefore(this.#db, cells);
    }
    if (kind === 'alert') mergeMark(record, cells);
    if (kind === 'audit' && whole) {
      record.details = withProfiles(
        record.details as Json,
        this.profilesOf(cells.actor, cells.account, parties),
      );
    }
    return record as unknown as AnyRecord;
  }

  #value(column: StoredColumn, cell: Cell): Cell {
    return column.store === 'term' ? this.term(cell) : cell;
  }

  /** The text a key of the dictionary of terms stands for. */
  term(cell: Cell): string | null {
    if (cell === null) return null;
    const key = Number(cell);
    const known = this.#terms.get(key);
    if (known !== undefined) return known;
    const value = prepared(this.#db, 'SELECT value FROM term WHERE key = ?').get(key) as { value: string };
    if (this.#terms.size >= TERMS_KEPT) this.#terms.clear();
    this.#terms.set(key, value.value);
    return value.value;
  }

  /** Who a key of the dictionary of parties stands for; `parties` are those looked up at this moment. */
  party(cell: Cell | undefined, parties: Map<number, Party>): Party | null {
    if (cell === null || cell === undefined) return null;
    const key = Number(cell);
    const known = parties.get(key);
    if (known !== undefined) return known;
    this.#look([key], parties);
    return parties.get(key) ?? null;
  }

  /** Adds who the keys stand for. */
  #look(keys: readonly number[], parties: Map<number, Party>): void {
    const { id, name, type, email } = PARTY_PARTS;
    const found = prepared(
      this.#db,
      this.#asSaid
        ? `SELECT party.*, NULL AS body, NULL AS status FROM ${PARTIES_GIVEN}`
        : `SELECT party.key, ${id} AS id, ${name} AS name, ${type} AS type, ${email} AS email, profile.body AS body,
             profile.status AS status FROM ${PARTIES_GIVEN} ${PARTY_PROFILE}`,
    ).all(JSON.stringify(keys)) as (Party & { readonly key: number })[];
    for (const party of found) parties.set(party.key, party);
  }

  #party(
    cell: Cell | undefined,
    column: Extract<StoredColumn, { store: 'party' }>,
    parties: Map<number, Party>,
  ): unknown {
    const party = this.party(cell, parties);
    if (party === null) return null;
    const { type, id, name, email } = party;
    if (column.role === 'account') return { id, name };
    return column.role === 'actor' ? { type, id, name, email } : { type, id, name };
  }

  /** What look-ups know of the actor and the account of an entry; null where nothing, or nobody is named. */
  profilesOf(actor: Cell | undefined, account: Cell | undefined, parties: Map<number, Party>): PartyBodies {
    const bodyOf = (cell: Cell | undefined): string | null => {
      const party = this.party(cell, parties);
      // What is known of somebody who is missing now is of an earlier day: it says ACTIVE.
      return party === null || party.status === 'missing' ? null : party.body;
    };
    return { user: bodyOf(actor), account: bodyOf(account) };
  }
}

/** The keys of all parties some rows name. */
function partiesIn(kind: Kind, rows: readonly Cells[]): readonly number[] {
  const columns = columnsOf(kind, 'party');
  const keys = rows.flatMap((cells) => columns.flatMap((name) => cells[name] ?? []));
  return [...new Set(keys.map(Number))];
}

function put(record: Record<string, unknown>, column: StoredColumn, value: Cell): void {
  const group = groupOf(column.path);
  if (group === null) {
    record[column.path] = value;
    return;
  }
  const part = column.path.slice(group.length + 1);
  const parts = (record[group] ?? null) as Record<string, unknown> | null;
  if (parts !== null) parts[part] = value;
  // A group nothing is known of is null as a whole.
  else record[group] = value === null ? null : { type: null, id: null, name: null, [part]: value };
}

/** '' stands for "the same as raw". */
function bodyOf(cells: Cells, name: string): Json {
  const text = cells[name] ?? null;
  if (text === null) return null;
  return JSON.parse(text === '' ? String(cells.raw) : String(text)) as Json;
}

function mergeMark(record: Record<string, unknown>, cells: Cells): void {
  record.createdAt = cells.time;
  record.read = cells.seen === 1;
  record.readAt =
    cells.mark === null ? (cells.read_at ?? cells.mark_at ?? null) : cells.mark === 1 ? cells.mark_at : null;
}
