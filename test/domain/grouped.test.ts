import fc from 'fast-check';
import { test } from 'vitest';
import { grouped } from '../../src/domain/grouped.ts';

test('a number is grouped as the locale does', () => {
  const number = fc.oneof(
    fc.integer(),
    fc.maxSafeInteger(),
    fc.constantFrom(0, 999, 1_000, -1_000, 0.5, 1_234.567),
  );
  fc.assert(fc.property(number, (value) => grouped(value) === value.toLocaleString('en')));
});
