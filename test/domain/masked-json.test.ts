import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json } from '../../src/domain/json.ts';
import { indentedJson, placesIn } from '../../src/domain/json-places.ts';
import { DEEPEST, maskJson, maskJsonText } from '../../src/domain/masked-json.ts';
import { columnRedactor, redactedText } from '../../src/domain/redaction.ts';
import { SECRETS_ONLY } from '../../src/domain/redaction-policy.ts';
import { MASK, mayHoldSecret } from '../../src/domain/secrets.ts';

const JWT = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJqYW5lIn0.c2ln';
const words = fc.constantFrom(
  ...[
    'key',
    'api_key',
    'name',
    'value',
    'token',
    'a "b"',
    'back\\',
    'two\nlines',
    'password=x1y2z3',
    '',
    '10',
  ],
  ...[
    'Bearer abcdefghijklmnop',
    'secret: no',
    '"token":"abc"',
    'x\\"key',
    'otp',
    'code',
    'old',
    '2',
    'ключ €',
  ],
  ...[
    'activation_code',
    'https://a:b@c',
    'privateKey',
    JWT,
    MASK,
    `${MASK} 2`,
    '__proto__',
    '\ud800',
    '\u2028',
  ],
);
const numbers = fc.constantFrom('1', '1.0', '-0', '1e5', '12345678901234567890', '0.1000', '-2.50E-3');
const blank = fc.constantFrom('', '', '', ' ', '\n\t');
/** JSON as somebody may write it: in any spelling, with blanks anywhere, members told twice. */
const written = (twice: boolean): fc.Arbitrary<string> => {
  const spelled = fc
    .tuple(words, fc.boolean())
    .map(([word, escaped]) =>
      escaped
        ? `"${[...word].map((c) => (c.length > 1 ? c : `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)).join('')}"`
        : JSON.stringify(word),
    );
  const { value } = fc.letrec<{ value: string }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      spelled,
      numbers,
      fc.constantFrom('true', 'false', 'null'),
      fc
        .tuple(fc.array(tie('value'), { maxLength: 3 }), blank)
        .map(([items, b]) => `[${b}${items.join(`,${b}`)}${b}]`),
      fc
        .tuple(fc.array(fc.tuple(spelled, tie('value')), { maxLength: 4 }), blank, blank)
        .map(([members, a, b]) => {
          const names = new Set<string>();
          const told = members.filter(([name]) => {
            const is = JSON.parse(name) as string;
            const known = names.has(is);
            names.add(is);
            return twice || !known;
          });
          return `{${b}${told.map(([name, value]) => `${name}${a}:${b}${value}`).join(`${a},`)}}`;
        }),
    ),
  }));
  return fc.tuple(blank, value, blank).map((parts) => parts.join(''));
};
const parsed = (text: string): Json => JSON.parse(text) as Json;
/** Names, values and everything between them, in order. */
const tokens = (text: string): readonly string[] =>
  text.match(/"(?:[^"\\]|\\.)*"|[\s[\]{},:]|[^\s[\]{},:"]+/g) ?? [];

