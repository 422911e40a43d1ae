/** What crosses to the writer's thread is what was handed over. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type PackedCommit, packRows, unpackCommit } from '../../src/cache/packed.ts';
import type { Commit } from '../../src/cache/stored.ts';
import { textOf } from '../../src/cache/texts.ts';
import type { Json } from '../../src/domain/json.ts';
import type { Incoming } from '../../src/platforms/port.ts';
import { mapRow } from '../../src/platforms/rows.ts';
import { RECORDS } from './arbitrary.ts';
import { audit, page } from './records.ts';

const packed = ({ rows, ...rest }: Commit): PackedCommit => ({ ...rest, packed: packRows(rows) });

const records = fc.oneof(...Object.values(RECORDS));

test('records of every kind, with the row beside them or without one', () => {
  const rows = fc.array(fc.record({ record: records, raw: fc.option(fc.json()) }), { maxLength: 5 });
  fc.assert(
    fc.property(rows, (incoming) => {
      const commit = { ...page([]), rows: incoming };
      const { rows: there, ...rest } = unpackCommit(structuredClone(packed(commit)));
      // The sign of a zero is no part of JSON.
      const prepared = incoming.map((row) => ({ ...row, text: textOf(row.record) }));
      expect(JSON.stringify(there)).toBe(JSON.stringify(prepared));
      expect({ ...rest, rows: [] }).toEqual(page([]));
    }),
  );
});

test('a body that is the row itself crosses once', () => {
  const row: Json = JSON.parse('{"id":"e1","note":"é\\ud800 \\u0000","__proto__":{"deep":[1,{"x":null}]}}');
  const { incoming } = mapRow(row, '/id', (read) => ({
    ...audit({ id: read.id('/id') }),
    details: read.json(''),
  }));
  expect(incoming).toMatchObject({ wholeIn: 'details', raw: JSON.stringify(row) });
  const commit = { ...page([]), rows: [incoming as Incoming] };
  expect(packed(commit).packed.rows).not.toContain('note');
  expect(unpackCommit(packed(commit)).rows).toMatchObject(commit.rows);
  // What was handed over stays whole.
  expect(commit.rows[0]?.record).toMatchObject({ details: row });
});
