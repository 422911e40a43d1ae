/** The questions of a report as queries anybody can ask again. Pure. */
import { KIND_TABLES } from '../domain/kinds.ts';
import { boundTerms } from '../query/bounds.ts';
import { narrowed, quoteText } from '../query/print.ts';
import type { Scope } from './job.ts';
import type { Ask } from './report.ts';

/** The words of a scope that hold for a kind. */
export function scopeTerms({ of }: Pick<Ask, 'of'>, scope: Scope): readonly string[] {
  const term = (field: string, values: readonly string[]) =>
    values.length === 0 ? [] : [`${field}:${values.map(valueText).join(',')}`];
  const ofAudit =
    of === 'audit'
      ? [
          ...term('resource_type', scope.resourceTypes),
          ...term('action', scope.actions),
          ...term('outcome', scope.outcome === null ? [] : [scope.outcome]),
        ]
      : [];
  return [...term('platform', scope.platforms), ...ofAudit];
}

/** The query of a question, narrowed to the scope and bound to a stretch of time. */
export function queryOf(
  ask: Ask,
  scope: Scope,
  { from, to }: { readonly from: number; readonly to: number | null },
): string {
  const terms = scopeTerms(ask, scope);
  const bounds = KIND_TABLES[ask.of].timePaths.length === 0 ? [] : [boundTerms(from, to)];
  return [...terms, ...bounds].reduce((query, term) => narrowed(query, ask.of, term), ask.query);
}

/** Names are meant as they are: a `*` in one is no wildcard. */
const valueText = (value: string): string => (/^[\w.-]+$/.test(value) ? value : quoteText(value));
