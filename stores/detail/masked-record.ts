/** A record with what is secret in its texts masked. Its documents stay: they are masked where they are shown. */
import { KIND_TABLES, valueAt } from '../../src/domain/kinds.ts';
import type { AnyRecord } from '../../src/domain/record.ts';
import { maskText } from '../../src/domain/secrets.ts';

const MASKED = new WeakMap<AnyRecord, AnyRecord>();

/** The record itself where nothing in it is secret. */
export function maskedRecord(record: AnyRecord): AnyRecord {
  const known = MASKED.get(record);
  if (known !== undefined) return known;
  let found = record;
  for (const { path, type } of KIND_TABLES[record.kind].columns) {
    const value = type === 'text' ? valueAt(record, path) : null;
    if (typeof value !== 'string' || path === 'id' || path === 'ref') continue;
    const masked = maskText(value);
    if (masked !== value) found = changed(found, path.split('.'), masked);
  }
  MASKED.set(record, found);
  return found;
}

/** The record with another text at a path that it has. */
function changed(record: AnyRecord, [name = '', part]: readonly string[], text: string): AnyRecord {
  const group = (record as unknown as Readonly<Record<string, object>>)[name];
  return { ...record, [name]: part === undefined ? text : { ...group, [part]: text } } as AnyRecord;
}
