/** Short hashes that fit an integer key: 52 bits of SHA-1, exact in a double. */
import { hash } from 'node:crypto';
import { fold } from '../domain/text.ts';

export function shortHash(text: string): number {
  return Number.parseInt(hash('sha1', text, 'hex').slice(0, 13), 16);
}

/** The folded id decides, so that `id:` finds it in any case. */
export function idHashOf(id: string): number {
  return shortHash(fold(id));
}
