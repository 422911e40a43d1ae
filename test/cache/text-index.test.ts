import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import SQLite, { type Database } from 'better-sqlite3';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openDirect } from '../../src/cache/direct.ts';
import { migrate } from '../../src/cache/migrate.ts';
import { CACHE_FILE } from '../../src/cache/place.ts';
import { join as joined } from '../../src/cache/text-index/merge.ts';
import { bitsOf, countAt, decode, encode, roomFor } from '../../src/cache/text-index/posting-list.ts';
import { liveSegments } from '../../src/cache/text-index/segments.ts';
import { shortTerm, TermCollector, termsWithin } from '../../src/cache/text-index/terms.ts';
import { frequencies, TextSearch } from '../../src/cache/text-index/text-search.ts';
import { TextTools, TextWriter } from '../../src/cache/text-index/text-writer.ts';
import { FAN_OUT, tidy } from '../../src/cache/tidy.ts';
import { KINDS } from '../../src/domain/record.ts';
import { fold } from '../../src/domain/text.ts';
import { isShortWord, tokens } from '../../src/query/words.ts';
import { audit, NOW, page } from './records.ts';

const lists = fc
  .record({ n: fc.integer({ min: 1, max: 700 }), share: fc.double({ min: 0, max: 1, noNaN: true }) })
  .chain(({ n, share }) =>
    fc.tuple(
      fc.constant(n),
      fc
        .array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: n, maxLength: n })
        .map((chances) => Uint32Array.from(chances.flatMap((chance, at) => (chance <= share ? [at] : [])))),
    ),
  );

test('a list comes back as it was written, in no more room than is said', () => {
  fc.assert(
    fc.property(lists, ([n, ordinals]) => {
      const bytes = new Uint8Array(roomFor(n) + 3);
      const end = encode(ordinals, 0, ordinals.length, n, bytes, 3);
      expect(end).toBeLessThanOrEqual(roomFor(n) + 3);
      expect(countAt(bytes, 3)).toBe(ordinals.length);
      const out = new Uint32Array(n);
      expect(decode(bytes, 3, n, out)).toBe(ordinals.length);
      expect([...out.subarray(0, ordinals.length)]).toEqual([...ordinals]);
    }),
  );
});

test('a list of stretches with wide gaps between them takes no more room than is said', () => {
  const n = 65_536;
  // As many as are still written as differences, in stretches of which each begins 128 or more after the last.
  const ordinals: number[] = [];
  for (let at = 0; ordinals.length < n / 8; at += ordinals.length % 20 === 0 ? 128 : 1) ordinals.push(at);
  expect(ordinals.at(-1)).toBeLessThan(n);
  const bytes = new Uint8Array(roomFor(n));
  expect(encode(Uint32Array.from(ordinals), 0, ordinals.length, n, bytes, 0)).toBeLessThanOrEqual(roomFor(n));
  const out = new Uint32Array(n);
  expect(decode(bytes, 0, n, out)).toBe(ordinals.length);
  expect([...out.subarray(0, ordinals.length)]).toEqual(ordinals);
});

test('a list as bits says of each record whether it is named', () => {
  fc.assert(
    fc.property(lists, ([n, ordinals]) => {
      const bytes = new Uint8Array(roomFor(n));
      encode(ordinals, 0, ordinals.length, n, bytes, 0);
      const bits = bitsOf(bytes, n);
      const set = Array.from({ length: bits.length * 8 }, (_, at) => at).filter(
        (at) => ((bits[at >>> 3] ?? 0) >>> (at & 7)) & 1,
      );
      expect(set).toEqual([...ordinals]);
    }),
  );
});

test('bits are the own of whoever asked, though the list is a Buffer, as one out of the file is', () => {
  const bytes = Buffer.alloc(roomFor(9));
  encode(Uint32Array.of(0, 1, 2, 5, 8), 0, 5, 9, bytes, 0);
  const before = Buffer.from(bytes);
  bitsOf(bytes, 9).fill(0);
  expect(bytes.equals(before)).toBe(true);
});

test('a word is found after it was looked for together with another', async () => {
  const cache = openDirect({ memory: true });
  const texts = ['alpha', 'alpha beta', 'beta'];
  await cache.commit(page(texts.map((description) => audit({ id: description, description }))));
  const count = async (query: string) =>
    (await cache.count({ kind: 'audit', query, now: NOW, longRunningAfter: 0 })).matched;
  const counts = async () => [await count('alpha'), await count('beta'), await count('alpha beta')];
  expect(await counts()).toEqual([2, 2, 1]);
  expect(await counts()).toEqual([2, 2, 1]);
  await cache.close();
});

const texts = fc
  .array(fc.constantFrom('a', 'b', 'Z', '7', '-', ' ', '.', 'ß', 'é', '字', '\u{1F600}', '\u0301', '|'), {
    maxLength: 40,
  })
  .map((parts) => fold(parts.join('')).replaceAll('|', '\0'));

