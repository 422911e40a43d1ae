import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isoIn, isoWriter, zoneOf } from '../../src/export/zone.ts';

const NAMES = [
  'UTC',
  'Europe/Berlin',
  'Asia/Kolkata',
  'America/St_Johns',
  'Africa/Monrovia',
  'Australia/Lord_Howe',
];
const near = (at: number) => fc.integer({ min: -200_000, max: 200_000 }).map((off) => at + off);

test.each(NAMES)('instants in a row are written in %s as each is alone', (name) => {
  const zone = zoneOf(name);
  if (zone === null) throw new Error(name);
  const instants = fc.array(
    fc.oneof(
      near(Date.UTC(2026, 2, 29, 1)),
      near(Date.UTC(2026, 9, 25, 1)),
      near(0),
      near(Date.UTC(1890, 0, 1)),
      fc.constantFrom(
        8.64e15,
        -8.64e15,
        Number.NaN,
        Number.POSITIVE_INFINITY,
        0.5,
        Date.UTC(12_000, 0, 1),
        -1,
      ),
    ),
    { maxLength: 60 },
  );
  fc.assert(
    fc.property(instants, (all) => {
      const write = isoWriter(zone);
      expect(all.map((at) => write(at))).toEqual(all.map((at) => isoIn(zone, at)));
    }),
  );
});
