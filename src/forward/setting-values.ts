/** Reads a target's checked settings; the configuration has vouched for their types already. */
import type { Secret } from '../platforms/declaration.ts';
import type { TargetSettings } from './target.ts';

type Values = TargetSettings['values'];

/** Empty where it is left out. */
export function textOf(values: Values, name: string): string {
  const value = values[name];
  return typeof value === 'string' ? value : '';
}

export const numberOf = (values: Values, name: string): number => Number(values[name] ?? 0);

export const flagOf = (values: Values, name: string): boolean => values[name] === true;

/** Null where it is left out. */
export function secretOf(values: Values, name: string): Secret | null {
  const value = values[name];
  return typeof value === 'object' && value !== null && 'reveal' in value ? (value as Secret) : null;
}
