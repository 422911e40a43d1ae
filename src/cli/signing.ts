/** The key that signs manifests: a private file beside the configuration. Without one they are only sealed. */
import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdir, open, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { configFile } from '../config/paths.ts';
import { FailureError } from '../domain/failure.ts';
import { derOf, fingerprintOf, privateKeyOf, publicKeyOf } from '../export/proof/proof.ts';
import type { Context } from './context.ts';

const NAME = 'signing-key.pem';
/** Others than the owner may do something with the file. */
const OPEN_TO_OTHERS = 0o077;

type Where = Pick<Context, 'io' | 'globals'>;

export const signingKeyFile = ({ io, globals }: Where): string =>
  join(dirname(configFile(io, globals.config).file), NAME);

/** The public half of a key file. */
export const publicFileOf = (file: string): string => file.replace(/(\.pem)?$/, '.pub.pem');

/** Null where there is none. Throws SECRET_UNREADABLE for one that others can read, or that is no Ed25519 key. */
export async function signingKey(where: Where): Promise<KeyObject | null> {
  const file = signingKeyFile(where);
  const known = await stat(file).catch((thrown: NodeJS.ErrnoException) => {
    if (thrown.code === 'ENOENT' || thrown.code === 'ENOTDIR') return null;
    throw unreadable(file, thrown.code ?? thrown.message, 'Check the folder and its permissions.');
  });
  if (known === null) return null;
  if ((known.mode & OPEN_TO_OTHERS) !== 0 && process.platform !== 'win32') {
    throw unreadable(file, 'others than you may read it', `Run: chmod 600 ${file}`);
  }
  const key = privateKeyOf(await readFile(file, 'utf8').catch(() => ''));
  if (key === null) {
    const next = 'Make one with `certdeck key new`, or take the file away: exports are then not signed.';
    throw unreadable(file, 'it holds no Ed25519 private key in PEM', next);
  }
  return key;
}

function unreadable(file: string, cause: string, next: string): FailureError {
  return new FailureError({
    code: 'SECRET_UNREADABLE',
    what: `the signing key ${file} cannot be used`,
    cause,
    next,
    where: file,
  });
}

/** Makes a pair, the private half for its owner's eyes only; never in place of one there is. */
export async function newSigningKey(
  where: Where,
): Promise<{ readonly file: string; readonly key: KeyObject }> {
  const file = signingKeyFile(where);
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  try {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    const handle = await open(file, 'wx', 0o600);
    try {
      await handle.writeFile(privateKey.export({ format: 'pem', type: 'pkcs8' }));
      await handle.sync();
    } finally {
      await handle.close();
    }
    await writeFile(publicFileOf(file), publicKey.export({ format: 'pem', type: 'spki' })).catch(
      async (thrown) => {
        await rm(file, { force: true });
        throw thrown;
      },
    );
  } catch (thrown) {
    const { code, message } = thrown as NodeJS.ErrnoException;
    const exists = code === 'EEXIST';
    throw new FailureError({
      code: 'FILE_UNWRITABLE',
      what: exists
        ? `there is a signing key already: ${file}`
        : `the signing key ${file} could not be written`,
      ...(exists ? {} : { cause: message }),
      next: exists
        ? 'Keep it: what it signed can only be checked with it. To begin with another, move both files away first.'
        : 'Check the folder and its permissions.',
      where: file,
    });
  }
  return { file, key: publicKey };
}

/** The public key in a file, PEM; of a private one its public half. */
export async function readPublicKey({ io }: Where, path: string): Promise<KeyObject> {
  const file = resolve(io.cwd, path);
  const text = await readFile(file, 'utf8').catch((thrown: NodeJS.ErrnoException) => {
    throw unreadable(file, thrown.code ?? thrown.message, 'Check the path.');
  });
  const key = publicKeyOf(text);
  if (key === null)
    throw unreadable(file, 'it holds no Ed25519 key in PEM', 'Name the .pub.pem file of the key.');
  return key;
}

/** Of the public half, whichever is given. */
export const fingerprint = (key: KeyObject): string =>
  fingerprintOf(derOf(key.type === 'private' ? createPublicKey(key) : key));
