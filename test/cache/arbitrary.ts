/** Random records and queries over few words, so that queries find something. */
import fc from 'fast-check';
import type { Json } from '../../src/domain/json.ts';
import { KIND_TABLES } from '../../src/domain/kinds.ts';
import type { AnyRecord, Kind } from '../../src/domain/record.ts';
import { alert, audit, job, NOW, statistic } from './records.ts';

const WORDS = [
  'alice',
  'Bob',
  'LOGIN',
  'LOGIN_ERROR',
  'www.example.com',
  'ca-1',
  'ab',
  'x',
  '7',
  'Ünïcode ß',
  'İstanbul',
  'a "quote"',
  '\u0000nul',
  '100%_',
  'e\u0301',
  '東京都',
  '💥💥',
];
const word = fc.constantFrom(...WORDS);
const text = fc.oneof(
  word,
  fc.tuple(word, word).map(([a, b]) => `${a} ${b}`),
  fc.string({ unit: 'binary', maxLength: 6 }),
);
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });
const time = maybe(
  fc.oneof(
    { weight: 6, arbitrary: fc.integer({ min: 0, max: 40 }).map((n) => NOW - n * 500) },
    { weight: 1, arbitrary: fc.constantFrom(0, -5, 8.64e15, -8.64e15, NOW + 0.5) },
  ),
);
const named = maybe(
  fc
    .record({ type: maybe(word), id: maybe(word), name: maybe(text) })
    .filter(({ type, id, name }) => type !== null || id !== null || name !== null),
);
const json: fc.Arbitrary<Json> = fc.oneof(
  fc.constant(null),
  fc.record({
    user: fc.record({ id: word, name: word }),
    errors: fc.array(fc.record({ code: fc.constantFrom(7, 429) }), { maxLength: 2 }),
  }),
  fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<Json>,
);
const id = fc.constantFrom('e1', 'E1', 'e2', 'a/b', '7', 'abcdef', '東京都', '\ud800x', 'x\u0000y');
const identity = { platform: fc.constantFrom('dc1', 'dc10'), id };
const origin = fc.constantFrom('platform' as const, 'rule:old' as const);
const severity = fc.constantFrom('error' as const, 'warning' as const, 'info' as const);
const account = maybe(
  fc
    .record({ id: maybe(word), name: maybe(word) })
    .filter(({ id: key, name }) => key !== null || name !== null),
);

export const RECORDS: Readonly<Record<Kind, fc.Arbitrary<AnyRecord>>> = {
  alert: fc
    .record({
      ...identity,
      severity,
      type: maybe(word),
      title: maybe(text),
      message: maybe(text),
      entity: named,
      createdAt: time,
      read: fc.boolean(),
      readAt: time,
      origin,
    })
    .map(alert),
  job: fc
    .record({
      ...identity,
      name: maybe(text),
      type: maybe(fc.oneof(word, fc.constant('ORDER'))),
      status: fc.constantFrom('QUEUED' as const, 'RUNNING' as const, 'SUCCESS' as const, 'FAILED' as const),
      caId: maybe(word),
      scheduledAt: time,
      startedAt: time,
      completedAt: time,
      triggeredBy: named,
      payload: json,
      output: json,
      error: maybe(text),
      certificateId: maybe(word),
      externalRequestId: maybe(word),
      origin,
    })
    .map(job),
  audit: fc
    .record({
      ...identity,
      timestamp: time,
      action: maybe(word),
      module: maybe(word),
      resource: named,
      actor: maybe(
        fc.record({
          type: fc.constantFrom('user' as const, 'service' as const, 'system' as const),
          id: maybe(word),
          name: maybe(text),
          email: maybe(word),
        }),
      ),
      account,
      outcome: maybe(fc.constantFrom('success' as const, 'failure' as const)),
      severity,
      description: maybe(text),
      ip: maybe(fc.constantFrom('192.0.2.7', '192.0.2.200', '2001:db8::1', 'not an ip')),
      country: maybe(word),
      userAgent: maybe(text),
      details: json,
      origin,
    })
    .map(audit),
  statistic: fc
    .record({
      ...identity,
      account,
      category: word,
      name: text,
      value: fc.oneof(fc.integer({ min: -3, max: 9 }), fc.constant(2.5)),
      unit: maybe(word),
      at: time,
      previous: maybe(fc.integer()),
      origin,
    })
    .map(statistic),
};

const quoted = (value: string) => `"${value.replace(/["\\]/g, '\\$&')}"`;

/** Queries of one kind; some of them are not valid, which the test has to expect. */
export function queries(kind: Kind): fc.Arbitrary<string> {
  const { fields, states } = KIND_TABLES[kind];
  const plain = fc.oneof(
    word,
    text,
    fc.constantFrom('platform', 'true', 'error', 'failure', 'e1', 'dc1', 'dc1/audit/e1', 'vw', 'exam', 'ogi'),
  );
  const value = fc.oneof(
    plain.map(quoted),
    fc.constantFrom(
      'alice',
      'log*',
      '*in',
      'a?ice',
      '*',
      'exam*com',
      '192.0.2.0/25',
      '7',
      'true',
      'running',
      'ab',
    ),
  );
  const moment = fc.integer({ min: -5, max: 45 }).map((n) => new Date(NOW - n * 500).toISOString());
  const ordered = fc.oneof(moment, fc.constantFrom('5', '2s', '1h', '2026-08-20', '2.5'));
  const term = fc.oneof(
    { weight: 4, arbitrary: value },
    {
      weight: 8,
      arbitrary: fc
        .record({
          field: fc.constantFrom(...fields),
          op: fc.constantFrom(':', '=', '!='),
          values: fc.array(value, { minLength: 1, maxLength: 2 }),
          bounds: fc.tuple(fc.constantFrom(':', '>', '>=', '<', '<=', '!='), ordered),
          ends: fc.tuple(moment, moment),
          range: fc.boolean(),
        })
        .map(({ field, op, values, bounds, ends, range }) => {
          if (!['number', 'duration', 'time'].includes(field.type))
            return `${field.name}${op}${values.join(',')}`;
          return range && field.type === 'time'
            ? `${field.name}:${ends.join('..')}`
            : `${field.name}${bounds.join('')}`;
        }),
    },
    {
      weight: 1,
      arbitrary: fc.constantFrom(...fields).chain(({ name }) => fc.constantFrom(`has:${name}`, `no:${name}`)),
    },
    { weight: 1, arbitrary: fc.constantFrom(...states).map((state) => `is:${state}`) },
    {
      weight: 1,
      arbitrary: fc.tuple(fc.constantFrom('since', 'until', 'at'), moment).map((pair) => pair.join(':')),
    },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        '/lo.in/',
        '/e$/',
        '@errors[*].code:429',
        '@user.name:alice',
        '@user',
        `${fields[5]?.name}=~/a.*e/`,
      ),
    },
  );
  const { query } = fc.letrec<{ query: string }>((tie) => ({
    query: fc.oneof(
      { maxDepth: 2, depthIdentifier: 'query' },
      term,
      fc.tuple(fc.constantFrom('-', 'NOT ', ''), term).map((parts) => parts.join('')),
      fc.tuple(tie('query'), fc.constantFrom(' ', ' OR '), tie('query')).map((parts) => parts.join('')),
      tie('query').map((inner) => `(${inner})`),
      tie('query').map((inner) => `NOT (${inner})`),
    ),
  }));
  return query;
}
