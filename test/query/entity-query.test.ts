import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Known, thingsOf } from '../../src/domain/entity/known.ts';
import type { AnyRecord, Kind } from '../../src/domain/record.ts';
import { MINUTE } from '../../src/domain/time.ts';
import { entityQuery } from '../../src/query/entity-query.ts';
import { parseQuery } from '../../src/query/parse.ts';
import { predicate } from '../../src/query/predicate.ts';
import { alert, entry, job, NOW } from '../stores/records.ts';

const context = { now: NOW, longRunningAfter: 30 * MINUTE };
const SERIAL = '09a911f650a8ab6b3c52a73b85d40e38';
const PAIRS = '09:A9:11:F6:50:A8:AB:6B:3C:52:A7:3B:85:D4:0E:38';
const DECIMAL = BigInt(`0x${SERIAL}`).toString();

function finds(known: Known, record: AnyRecord): boolean {
  const query = entityQuery(known, record.kind as Kind) ?? '';
  const { tree, problems } = parseQuery(query, record.kind, context);
  expect(problems).toEqual([]);
  if (tree === null) throw new Error(`cannot be read: ${query}`);
  return predicate(tree, context)(record);
}

const named = (details: Record<string, string>): Known => {
  const [known] = thingsOf(entry('e', { resource: null, actor: null, description: null, details }));
  if (known === undefined) throw new Error('nothing was named');
  return known;
};
const saying = (description: string): AnyRecord =>
  entry('said', { description, resource: null, actor: null, details: null });

describe('the query for a certificate', () => {
  const known = named({ commonName: 'mail.example.com', serialNumber: SERIAL });

  test.each([
    'Renewal of mail.example.com failed',
    'https://mail.example.com/x',
    'MAIL.EXAMPLE.COM: refused',
    'mail.example.com.',
    'mail.example.com:443',
    '(mail.example.com)',
    `serial ${SERIAL}`,
    `serial ${SERIAL.replace(/^0/, '').toUpperCase()}`,
    `serial ${PAIRS}`,
    `serial ${DECIMAL}`,
  ])('finds %j', (text) => {
    expect(finds(known, saying(text))).toBe(true);
  });

  test.each([
    'webmail.example.com',
    'my-mail.example.com',
    'mail.example.community',
    'mail.example.com.evil.example.net',
    'x.mail.example.com',
    '*.mail.example.com',
    'ops@mail.example.com',
    'mail-example.com',
    'mailXexampleXcom',
    'serial 09a911f650a8ab6b3c52a73b85d40e39',
  ])('does not find %j', (text) => {
    expect(finds(known, saying(text))).toBe(false);
  });

  test('finds it in what a job carries', () => {
    expect(finds(known, job('j', { payload: { deep: [{ serial: PAIRS }] } }))).toBe(true);
    expect(finds(known, job('j'))).toBe(false);
  });
});

describe('the query for a user', () => {
  const [known] = thingsOf(
    entry('e', {
      action: 'LOGIN',
      resource: { type: 'SSO', id: '5d683cec-d10a-4520-a934-2ccc8bd4b760', name: 'tomas.novak' },
      actor: { type: 'user', id: '7286470', name: 'tomas.novak', email: 'tomas.novak@example.com' },
      details: null,
    }),
  ) as readonly [Known];

  test('finds who acts, who is acted upon, and who is spoken of', () => {
    expect(
      finds(known, entry('e', { actor: { type: 'user', id: null, name: 'tomas.novak', email: null } })),
    ).toBe(true);
    expect(
      finds(known, entry('e', { resource: { type: 'USER', id: null, name: 'tomas.novak@example.com' } })),
    ).toBe(true);
    expect(finds(known, saying('Role taken from tomas.novak by ada'))).toBe(true);
    expect(
      finds(known, job('j', { triggeredBy: { type: 'USER', id: 'tomas.novak@example.com', name: null } })),
    ).toBe(true);
    expect(finds(known, alert('a', { entity: { type: 'user', id: null, name: 'tomas.novak' } }))).toBe(true);
  });

  test('does not find who is merely listed, or another of a longer name', () => {
    expect(finds(known, entry('e', { details: { admins: [{ name: 'tomas.novak' }] } }))).toBe(false);
    expect(finds(known, saying('tomas.novakova signed in'))).toBe(false);
  });

  test('finds a bare number on its own platform only', () => {
    const actor = { type: 'user' as const, id: '7286470', name: null, email: null };
    expect(finds(known, entry('e', { platform: 'prod', actor }))).toBe(true);
    expect(finds(known, entry('e', { platform: 'other', actor }))).toBe(false);
  });
});

test('whatever a thing is called, the query can be read and finds the record that calls it so', () => {
  const name = fc.oneof(
    fc.domain(),
    fc.string({ unit: 'grapheme', minLength: 5, maxLength: 60 }),
    fc.stringMatching(/^[\w "'\\/()[\]{}.*+?^$|@:,=<>!~-]{5,40}$/),
  );
  fc.assert(
    fc.property(
      name,
      fc.constantFrom('commonName', 'host', 'userName', 'caId', 'serialNumber'),
      (text, member) => {
        const record = entry('e', {
          resource: null,
          actor: null,
          description: text,
          details: { [member]: text },
        });
        for (const known of thingsOf(record)) expect(finds(known, record)).toBe(true);
      },
    ),
    { numRuns: 1_000 },
  );
});
