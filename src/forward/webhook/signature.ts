/**
 * Signed requests: HMAC-SHA256 over the time, a dot and the body, with the secret that the receiver has too. The time
 * is signed so that nobody can play an old request again.
 */
import { createHmac } from 'node:crypto';

export const TIMESTAMP_HEADER = 'x-certdeck-timestamp';
export const SIGNATURE_HEADER = 'x-certdeck-signature';

/** `now` is UTC ms; the header says whole seconds. */
export function signed(secret: string, body: string, now: number): Readonly<Record<string, string>> {
  const at = String(Math.floor(now / 1_000));
  const value = createHmac('sha256', secret).update(`${at}.${body}`).digest('hex');
  return { [TIMESTAMP_HEADER]: at, [SIGNATURE_HEADER]: `sha256=${value}` };
}
