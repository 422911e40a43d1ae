/**
 * The entries of a page of the ledger, packed: a byte that says what happened to what, the row's key as the distance
 * from the one before, and, of what came, 40 bits of the hash of its id (records only) and 16 bytes of SHA-256 of
 * what is stored. About 27 bytes an entry of a busy log.
 */

/** `moved`: changed, and since its time is another it lies at another row; `left` says of the former one that it is free. */
const WHATS = ['added', 'changed', 'moved', 'left', 'dropped', 'withdrawn', 'taken-in'] as const;
export type What = (typeof WHATS)[number];
/** Records, and what they are read with: texts and people by their keys, former records. */
const THINGS = ['audit', 'alert', 'term', 'party', 'superseded'] as const;
export type Thing = (typeof THINGS)[number];

/** Something came, or is another now. */
export interface Came {
  readonly what: 'added' | 'changed' | 'moved' | 'taken-in';
  readonly thing: Thing;
  /** The key of its row. */
  readonly row: number;
  /** Of its id, `shortIdHash`; 0 where it has none. */
  readonly idHash: number;
  /** The first bytes of SHA-256 of its stored text, see `storedHash`. */
  readonly hash: string;
}

export interface Went {
  readonly what: 'left' | 'dropped' | 'withdrawn';
  readonly thing: Thing;
  readonly row: number;
}

export type Entry = Came | Went;

export const HASH_BYTES = 16;
const ID_BYTES = 5;
/** A code byte, a row of at most eight bytes, both hashes. */
const MOST_BYTES = 1 + 8 + ID_BYTES + HASH_BYTES;
/** In the byte that says what: the row lies before the last one; it is told from zero. */
const [BACK, FROM_ZERO] = [0x40, 0x80] as const;

export const isOfRecord = ({ thing }: Entry): boolean => thing === 'audit' || thing === 'alert';
export const isCame = (entry: Entry): entry is Came => !isWent(entry.what);
const isWent = (what: What): what is Went['what'] =>
  what === 'left' || what === 'dropped' || what === 'withdrawn';

/** What of the hash of an id is kept. */
export const shortIdHash = (idHash: number): number => Math.floor(idHash / 2 ** 12);

/** Packs the entries of a page as they come. */
export class Packer {
  #bytes = Buffer.allocUnsafe(MOST_BYTES * 64);
  #at = 0;
  #last = 0;
  /** Entries of records among them. */
  records = 0;

  get isEmpty(): boolean {
    return this.#at === 0;
  }

  add(entry: Entry): void {
    if (this.#at + MOST_BYTES > this.#bytes.length) {
      this.#bytes = Buffer.concat([this.#bytes], this.#bytes.length * 2);
    }
    const bytes = this.#bytes;
    const { what, thing, row } = entry;
    // Rows of records without a time are negative: a distance between both would not fit a double.
    const fromZero = row < 0 || this.#last < 0;
    const distance = fromZero ? row : row - this.#last;
    this.#last = row;
    const isRecord = isOfRecord(entry);
    if (isRecord) this.records += 1;
    bytes[this.#at] =
      WHATS.indexOf(what) * 8 +
      THINGS.indexOf(thing) +
      (distance < 0 ? BACK : 0) +
      (fromZero ? FROM_ZERO : 0);
    let at = writeNumber(bytes, this.#at + 1, Math.abs(distance));
    if (isCame(entry)) {
      if (isRecord) at = bytes.writeUIntBE(entry.idHash, at, ID_BYTES);
      at += bytes.write(entry.hash, at, 'latin1');
    }
    this.#at = at;
  }

  /** The bytes of the page; the next one begins. */
  take(): Buffer {
    const page = Buffer.from(this.#bytes.subarray(0, this.#at));
    this.#at = 0;
    this.#last = 0;
    this.records = 0;
    return page;
  }
}

/** The entries of a page; null where these bytes are not some. */
export function unpackEntries(bytes: Buffer): readonly Entry[] | null {
  const entries: Entry[] = [];
  let at = 0;
  let last = 0;
  while (at < bytes.length) {
    const code = bytes[at] ?? 0;
    const what = WHATS[(code & 0x3f) >> 3];
    const thing = THINGS[code & 7];
    if (what === undefined || thing === undefined) return null;
    let distance = 0;
    let place = 1;
    for (at += 1; ; at += 1, place *= 128) {
      const byte = bytes[at];
      if (byte === undefined || place > 2 ** 56) return null;
      distance += (byte & 0x7f) * place;
      if (byte < 0x80) break;
    }
    at += 1;
    const row: number = (code & FROM_ZERO ? 0 : last) + (code & BACK ? -distance : distance);
    last = row;
    if (isWent(what)) {
      entries.push({ what, thing, row });
      continue;
    }
    const isRecord = thing === 'audit' || thing === 'alert';
    const end = at + (isRecord ? ID_BYTES : 0) + HASH_BYTES;
    if (end > bytes.length) return null;
    const idHash = isRecord ? bytes.readUIntBE(at, ID_BYTES) : 0;
    entries.push({ what, thing, row, idHash, hash: bytes.toString('latin1', end - HASH_BYTES, end) });
    at = end;
  }
  return entries;
}

/** Seven bits a byte, the lowest first. */
function writeNumber(bytes: Buffer, from: number, value: number): number {
  let at = from;
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes[at++] = (rest % 128) + 128;
  bytes[at] = rest;
  return at + 1;
}
