/** What is stored of something, as the text the ledger keeps a hash of: the same when it is written and when it is read. */
import type { Kind } from '../../domain/record.ts';
import type { Sql } from '../record-columns.ts';
import { columnsOf, SHAPES } from '../shape.ts';
import { HASH_BYTES } from './entries.ts';

/** Loaded with the first hash: whoever only reads lists does without. */
let crypto: typeof import('node:crypto') | undefined;

/** The first bytes of SHA-256 of a stored text, as the characters of these numbers: twice as fast as bytes. */
export function storedHash(text: string): string {
  crypto ??= process.getBuiltinModule('node:crypto');
  return crypto.hash('sha256', text, 'binary').slice(0, HASH_BYTES);
}

/** What a digest is made of: what the platform said, with dictionary keys in place of texts, and its documents. */
export function saidText(time: number | null, said: readonly Sql[], bodies: readonly Sql[]): string {
  return `${JSON.stringify([time, ...said])}\n${bodies.join('\n')}`;
}

/** The columns every table of records has besides its own: id, id_hash, digest, long, first_seen, changed, combo. */
type OwnCells = readonly [string, number, number, number, number, number, number];

/** SHA-256 of what the platform said: its first 52 bits are the digest. */
export function saidHash(said: string): string {
  crypto ??= process.getBuiltinModule('node:crypto');
  return crypto.hash('sha256', said, 'hex');
}

export const digestOf = (hash: string): number => Number.parseInt(hash.slice(0, 13), 16);

/** All that is stored of a record, what the platform said of it as its hash: one look at a long text is enough. */
export function recordText(own: OwnCells, said: string, bodies: readonly Sql[]): string {
  const [id, idHash, digest, long, first, changed, combo] = own;
  let text = `${id.length} ${id} ${idHash} ${digest} ${long} ${first} ${changed} ${combo}`;
  // Joined, an empty document and one that is missing look the same.
  for (const body of bodies) text += typeof body === 'string' ? ` ${body.length}` : ' -';
  return `${text}\n${said}`;
}

/** Halves of a character cannot be stored: the text as it will be read. */
export function asStored(cells: readonly Sql[]): readonly Sql[] {
  return cells.map((cell) => (typeof cell === 'string' ? cell.toWellFormed() : cell));
}

const OWN = ['id', 'id_hash', 'digest', 'long', 'first_seen', 'changed', 'combo'] as const;

/** Reads what is stored of records of a kind. */
export interface StoredRecords {
  /** What is to be selected, `t` being the table and `b` that of its documents; the row's key comes first. */
  readonly columns: string;
  text(cells: readonly Sql[]): string;
}

export function storedRecords(kind: Kind): StoredRecords {
  const said = SHAPES[kind].flatMap((column) =>
    column.store === 'body' || (column.store === 'term' && column.computed === true) ? [] : [column.name],
  );
  const bodies = ['raw', ...columnsOf(kind, 'body')];
  const [time, documents] = [1 + OWN.length, 2 + OWN.length + said.length];
  return {
    columns: [
      ...['row', ...OWN, 'time', ...said].map((name) => `t."${name}"`),
      ...bodies.map((name) => `b."${name}"`),
    ].join(', '),
    text(cells) {
      const own = cells.slice(1, time) as unknown as OwnCells;
      const after = cells.slice(documents);
      const said = saidText(cells[time] as number | null, cells.slice(time + 1, documents), after);
      return recordText(own, saidHash(said), after);
    },
  };
}

/** The rows records are read with, their keys first; how often a key is used is no part of what it says. */
export const STORED_ROWS = {
  term: 'key, kind, field, value, folded',
  party: 'key, kind, role, platform, id, name, type, email, folded, identity',
  superseded: 'key, platform, id, at, before',
} as const;

/** Of such a row without its key. */
export const rowText = (cells: readonly Sql[]): string => JSON.stringify(cells);
