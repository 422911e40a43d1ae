import { commonFields, IDENTITY_COLUMNS, type KindTable, ORIGIN_COLUMN } from './field.ts';
import type { Origin } from './record.ts';

/**
 * One figure of one platform on one day: `id` ends in the UTC date, so that a later scan of the same day
 * updates the snapshot and the next day adds one. `previous` is the value of the snapshot before.
 */
export interface Statistic {
  readonly kind: 'statistic';
  readonly platform: string;
  readonly id: string;
  readonly account: { readonly id: string | null; readonly name: string | null } | null;
  readonly category: string;
  readonly name: string;
  readonly value: number;
  readonly unit: string | null;
  readonly at: number | null;
  readonly previous: number | null;
  readonly origin: Origin;
}

export const STATISTIC_TABLE: KindTable = {
  columns: [
    ...IDENTITY_COLUMNS,
    { path: 'account.id', title: 'Account ID', type: 'text' },
    { path: 'account.name', title: 'Account', type: 'text' },
    { path: 'category', title: 'Category', type: 'enum' },
    { path: 'name', title: 'Name', type: 'text' },
    { path: 'value', title: 'Value', type: 'number' },
    { path: 'unit', title: 'Unit', type: 'text' },
    { path: 'at', title: 'At', type: 'time' },
    { path: 'previous', title: 'Previous', type: 'number' },
    ORIGIN_COLUMN,
  ],
  fields: [
    ...commonFields(['account.id', 'account.name']),
    { name: 'category', type: 'enum', paths: ['category'], help: 'group of figures' },
    { name: 'name', type: 'text', paths: ['name'], help: 'name of the figure' },
    { name: 'value', type: 'number', paths: ['value'], help: 'the figure, e.g. >100' },
    { name: 'at', type: 'time', paths: ['at'], help: 'when it was taken' },
  ],
  timePaths: ['at'],
  states: ['pinned', 'new'],
};
