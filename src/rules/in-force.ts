/** Which rules of a plan hold for a platform, and which may read a record. Pure, but remembers what it found. */
import { mayRead } from './cases.ts';
import { type ActiveRule, activeRules, type RulesPlan } from './plan.ts';
import type { Evidence } from './rule.ts';

export class RulesInForce {
  readonly #plan: RulesPlan;
  readonly #active = new Map<string, readonly ActiveRule[]>();
  readonly #concerned = new Map<string, readonly ActiveRule[]>();

  constructor(plan: RulesPlan) {
    this.#plan = plan;
  }

  of(platform: string): readonly ActiveRule[] {
    const known = this.#active.get(platform) ?? activeRules(this.#plan, platform);
    this.#active.set(platform, known);
    return known;
  }

  /** The rules that may read a record. A page names the same few actions a thousand times. */
  concernedBy(record: Evidence): readonly ActiveRule[] {
    const what = record.kind === 'audit' ? `audit ${record.action}` : record.kind;
    const name = `${record.platform}\n${what}`;
    const known =
      this.#concerned.get(name) ?? this.of(record.platform).filter(({ rule }) => mayRead(rule, record));
    this.#concerned.set(name, known);
    return known;
  }
}