test('a text has the terms of every text within it, and those of its short words', () => {
  const collector = new TermCollector();
  fc.assert(
    fc.property(texts, fc.nat(), fc.nat(), (text, a, b) => {
      const terms = new Set(collector.collect(text));
      const [from, to] = [a % (text.length + 1), b % (text.length + 1)].sort((x, y) => x - y);
      const within = text.slice(from, to);
      if (!within.includes('\0')) for (const term of termsWithin(within)) expect(terms).toContain(term);
      for (const token of tokens(text)) {
        if (isShortWord(token)) expect(terms).toContain(shortTerm(token));
      }
    }),
  );
});

test('joined rows ascend, each once, and know their places', () => {
  const parts = [[1, 4, 9], [2, 4], [], [3, 9]].map((rows) => Float64Array.from(rows));
  const { rows, places } = joined(parts);
  expect([...rows]).toEqual([1, 2, 3, 4, 9]);
  expect(places.map((each) => [...each])).toEqual([[0, 3, 4], [1, 3], [], [2, 4]]);
});

function open(): Database {
  const db = new SQLite(':memory:');
  migrate(db, ':memory:');
  // A record at every row there may be a text of: segments without any would be taken away.
  db.exec(
    `WITH RECURSIVE at (row) AS (SELECT -60 UNION ALL SELECT row + 1 FROM at WHERE row < 8000)
      INSERT INTO audit (row, id, id_hash, digest, first_seen, changed, combo) SELECT row, '', 0, 0, 0, 0, 0 FROM at`,
  );
  return db;
}

/** All rows a search leads to, by steps of a few. */
function found(db: Database, word: string, older: boolean, limit = 3, patience = 1_000): readonly number[] {
  const search = new TextSearch(db, 'audit', termsWithin(word));
  const rows: number[] = [];
  let at: number | null = older ? 1e9 : -1e9;
  for (let steps = 0; at !== null; steps++) {
    expect(steps).toBeLessThan(10_000);
    const step = search.step(at, older ? -1e9 : 1e9, { older, limit, patience });
    rows.push(...step.rows);
    at = step.next;
  }
  return rows;
}

test('a search finds every record in order, whatever was written again and merged meanwhile', () => {
  const words = ['renewal', 'revoked', 'srv-0017', 'srv-0018', 'nothing'];
  const write = fc.array(fc.tuple(fc.integer({ min: -50, max: 400 }), fc.subarray(words)), {
    minLength: 1,
    maxLength: 30,
  });
  fc.assert(
    fc.property(fc.array(write, { minLength: 1, maxLength: 60 }), fc.nat(80), (pages, stopAfter) => {
      const db = open();
      const writer = new TextWriter(db, 'audit', new TextTools());
      const now = new Map<number, readonly string[]>();
      for (const [index, page] of pages.entries()) {
        for (const [row, has] of page) {
          writer.set(row, has.join(' '));
          now.set(row, has);
        }
        writer.flush();
        // A merge that is left in the middle is taken up by nobody, and harms nobody.
        const tidying = tidy(db, () => 0);
        const steps = index === pages.length - 1 ? Number.POSITIVE_INFINITY : stopAfter;
        for (let step = 0; step < steps && tidying.next().done !== true; step++);
      }
      expect(liveSegments(db, 'audit').length).toBeLessThan(FAN_OUT * 2);
      for (const word of words) {
        const wanted = [...now]
          .flatMap(([row, has]) => (has.includes(word) ? [row] : []))
          .sort((a, b) => a - b);
        const up = found(db, word, false);
        expect(up).toEqual([...new Set(up)].sort((a, b) => a - b));
        expect(found(db, word, true)).toEqual(up.toReversed());
        // Rows that were written again may still be found by what they said before.
        expect(up.filter((row) => now.get(row)?.includes(word))).toEqual(wanted);
        for (const n of frequencies(db, 'audit', termsWithin(word)))
          expect(n).toBeGreaterThanOrEqual(wanted.length);
      }
      db.close();
    }),
    { numRuns: 25 },
  );
});

test('a search gets on however little time it is given', () => {
  const db = open();
  const writer = new TextWriter(db, 'audit', new TextTools());
  for (let page = 0; page < 40; page++) {
    for (let at = 0; at < 50; at++) writer.set(((page * 50 + at) * 7_919) % 3_001, 'renewal');
    writer.flush();
  }
  for (const older of [true, false])
    expect(found(db, 'renewal', older, 7, -1)).toEqual(found(db, 'renewal', older, 7));
  db.close();
});

test('segments past what fits in one piece are merged in slices, and what is left of them goes', () => {
  const db = open();
  const writer = new TextWriter(db, 'audit', new TextTools());
  for (let page = 0; page < FAN_OUT; page++) {
    for (let at = 0; at < 400; at++) {
      const row = (FAN_OUT - page) * 400 + at;
      writer.set(row, `certificate-${row} renewed on srv-${row % 50}.example.com`);
    }
    writer.flush();
  }
  const before = found(db, 'srv-7.', true, 50);
  const tidying = tidy(db, () => 0);
  let slices = 0;
  while (tidying.next().done !== true) {
    slices += 1;
    expect(found(db, 'srv-7.', true, 50)).toEqual(before);
  }
  expect(slices).toBeGreaterThan(3);
  expect(liveSegments(db, 'audit')).toMatchObject([{ n: FAN_OUT * 400, packed: 0 }]);
  expect(db.prepare('SELECT DISTINCT state FROM text_segment').pluck().all()).toEqual(['live']);
  db.close();
});

