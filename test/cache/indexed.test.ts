/** What the query language calls indexed is: no statement that such a query leads to scans a table. */
import SQLite from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { migrate } from '../../src/cache/migrate.ts';
import { FIRST_ROW, LAST_ROW } from '../../src/cache/row-key.ts';
import { planOf } from '../../src/cache/select/plan.ts';
import { route } from '../../src/cache/select/route.ts';
import { writerHandlers } from '../../src/cache/writer.ts';
import { KIND_TABLES } from '../../src/domain/kinds.ts';
import { KINDS, type Kind } from '../../src/domain/record.ts';
import { alert, audit, job, NOW, page, statistic } from './records.ts';

/** Many records of few values, so that no value is too rare or too common to need its index. */
function filled() {
  const db = new SQLite(':memory:');
  migrate(db, ':memory:');
  const writer = writerHandlers(db, () => {});
  const numbers = Array.from({ length: 300 }, (_, i) => i);
  writer.commit(
    page(
      numbers.flatMap((i) => [
        alert({ id: `a${i}`, createdAt: NOW - i * 1000, read: i % 2 === 0 }),
        job({
          id: `j${i}`,
          completedAt: NOW - i * 1000,
          caId: `ca-${i % 3}`,
          status: i % 3 ? 'SUCCESS' : 'RUNNING',
        }),
        audit({
          id: `e${i}`,
          timestamp: NOW - i * 1000,
          action: i % 2 ? 'LOGIN' : 'CREATE',
          country: `C${i % 4}`,
        }),
        statistic({ id: `s${i}`, at: NOW - i * 1000, value: i }),
      ]),
    ),
  );
  writer.pin(['prod/alert/a1', 'prod/job/j1', 'prod/audit/e1', 'prod/statistic/s1'], true);
  return db;
}

const VALUES: Readonly<Record<string, string>> = {
  number: '>7',
  duration: '>1s',
  time: '>2026-08-19',
  ip: '192.0.2.0/24',
  text: 'example',
  id: 'ca-1',
  enum: 'LOGIN',
};
const WORDS: Readonly<Record<Kind, string>> = {
  alert: 'expires',
  job: 'timed',
  audit: 'logged',
  statistic: 's12',
};

/** A query for each field alone, pairs of them, with a time bound, with a bare word, and the words themselves. */
function indexed(kind: Kind): readonly string[] {
  const { fields, states } = KIND_TABLES[kind];
  const alone = fields.map(({ name, type, values }) =>
    `${name}:${values?.[0] ?? VALUES[type]}`.replace(':>', '>'),
  );
  const word = WORDS[kind];
  const pairs = alone.flatMap((one, i) => [`${one} ${alone[(i + 3) % alone.length]}`, `${one} ${word}`]);
  const classes = (KIND_TABLES[kind].orders ?? []).flatMap((order) => order.classes);
  return [
    ...alone,
    ...classes,
    ...pairs,
    ...alone.map((one) => `${one} since:24h`),
    ...states.map((state) => `is:${state}`),
    word,
    `${word} since:24h`,
    `${word} OR platform:prod`,
    'ab',
    'nothing-like-it',
    'until:2026-08-20',
  ];
}

describe.each(KINDS)('%s', (kind) => {
  test('answers from indexes', () => {
    const db = filled();
    // What better-sqlite3 is asked to prepare from here on is looked at, not only run.
    const prepare = db.prepare.bind(db);
    const asked = new Set<string>();
    db.prepare = ((sql: string) => {
      asked.add(sql);
      return prepare(sql);
    }) as typeof db.prepare;
    const queries = indexed(kind);
    expect(queries.length).toBeGreaterThan(20);
    const within = { first: FIRST_ROW, last: LAST_ROW };
    for (const query of queries) {
      const selection = { kind, query, now: NOW, longRunningAfter: 1, newSince: NOW - 5000 };
      const plan = planOf(db, selection);
      for (const conjunct of plan.conjuncts) {
        // Without a condition every record would be tested.
        expect(conjunct.atoms.length, query).toBeGreaterThan(0);
        const before = new Set(asked);
        route(db, kind, conjunct, plan.extent ?? within, 'older', plan.spread);
        const walks = [...asked].filter(
          (sql) => !before.has(sql) && sql.includes(`FROM ${kind} t WHERE t.row B`),
        );
        const onlyTime = conjunct.atoms.every((atom) => atom.is === 'time');
        expect(onlyTime ? [] : walks, query).toEqual([]);
      }
    }
    expect(asked.size).toBeGreaterThan(10);
    for (const sql of asked) {
      const steps = prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...unknowns(sql)) as { detail: string }[];
      for (const { detail } of steps) {
        expect(`${detail} <- ${sql}`).not.toMatch(new RegExp(`^SCAN (${kind}|t|p)\\b(?!.*USING)`));
      }
    }
    db.close();
  });
});

const unknowns = (sql: string): readonly number[] => new Array((sql.match(/\?/g) ?? []).length).fill(1);
