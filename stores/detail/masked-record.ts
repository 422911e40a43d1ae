/** A record with what is secret in its texts masked. Its documents stay: they are masked where they are shown. */
import { KIND_TABLES, valueAt } from '../../src/domain/kinds.ts';
import type { AnyRecord } from '../../src/domain/record.ts';
import { maskText } from '../../src/domain/secrets.ts';

const MASKED = new WeakMap<AnyRecord, AnyRecord>();

/** The record itself where nothing in it is secret. */
export function maskedRecord(record: AnyRecord): AnyRecord {
  const known = MASKED.get(record);
  if (known !== undefined) return known;
  const changes: Record<string, string> = {};
  for (const { path, type } of KIND_TABLES[record.kind].columns) {
    const value = type === 'text' && !path.includes('.') ? valueAt(record, path) : null;
    if (typeof value !== 'string' || path === 'id' || path === 'ref') continue;
    const masked = maskText(value);
    if (masked !== value) changes[path] = masked;
  }
  const found = Object.keys(changes).length === 0 ? record : ({ ...record, ...changes } as AnyRecord);
  MASKED.set(record, found);
  return found;
}