describe('JSON text with its secrets masked', () => {
  test('says what the document says with its secrets masked', () => {
    fc.assert(
      fc.property(written(false), fc.constantFrom(null, 'token', 'payload'), (text, name) => {
        const told = maskJsonText(text, name);
        const whole = maskJson(parsed(text), name);
        expect(parsed(told?.json ?? '')).toEqual(whole.value);
        expect(told?.masked).toBe(whole.masked);
        expect(told?.masked === 0).toBe(told?.json === text);
        // What is kept is kept as JSON.stringify writes it.
        if (name === null && told?.masked !== 0)
          expect(mayHoldSecret(JSON.stringify(parsed(text)))).toBe(true);
      }),
      { numRuns: 3_000 },
    );
  });

  test('is the same to the byte but for what is masked, members told twice among it', () => {
    fc.assert(
      fc.property(written(true), (text) => {
        const before = tokens(text);
        const after = tokens(maskJsonText(text)?.json ?? '');
        expect(after.length).toBe(before.length);
        for (const [at, token] of after.entries()) {
          if (token !== before[at]) expect(token).toContain(MASK);
        }
      }),
      { numRuns: 3_000 },
    );
  });

  test('of members told twice each is looked at', () => {
    const text = '{"name":"region","name":"api_key","value":"x1","token":"x2","token":"x3","2":1,"1":2}';
    expect(maskJsonText(text)?.json).toBe(
      `{"name":"region","name":"api_key","value":"${MASK}","token":"${MASK}","token":"${MASK}","2":1,"1":2}`,
    );
    // A reader that takes the first of them is told no more than one that takes the last.
    expect(maskJsonText('{"name":"api_key","name":"region","value":"x1"}')?.json).not.toContain('x1');
  });

  test('keeps digits, spellings, order and blanks, in an export and of a row', () => {
    const text =
      '{ "serial": 12345678901234567890, "ratio":1.0, "big":1e5, "b":1, "10":2, "9":3, "b":4, "apiKey": "k-1" }';
    const masked = text.replace('k-1', MASK);
    expect(columnRedactor('job', 'payload', SECRETS_ONLY)?.({ json: text })).toEqual({ json: masked });
    expect(redactedText(text, SECRETS_ONLY)).toBe(masked);
  });

  test('a name that holds a secret is masked, and two of them stay two', () => {
    const keys = {
      [JWT]: 1,
      'https://svc:hunter2@ca.example.com/': { token: 'x' },
      [JWT.replace('c2ln', 'b3Ro')]: 2,
    };
    const { value, masked } = maskJson(keys);
    expect(value).toEqual({
      [MASK]: 1,
      [`https://svc:${MASK}@ca.example.com/`]: { token: MASK },
      [`${MASK} 2`]: 2,
    });
    expect(masked).toBe(4);
    const text = JSON.stringify(keys);
    expect(maskJsonText(text)).toEqual({ json: JSON.stringify(value), masked: 4 });
    expect(mayHoldSecret(text)).toBe(true);
  });
});

describe('hostile text', () => {
  test('what is no JSON is told to be none', () => {
    for (const text of ['', '{', '{"a"}', '[1,]', '01', '"a', '"\\x"', '{"a":1}}', 'nul', '[', '{"a":[}'])
      expect(maskJsonText(text), text).toBeNull();
  });

  test('what lies too deep is masked whole, as in a document', () => {
    const nested = (depth: number) => `${'{"a":['.repeat(depth)}"}]"${']}'.repeat(depth)}`;
    const whole = nested(DEEPEST / 2);
    expect(maskJsonText(whole)).toEqual({ json: whole, masked: 0 });
    const deep = nested(DEEPEST);
    expect(parsed(maskJsonText(deep)?.json ?? '')).toEqual(maskJson(parsed(deep)).value);
    expect(maskJsonText(nested(200_000))?.masked).toBe(1);
    expect(maskJsonText('['.repeat(1_000_000))).toBeNull();
  });

  test('texts that were made to take long are looked through at once', () => {
    const long = 1_000_000;
    const parts = [
      '{"name":"a","value":["x',
      '\\\\"',
      '[[',
      '[],',
      '{"token":1},',
      '" ',
      `"${JWT}":1,`,
      '1.5e3,',
      '"\\"",',
    ];
    for (const part of parts) {
      const text = part.repeat(long / part.length);
      const began = performance.now();
      for (const [open, close] of ['{}', '[]', '""'] as const) maskJsonText(`${open}${text}1${close}`);
      indentedJson(text);
      expect(performance.now() - began, part).toBeLessThan(5_000);
    }
  });
});

test('text is set in lines as a value is, with what it says as it is written', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      expect(indentedJson(text)).toBe(JSON.stringify(JSON.parse(text), null, 2));
    }),
  );
  expect(indentedJson('{"a":1.0,"a":[ ],"b":[{}]}', 1)).toBe(
    '{\n    "a": 1.0,\n    "a": [],\n    "b": [\n      {}\n    ]\n  }',
  );
  expect(placesIn('"a"', 0)).toEqual({ kind: 'leaf', value: 'a', start: 0, end: 3 });
});
