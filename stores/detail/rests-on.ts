/** What a derived record rests on, as its rule noted it beside the record. Pure. */
import type { WholeRecord } from '../../src/cache/ask.ts';
import { isObject, type Json } from '../../src/domain/json.ts';
import { parseRef, type Ref } from '../../src/domain/record.ts';

export interface RestsOn {
  readonly rule: string;
  /** The first of them. */
  readonly refs: readonly Ref[];
  /** How many there are. */
  readonly entries: number;
}

/** Null for what a platform reported itself. */
export function restsOn(whole: WholeRecord | null): RestsOn | null {
  if (whole === null || whole.raw === null || !whole.record.origin.startsWith('rule:')) return null;
  const noted = parsed(whole.raw);
  if (!isObject(noted) || !Array.isArray(noted.restsOn)) return null;
  const refs = noted.restsOn.filter(
    (ref: unknown): ref is string => typeof ref === 'string' && parseRef(ref) !== null,
  );
  const entries = typeof noted.entries === 'number' ? noted.entries : refs.length;
  return { rule: whole.record.origin.slice('rule:'.length), refs, entries };
}

/** The query for the entries themselves. */
export function restsQuery({ refs }: RestsOn): string {
  return `ref=${refs.map((ref) => JSON.stringify(ref)).join(',')}`;
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return null;
  }
}