test('what a file of an earlier program holds is found after the tables have changed', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'certdeck-index-'));
  const entries = Array.from({ length: 50 }, (_, at) =>
    audit({ id: `entry-${at}`, description: at % 7 === 0 ? 'renewal refused' : 'renewed' }),
  );
  const written = openDirect({ dir });
  await written.commit(page(entries));
  await written.close();
  const db = new SQLite(join(dir, CACHE_FILE));
  const later = [
    'text_segment',
    'text_list',
    'text_rows',
    'recent_ids',
    'note',
    'ledger',
    'superseded',
    ...KINDS.map((kind) => `${kind}_ids`),
  ];
  db.exec(`${later.map((table) => `DROP TABLE ${table};`).join('')} PRAGMA user_version = 2`);
  db.close();
  const cache = openDirect({ dir });
  const count = (query: string) => cache.count({ kind: 'audit', query, now: NOW, longRunningAfter: 0 });
  expect(await count('refused')).toEqual({ matched: 8, exact: true });
  expect(await count('entry-4')).toEqual({ matched: 11, exact: true });
  expect(await count('id:entry-4')).toEqual({ matched: 1, exact: true });
  await cache.close();
  await rm(dir, { recursive: true });
});

test('a segment goes with the last record between its rows', () => {
  const db = open();
  const writer = new TextWriter(db, 'audit', new TextTools());
  for (const row of [10, 20, 30]) {
    writer.set(row, `entry ${row}`);
    writer.flush();
  }
  db.exec('DELETE FROM audit WHERE row BETWEEN 5 AND 19');
  for (const _ of tidy(db, () => 0));
  expect(found(db, 'entry', true)).toEqual([30, 20]);
  db.close();
});

test('a merge that its process left behind is taken away by the next', () => {
  const db = open();
  const writer = new TextWriter(db, 'audit', new TextTools());
  for (let page = 0; page < FAN_OUT; page++) {
    for (let at = 0; at < 300; at++) writer.set(page * 300 + at, `entry ${page * 300 + at}`);
    writer.flush();
  }
  const left = tidy(db, () => 0);
  for (let step = 0; step < 3; step++) left.next();
  expect(db.prepare("SELECT count(*) FROM text_segment WHERE state = 'building'").pluck().get()).toBe(1);
  for (const _ of tidy(db, () => 3_600_000));
  expect(db.prepare('SELECT state, n FROM text_segment').all()).toEqual([
    { state: 'live', n: FAN_OUT * 300 },
  ]);
  // Whoever goes on with the old merge finds out.
  for (const _ of left);
  expect(found(db, 'entry', true, 1_000)).toHaveLength(FAN_OUT * 300);
  db.close();
});

test('what a record says now is found when an older segment is merged after the one that holds it', () => {
  const db = open();
  const writer = new TextWriter(db, 'audit', new TextTools());
  const write = (rows: number, text: string) => {
    for (let row = 1; row <= rows; row++) writer.set(row, text);
    writer.flush();
  };
  for (let page = 0; page < FAN_OUT - 1; page++) write(1, 'running');
  // A larger page, that waits for others of its size while the small ones are merged again and again.
  write(20, 'succeeded');
  for (let page = 0; page < FAN_OUT * FAN_OUT; page++) {
    writer.set(1_000 + page, 'another');
    writer.set(1, 'running');
    writer.flush();
    for (const _ of tidy(db, () => 0));
    if (page === 0) write(20, 'succeeded');
  }
  for (let page = 0; page < FAN_OUT; page++) {
    for (let row = 0; row < 20; row++) writer.set(2_000 + page * 20 + row, 'another');
    writer.flush();
    for (const _ of tidy(db, () => 0));
    expect(found(db, 'succeeded', true, 100)).toHaveLength(20);
  }
  db.close();
});

test('a merge that was given up while its process slept does not come to life', () => {
  const terms = new Set<number>();
  const collector = new TermCollector();
  const db = open();
  const writer = new TextWriter(db, 'audit', new TextTools());
  for (let row = 0; row < FAN_OUT * 300; row++) {
    writer.set(row, `entry ${row}`);
    for (const term of collector.collect(`entry ${row}`)) terms.add(term);
    if (row % 300 === 299) writer.flush();
  }
  const slept = tidy(db, () => 0);
  // Until all lists are written, and only the last step is left.
  const lists = db.prepare('SELECT count(*) FROM text_list').pluck();
  while (lists.get() !== terms.size) expect(slept.next().done).toBe(false);
  // Another process takes it for abandoned, and its lists away.
  const other = tidy(db, () => 3_600_000);
  while (lists.get() === terms.size) expect(other.next().done).toBe(false);
  for (const _ of slept);
  for (const _ of other);
  expect(found(db, 'entry', true, 1_000)).toHaveLength(FAN_OUT * 300);
  db.close();
});
