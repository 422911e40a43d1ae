/** Why renewals fail: each reason with its error text, what was changed shortly before, and what put it right. */
import type { Certificate } from '../estate.ts';
import { pick } from '../random.ts';
import { CA_REASONS } from './ca-reasons.ts';
import { HOST_REASONS } from './host-reasons.ts';
import type { Reason } from './trouble.ts';

export const REASONS: readonly Reason[] = [...CA_REASONS, ...HOST_REASONS];

/** Reason number n among those that can befall a certificate. */
export function reasonFor(certificate: Certificate, number: number): Reason {
  const fitting = REASONS.filter(
    ({ issuers }) => issuers === undefined || issuers.includes(certificate.issuer.id),
  );
  return fitting[number % fitting.length] ?? pick(number, REASONS);
}
