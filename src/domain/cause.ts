/** Failures with the same cause: the stem of their text is what they have in common. Pure. */
import type { Field } from './field.ts';
import { stemOf } from './stem.ts';

/** The query field of alerts and jobs. */
export const CAUSE_FIELD: Field = {
  name: 'cause',
  type: 'id',
  paths: ['cause'],
  help: 'what its error has in common with others: without hosts, ids, times and numbers',
};

interface Told {
  readonly kind: string;
  readonly status?: string;
  readonly error?: string | null;
  readonly severity?: string;
  readonly message?: string | null;
  readonly title?: string | null;
}

/** The group a failure belongs to; null for what is no failure, or has no text. */
export function causeOf({ kind, status, error, severity, message, title }: Told): string | null {
  const text =
    kind === 'job' && status === 'FAILED'
      ? error
      : kind === 'alert' && severity !== 'info'
        ? (message ?? title)
        : null;
  return text == null || text.trim() === '' ? null : stemOf(text);
}
