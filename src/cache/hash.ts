/** Short hashes that fit an integer key: 52 bits of SHA-1, exact in a double. */
import { fold } from '../domain/text.ts';

/** Loaded with the first hash: whoever only reads lists does without. */
let crypto: typeof import('node:crypto') | undefined;

export function shortHash(text: string): number {
  crypto ??= process.getBuiltinModule('node:crypto');
  return Number.parseInt(crypto.hash('sha1', text, 'hex').slice(0, 13), 16);
}

/** The folded id decides, so that `id:` finds it in any case. */
export function idHashOf(id: string): number {
  return shortHash(fold(id));
}
