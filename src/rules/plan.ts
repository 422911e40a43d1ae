/** Which rules run where, with which thresholds: plain data that a thread can be started with. */
import type { Kind } from '../domain/record.ts';
import { RULES } from './registry.ts';
import type { Automation, Rule, Thresholds } from './rule.ts';

/** One table `[rules.NAME]`, checked and with its defaults filled in. */
export interface RuleChoice {
  readonly enabled: boolean;
  readonly thresholds: Thresholds;
}

export type RuleChoices = Readonly<Record<string, RuleChoice>>;

export interface RulesPlan {
  /** A rule that is not named has its defaults. */
  readonly choices: RuleChoices;
  /** The kinds of record that a platform, by its configured name, reports itself. */
  readonly brings: Readonly<Record<string, readonly Kind[]>>;
  /** What a platform, by its configured name, does by itself; one that is not named may do anything. */
  readonly automates?: Readonly<Record<string, readonly Automation[]>>;
}

/** A rule with the thresholds it runs with. */
export interface ActiveRule {
  readonly rule: Rule;
  readonly thresholds: Thresholds;
}

export function defaultThresholds(rule: Rule): Thresholds {
  return Object.fromEntries(rule.settings.map((setting) => [setting.name, setting.default]));
}

export function choiceOf(rule: Rule, choices: RuleChoices): RuleChoice {
  const chosen = Object.hasOwn(choices, rule.name) ? choices[rule.name] : undefined;
  return {
    enabled: chosen?.enabled ?? true,
    thresholds: { ...defaultThresholds(rule), ...chosen?.thresholds },
  };
}

/** The rules that run over the records of a platform. */
export function activeRules(plan: RulesPlan, platform: string): readonly ActiveRule[] {
  const brings = Object.hasOwn(plan.brings, platform) ? (plan.brings[platform] ?? []) : [];
  const { automates: byName = {} } = plan;
  const automates = Object.hasOwn(byName, platform) ? byName[platform] : undefined;
  return RULES.flatMap((rule) => {
    const { enabled, thresholds } = choiceOf(rule, plan.choices);
    const isWanted = rule.everywhere === true || !brings.includes(rule.derives);
    const isDone = rule.needs === undefined || (automates?.includes(rule.needs) ?? true);
    return enabled && isWanted && isDone ? [{ rule, thresholds }] : [];
  });
}
