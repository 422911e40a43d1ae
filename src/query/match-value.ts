/** Whether one text or number of a record is what a value of a query asks for. */
import type { FieldType } from '../domain/field.ts';
import { fold } from '../domain/text.ts';
import { ipHex } from './ip.ts';
import type { Operator, Value } from './tree.ts';
import { wildcardTester } from './wildcard.ts';

export type Scalar = string | number | boolean;
export type Match = (value: Scalar) => boolean;

/** The test of a field's value. `!=` is told by the caller as "not any of `=`". */
export function matchField(type: FieldType, op: Exclude<Operator, '!='>, value: Value): Match {
  switch (value.kind) {
    case 'range':
      return matchRange(op, value.from, value.to);
    case 'block':
      return (actual) => within(ipHex(String(actual)), value);
    case 'pattern': {
      const anchored = op === '=' || type !== 'text';
      const test = wildcardTester(value.parts, { anchored, exact: op === '=' });
      return (actual) => test(op === '=' ? String(actual) : fold(String(actual)));
    }
    case 'text':
      return type === 'text' && op === ':' ? matchContains(value.text) : matchEqual(op, value.text);
    default:
      return value satisfies never;
  }
}

export function matchContains(text: string): Match {
  const wanted = fold(text);
  return (actual) => fold(String(actual)).includes(wanted);
}

export function matchEqual(op: Operator, text: string): Match {
  if (op === '=') return (actual) => String(actual) === text;
  const wanted = fold(text);
  return (actual) => fold(String(actual)) === wanted;
}

/** Numbers only: what is none is in no range and before or after nothing. */
export function matchRange(op: Operator, from: number | null, to: number | null): Match {
  const low = from ?? Number.NEGATIVE_INFINITY;
  const high = to ?? Number.POSITIVE_INFINITY;
  const tests: Readonly<Partial<Record<Operator, (at: number) => boolean>>> = {
    '>': (at) => at > high,
    '>=': (at) => at >= low,
    '<': (at) => at < low,
    '<=': (at) => at <= high,
  };
  const test = tests[op] ?? ((at: number) => at >= low && at <= high);
  return (actual) => typeof actual === 'number' && test(actual);
}

const within = (address: string | null, block: { readonly from: string; readonly to: string }): boolean =>
  address !== null && address >= block.from && address <= block.to;
