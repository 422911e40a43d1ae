/** What the derived records of a cache were derived by, and whether that comes to the same as a plan. Pure. */
import { choiceOf, type RulesPlan } from '../rules/plan.ts';
import { RULES } from '../rules/registry.ts';

/** Where a cache remembers it. */
export const DERIVED_BY = 'rules';
/** Raised when a rule reads or derives otherwise than before, so that every cache is gone through again. */
const VERSION = 6;

type Traits = Partial<Pick<RulesPlan, 'brings' | 'automates'>>;
type Known = Traits & { readonly version?: unknown; readonly rules?: unknown };

/** What a cache that is in line with the plan remembers. */
export function derivedBy(plan: RulesPlan): string {
  const { brings, automates } = plan;
  return JSON.stringify({ version: VERSION, rules: choicesOf(plan), brings, automates });
}

/** Whether records of these platforms derived by `known` are what the plan derives; null is nothing known. */
export function isDerivedBy(known: unknown, plan: RulesPlan, platforms: readonly string[]): boolean {
  if (platforms.length === 0) return true;
  if (typeof known !== 'object' || known === null) return false;
  const before: Known = known;
  const sameRules =
    JSON.stringify([before.version, before.rules]) === JSON.stringify([VERSION, choicesOf(plan)]);
  return sameRules && platforms.every((name) => traitsOf(plan, name) === traitsOf(before, name));
}

const choicesOf = ({ choices }: RulesPlan) => RULES.map((rule) => [rule.name, choiceOf(rule, choices)]);

function traitsOf({ brings, automates }: Traits, platform: string): string {
  return JSON.stringify([brings?.[platform] ?? [], automates?.[platform] ?? []]);
}
