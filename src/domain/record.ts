import type { Alert } from './alert.ts';
import type { AuditEntry } from './audit.ts';
import type { Job } from './job.ts';
import type { Statistic } from './statistic.ts';

/** One record of any kind; `kind` tells them apart. */
export type AnyRecord = Alert | Job | AuditEntry | Statistic;

export const KINDS = ['alert', 'job', 'audit', 'statistic'] as const;
export type Kind = (typeof KINDS)[number];

/** The record type of one kind: `RecordOf<'job'>` is `Job`. */
export type RecordOf<K extends Kind> = Extract<AnyRecord, { kind: K }>;

/** `platform/kind/id`: a platform name has no slash, an id may. */
export type Ref = string;

/** Where a record came from: the platform itself, or a derivation rule over other records. */
export type Origin = 'platform' | `rule:${string}`;

/** Something a record is about or was done by; absent parts are null. */
export interface Named {
  readonly type: string | null;
  readonly id: string | null;
  readonly name: string | null;
}

export function refOf(record: { readonly platform: string; readonly kind: Kind; readonly id: string }): Ref {
  return `${record.platform}/${record.kind}/${record.id}`;
}

/** Splits a ref at its first two slashes; null when it is not one. */
export function parseRef(
  ref: Ref,
): { readonly platform: string; readonly kind: Kind; readonly id: string } | null {
  const first = ref.indexOf('/');
  const second = ref.indexOf('/', first + 1);
  if (first < 1 || second < 0 || second === ref.length - 1) return null;
  const kind = ref.slice(first + 1, second);
  if (!isKind(kind)) return null;
  return { platform: ref.slice(0, first), kind, id: ref.slice(second + 1) };
}

export function isKind(text: string): text is Kind {
  return (KINDS as readonly string[]).includes(text);
}
