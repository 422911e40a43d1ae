/** Short hashes that fit an integer key: 52 bits of SHA-1, exact in a double. */
import { hash } from 'node:crypto';

export function shortHash(text: string): number {
  return Number.parseInt(hash('sha1', text, 'hex').slice(0, 13), 16);
}
