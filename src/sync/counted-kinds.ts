import type { Kind } from '../domain/record.ts';
import { COUNTED_FIGURES } from '../platforms/counted-figures.ts';
import type { DerivedKinds } from '../rules/answers.ts';

/** Besides what rules derive, the figures that a kind of platform has none of and that are counted from its records. */
export function withCounted(derived: DerivedKinds, platformKind: string): DerivedKinds {
  const counted = COUNTED_FIGURES.filter(({ platform }) => platform === platformKind);
  const all: Partial<Record<Kind, readonly Kind[]>> = { ...derived };
  for (const { kind } of counted) all[kind] = [...new Set([...(all[kind] ?? []), 'statistic' as const])];
  return all;
}
