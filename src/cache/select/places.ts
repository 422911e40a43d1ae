/** Where the value at a record's path lies in the tables. */
import type { Kind } from '../../domain/record.ts';
import { SHAPES } from '../shape.ts';

export type PartyPart = 'id' | 'name' | 'type' | 'email';

export type Place =
  | { readonly at: 'term'; readonly column: string }
  | { readonly at: 'party'; readonly column: string; readonly part: PartyPart }
  | { readonly at: 'text'; readonly column: string }
  | { readonly at: 'number'; readonly column: string }
  /** The kind's own time. */
  | { readonly at: 'time' }
  | { readonly at: 'id' }
  | { readonly at: 'ref' }
  /** The effective read state of an alert. */
  | { readonly at: 'seen' }
  /** Only in the body: nothing to look it up by. */
  | { readonly at: 'nowhere' };

const OWN_TIME: Readonly<Partial<Record<Kind, string>>> = {
  alert: 'createdAt',
  audit: 'timestamp',
  statistic: 'at',
};

export function placeOf(kind: Kind, path: string): Place {
  if (path === 'id' || path === 'ref') return { at: path };
  if (path === OWN_TIME[kind]) return { at: 'time' };
  if (kind === 'alert' && path === 'read') return { at: 'seen' };
  for (const column of SHAPES[kind]) {
    if (column.store === 'party' && path.startsWith(`${column.path}.`)) {
      return { at: 'party', column: column.name, part: path.slice(column.path.length + 1) as PartyPart };
    }
    if (column.path !== path || column.store === 'party' || column.store === 'body') continue;
    return { at: column.store, column: column.name };
  }
  return { at: 'nowhere' };
}
