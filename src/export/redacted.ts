/** What the cache gives to an export, short of what its policy hides. */
import type { Asking } from '../cache/ask.ts';
import type { ScanAsk, ScanReader } from '../cache/scan.ts';
import type { Column } from '../domain/field.ts';
import type { Value } from '../domain/json.ts';
import type { AnyRecord, Kind } from '../domain/record.ts';
import { columnRedactor, redacted } from '../domain/redaction.ts';
import { hidesAnything, hidesPersonal, type Redaction } from '../domain/redaction-policy.ts';
import type { Values } from './format.ts';
import { remembered } from './remembered.ts';
import { valuesOf } from './text/formats.ts';

/** A record short of what is hidden; null where nothing is. */
export function recordRedactor(redaction: Redaction): ((record: AnyRecord) => AnyRecord) | null {
  return hidesAnything(redaction) ? (record) => redacted(record, redaction) : null;
}

export async function* redactedRecords(
  batches: AsyncIterable<readonly AnyRecord[]>,
  redaction: Redaction,
): AsyncIterable<readonly AnyRecord[]> {
  const redact = recordRedactor(redaction);
  if (redact === null) yield* batches;
  else for await (const batch of batches) yield batch.map(redact);
}

export interface ColumnsAsk {
  readonly kind: Kind;
  readonly columns: readonly Column[];
  readonly redaction: Redaction;
}

export async function* redactedValues(
  cache: ScanReader,
  ask: ScanAsk,
  asked: ColumnsAsk,
  asking: Asking,
): AsyncIterable<readonly Values[]> {
  const paths = asked.columns.map(({ path }) => path);
  const rows = rowRedactor(asked);
  if (rows.of === 'records') {
    for await (const batch of cache.records(ask, asking)) yield batch.map(rows.told);
  } else {
    for await (const batch of cache.values(ask, paths, asking)) yield batch.map(rows.told);
  }
}

/** Rows short of what is hidden, and what they are made of: the columns alone, or the records whole. */
export type RowRedactor =
  | { readonly of: 'records'; told(record: AnyRecord): Values }
  | { readonly of: 'values'; told(row: Values): Values };

export function rowRedactor({ kind, columns, redaction }: ColumnsAsk): RowRedactor {
  if (hidesPersonal(redaction)) {
    // What is personal in a record may stand in any of its texts, and only the whole of it tells.
    return { of: 'records', told: (record) => valuesOf(redacted(record, redaction), columns) };
  }
  const redactors = columns.flatMap(({ path }, at) => {
    const redact = columnRedactor(kind, path, redaction);
    return redact === null ? [] : [{ at, redact: rememberedFor(redact) }];
  });
  /** The row itself where nothing of it is hidden, as in nearly all. */
  const told = (row: Values): Values => {
    let shown: Value[] | null = null;
    for (const { at, redact } of redactors) {
      const value = row[at] ?? null;
      if (value === null) continue;
      const masked = redact(value);
      if (masked === value) continue;
      shown ??= [...row];
      shown[at] = masked;
    }
    return shown ?? row;
  };
  return { of: 'values', told };
}

/** What a column says over and over is looked at once. */
function rememberedFor(redact: (value: Value) => Value): (value: Value) => Value {
  const texts = remembered(redact);
  let last: Value = null;
  let told: Value = null;
  return (value) => {
    if (typeof value !== 'string') return redact(value);
    if (value !== last) [last, told] = [value, texts(value)];
    return told;
  };
}
