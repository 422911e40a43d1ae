/** What a naming of fields is given, and what it gives. */
import type { Alert } from '../../domain/alert.ts';
import type { AuditEntry } from '../../domain/audit.ts';
import type { JsonObject } from '../../domain/json.ts';
import type { Ref } from '../../domain/record.ts';

/** A record on its way out, with nothing in it that may not leave. Instants are UTC ms. */
export interface Told<R> {
  readonly id: string;
  readonly ref: Ref;
  /** When it happened, or arrived where it does not say. */
  readonly at: number;
  readonly arrivedAt: number;
  readonly record: R;
}

export interface Fields {
  readonly audit: (told: Told<AuditEntry>) => JsonObject;
  readonly alert: (told: Told<Alert>) => JsonObject;
}
