/** Which streams tell of a kind of record: those that bring it, and those that rules derive it from. Pure. */
import type { Kind } from '../domain/record.ts';
import { activeRules, type RulesPlan } from './plan.ts';

/** The kinds that a platform's rules derive, by the kind of record they read. Plain data. */
export type DerivedKinds = Readonly<Partial<Record<Kind, readonly Kind[]>>>;

/** What the enabled rules derive for a platform; what they derive from derived jobs counts for the entries, too. */
export function derivedKinds(plan: RulesPlan, platform: string): DerivedKinds {
  const derived: Partial<Record<Kind, readonly Kind[]>> = {};
  for (const { rule } of activeRules(plan, platform)) {
    // How the streams stand is known whatever they brought.
    if (rule.ofStreams !== undefined) continue;
    for (const read of ['audit', ...(rule.alsoReads ?? [])] as const) {
      derived[read] = [...new Set([...(derived[read] ?? []), rule.derives])];
    }
  }
  return derived;
}

/** Whether nobody can know all records of a kind without this stream. */
export function answersFor(
  { kinds }: { readonly kinds: readonly Kind[] },
  kind: Kind,
  derived: DerivedKinds = {},
): boolean {
  return kinds.some((brought) => brought === kind || derived[brought]?.includes(kind) === true);
}
