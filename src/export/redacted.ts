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
import { valuesOf } from './text-formats.ts';

export async function* redactedRecords(
  batches: AsyncIterable<readonly AnyRecord[]>,
  redaction: Redaction,
): AsyncIterable<readonly AnyRecord[]> {
  if (!hidesAnything(redaction)) yield* batches;
  else for await (const batch of batches) yield batch.map((record) => redacted(record, redaction));
}

export interface ColumnsAsk {
  readonly kind: Kind;
  readonly columns: readonly Column[];
  readonly redaction: Redaction;
}

export async function* redactedValues(
  cache: ScanReader,
  ask: ScanAsk,
  { kind, columns, redaction }: ColumnsAsk,
  asking: Asking,
): AsyncIterable<readonly Values[]> {
  if (hidesPersonal(redaction)) {
    // What is personal in a record may stand in any of its texts, and only the whole of it tells.
    for await (const batch of redactedRecords(cache.records(ask, asking), redaction)) {
      yield batch.map((record) => valuesOf(record, columns));
    }
    return;
  }
  const paths = columns.map(({ path }) => path);
  const redactors = paths.flatMap((path, at) => {
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
  for await (const batch of cache.values(ask, paths, asking)) yield batch.map(told);
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
