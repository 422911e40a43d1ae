import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MergedTexts, withProfiles } from '../../src/cache/merged-details.ts';
import type { Json } from '../../src/domain/json.ts';

const key = fc.constantFrom(
  'user',
  'account',
  'id',
  'us',
  '"user"',
  ',"user',
  'a\\',
  '{',
  '}',
  ':{',
  '__proto__',
);
const { value: details } = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom<Json>('user', '"user":{', '\\', '{"user":{}}', 7, null, true),
    { weight: 4, arbitrary: fc.dictionary(key, tie('value'), { maxKeys: 5, noNullPrototype: true }) },
    fc.array(tie('value'), { maxLength: 2 }),
    key,
  ),
}));
const body = fc.constantFrom(null, '{"id":"u","name":"\\"é}"}', '{}', '[1]', '"text"', '{"user":{"a":1}}');

test('texts are merged as the objects are', () => {
  const texts = new MergedTexts();
  fc.assert(
    fc.property(details, body, body, (value, user, account) => {
      const text = JSON.stringify(value);
      const wanted = JSON.stringify(withProfiles(JSON.parse(text), { user, account }));
      expect(texts.of(text, { user, account })).toBe(wanted);
      // Again, now that its parts are known.
      expect(texts.of(text, { user, account })).toBe(wanted);
    }),
    { numRuns: 2_000 },
  );
});
