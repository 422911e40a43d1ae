import { expect, test } from 'vitest';
import { remembered } from '../../src/export/remembered.ts';

const MANY = 20_000;

function counted() {
  let made = 0;
  const make = remembered((text) => {
    made++;
    return `<${text}>`;
  });
  return { make, made: () => made };
}

test('what is said again and again is made once', () => {
  const { make, made } = counted();
  for (let at = 0; at < MANY; at++) expect(make(`v${at % 7}`)).toBe(`<v${at % 7}>`);
  expect(made()).toBe(7);
});

test('what never comes again is made each time, and nothing of it is kept', () => {
  const { make, made } = counted();
  for (let at = 0; at < MANY; at++) expect(make(`v${at}`)).toBe(`<v${at}>`);
  make('v0');
  expect(made()).toBe(MANY + 1);
});

test('a column that repeats itself but for some is remembered as far as there is room', () => {
  const { make, made } = counted();
  for (let at = 0; at < MANY; at++) make(at % 4 === 0 ? `v${at}` : 'often');
  expect(made()).toBeLessThan(MANY / 3);
});
