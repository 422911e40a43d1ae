/**
 * What proves a manifest: a hash over all the rest of it, the hash of the manifest before, and where there is a key a
 * signature over both. Anybody can make a hash anew; only who has the key can sign.
 */
import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { jsonText } from '../../domain/text.ts';

export interface Signature {
  readonly algorithm: 'ed25519';
  /** SHA-256 of the public key in DER (SubjectPublicKeyInfo), to compare by eye. */
  readonly key: string;
  /** DER (SubjectPublicKeyInfo) in base64. */
  readonly publicKey: string;
  /** RFC 8032 over the seal's bytes as hexadecimal text, in base64. */
  readonly value: string;
}

/** An export in the same folder, and the seal of its manifest, where that has one. */
export interface Beyond {
  readonly name: string;
  readonly sha256: string;
  readonly seal: string | null;
}

export interface Proof {
  /** The seal of the manifest before in the series; null for the first, and for one that had none. */
  readonly previous: string | null;
  /** The export before the one that this one was written over: with that one gone, the series goes on with it. */
  readonly beyond?: Beyond;
  /** SHA-256 over the manifest without `seal` and `signature`, as JSON on one line. */
  readonly seal: string;
  readonly signature: Signature | null;
}

/** The manifest with its proof: sealed, and signed where there is a key. */
export function proven<T extends object>(
  unproven: T,
  { seal: previous, beyond }: { readonly seal: string | null; readonly beyond: Beyond | null },
  key: KeyObject | null,
): T & { readonly proof: Proof } {
  const links = { previous, ...(beyond === null ? {} : { beyond }) };
  const seal = sealOf({ ...unproven, proof: links });
  return { ...unproven, proof: { ...links, seal, signature: key === null ? null : signed(seal, key) } };
}

/** The seal a manifest should have: over everything but its own seal and signature. */
export function sealOf(manifest: object & { readonly proof?: unknown }): string {
  const { seal: _, signature: __, ...rest } = (manifest.proof ?? {}) as Partial<Proof>;
  return createHash('sha256')
    .update(jsonText({ ...manifest, proof: rest }))
    .digest('hex');
}

function signed(seal: string, key: KeyObject): Signature {
  const der = derOf(createPublicKey(key));
  return {
    algorithm: 'ed25519',
    key: fingerprintOf(der),
    publicKey: der.toString('base64'),
    value: sign(null, Buffer.from(seal), key).toString('base64'),
  };
}

/** Whether the signature is one of that seal, by the key it names. */
export function isSigned(seal: string, { algorithm, key, publicKey, value }: Signature): boolean {
  if (algorithm !== 'ed25519') return false;
  try {
    const der = exactly(publicKey);
    if (fingerprintOf(der) !== key) return false;
    const known = createPublicKey({ key: der, format: 'der', type: 'spki' });
    if (known.asymmetricKeyType !== 'ed25519') return false;
    return verify(null, Buffer.from(seal), known, exactly(value));
  } catch {
    return false;
  }
}

/** The bytes of base64 as it is written; several texts decode to the same bytes, and a changed one is a change. */
function exactly(base64: string): Buffer {
  const bytes = Buffer.from(base64, 'base64');
  if (bytes.toString('base64') !== base64) throw new Error('not as it is written');
  return bytes;
}

export const derOf = (key: KeyObject): Buffer => key.export({ format: 'der', type: 'spki' });
export const fingerprintOf = (der: Uint8Array): string => createHash('sha256').update(der).digest('hex');

/** A private Ed25519 key out of its PEM; null when it is none. */
export function privateKeyOf(pem: string): KeyObject | null {
  return ofKind(() => createPrivateKey(pem));
}

/** A public Ed25519 key out of its PEM, or that of a private one; null when it is none. */
export function publicKeyOf(pem: string): KeyObject | null {
  return ofKind(() => createPublicKey(pem));
}

function ofKind(read: () => KeyObject): KeyObject | null {
  try {
    const key = read();
    return key.asymmetricKeyType === 'ed25519' ? key : null;
  } catch {
    return null;
  }
}
