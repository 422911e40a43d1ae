/** The cases that what a transaction wrote or took out may change. */
import type { Database } from 'better-sqlite3';
import { DAY } from '../domain/time.ts';
import { daysSeeing } from '../rules/cases.ts';
import type { ActiveRule } from '../rules/plan.ts';
import type { CaseKey } from './derivation.ts';
import { prepared } from './statements.ts';

/** A subject whose cases from one day to another have to be looked at again. */
interface Touch extends Omit<CaseKey, 'day'> {
  readonly first: number;
  readonly last: number;
  /** The days of the entries themselves. */
  readonly own: Set<number>;
  readonly lastCounts: boolean;
}

export class TouchedCases {
  readonly #db: Database;
  readonly #bySubject = new Map<number, Touch>();

  constructor(db: Database) {
    this.#db = db;
  }

  /** An entry of a subject at an instant (UTC ms) is new, or gone. */
  add(active: ActiveRule, platform: string, subject: number, name: string, at: number): void {
    const [first, last] = daysSeeing(active, at);
    const before = this.#bySubject.get(subject);
    this.#bySubject.set(subject, {
      ...(before ?? { subject, rule: active.rule.name, platform, name }),
      own: (before?.own ?? new Set<number>()).add(Math.floor(at / DAY)),
      lastCounts: active.rule.lastCounts === true,
      first: Math.min(before?.first ?? first, first),
      last: Math.max(before?.last ?? last, last),
    });
  }

  /** All of them, which are forgotten with it: settling them may touch others. */
  take(): readonly CaseKey[] {
    const touched = [...this.#bySubject.values()];
    this.#bySubject.clear();
    return touched.flatMap((touch) => {
      const { subject, rule, platform, name } = touch;
      return Array.from(this.#daysOf(touch), (day) => ({ subject, rule, platform, name, day }));
    });
  }

  /** The days of a stretch that have entries, or that something was made of before. */
  #daysOf({ subject, first, last, own, lastCounts }: Touch): Iterable<number> {
    // To look at two days costs no more than to ask which of them there are.
    if (last - first < 2) return first === last ? [first] : [first, last];
    const day = `CAST(floor(${lastCounts ? 'max(at)' : 'at'} / ${DAY}.0) AS INTEGER)`;
    const found = prepared(
      this.#db,
      `SELECT ${day} FROM evidence WHERE subject = $subject AND at >= $from AND at < $to
       UNION ALL SELECT day FROM derived WHERE subject = $subject AND day BETWEEN $first AND $last
       UNION ALL SELECT day FROM due WHERE subject = $subject AND day BETWEEN $first AND $last`,
    )
      .pluck()
      .all({ subject, first, last, from: first * DAY, to: (last + 1) * DAY }) as (number | null)[];
    return new Set([...own, ...found.filter((one) => one !== null)]);
  }
}
