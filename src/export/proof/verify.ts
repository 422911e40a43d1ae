/** Whether exports and their manifests are as they were written, back through their series. */
import { createHash, type KeyObject } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { LedgerMark } from '../../cache/ledger/answers.ts';
import { isObject } from '../../domain/json.ts';
import { jsonText } from '../../domain/text.ts';
import { throwIfAborted } from '../write-records.ts';
import {
  beyondOf,
  MANIFEST_SUFFIX,
  type ManifestFile,
  manifestPath,
  previousOf,
  readManifest,
} from './manifest.ts';
import { derOf, fingerprintOf, isSigned, type Signature, sealOf } from './proof.ts';

/**
 * `changed`: something is not what it was. `missing`: it cannot be told. `note`: worth knowing, and no defect.
 */
export interface Finding {
  readonly level: 'changed' | 'missing' | 'note';
  /** The export or manifest it is about. */
  readonly file: string;
  readonly what: string;
}

export interface Verified {
  readonly file: string;
  /** Exports of the series that were looked at, this one included. */
  readonly looked: number;
  /** Their names, this one first, each with where the ledger of its cache ended; null where it does not say. */
  readonly series: readonly Sealed[];
  /** Fingerprint of the key of a good signature on this export; null without one. */
  readonly signedBy: string | null;
  readonly findings: readonly Finding[];
}

export interface Sealed {
  readonly name: string;
  readonly ledger: LedgerMark | null;
}

export interface VerifyAsk {
  /** This export only, without those before it. */
  readonly alone?: boolean;
  /** Signatures have to be by this key. */
  readonly trusted?: KeyObject | null;
  readonly signal?: AbortSignal;
}

/** `path` is an export, or its manifest. Never rejects for what a file holds. */
export async function verifyExport(path: string, ask: VerifyAsk = {}): Promise<Verified> {
  const file = path.endsWith(MANIFEST_SUFFIX) ? path.slice(0, -MANIFEST_SUFFIX.length) : path;
  const findings: Finding[] = [];
  const series: Sealed[] = [];
  let signedBy: string | null = null;
  let link: Link | null = { name: basename(file), sha256: null, seal: null, after: null };
  while (link !== null) {
    throwIfAborted(ask.signal);
    const one: Looked = await lookAt(join(dirname(file), link.name), link, ask);
    findings.push(...one.findings);
    if (series.length === 0) signedBy = one.signedBy;
    series.push({ name: link.name, ledger: one.ledger });
    link = ask.alone === true ? null : one.before;
    const seen = (one: Link | null) => one !== null && series.some(({ name }) => name === one.name);
    if (link !== null && seen(link)) {
      const beyond: Link | null = seen(one.beyond) ? null : one.beyond;
      const goesOn = beyond === null ? 'the series ends here' : `the series goes on with ${beyond.name}`;
      const what = `the one before it had the name ${link.name} as well and was written over: ${goesOn}`;
      findings.push({ level: 'note', file: join(dirname(file), link.after ?? link.name), what });
      link = beyond;
    }
  }
  return { file, looked: series.length, series, signedBy, findings };
}

/** An export to look at, and what the one after it says of it. */
interface Link {
  readonly name: string;
  readonly sha256: string | null;
  readonly seal: string | null;
  /** The name of the one after it. */
  readonly after: string | null;
}

interface Looked {
  readonly findings: readonly Finding[];
  readonly signedBy: string | null;
  readonly ledger: LedgerMark | null;
  readonly before: Link | null;
  /** The one before that, where the one before was written over. */
  readonly beyond: Link | null;
}

async function lookAt(path: string, link: Link, ask: VerifyAsk): Promise<Looked> {
  const manifest = await readManifest(manifestPath(path)).catch(() => null);
  if (manifest === null)
    return {
      findings: [await unreadable(path, link)],
      signedBy: null,
      ledger: null,
      before: null,
      beyond: null,
    };
  // What the one after it sealed needs no signature of its own.
  const vouched = link.seal !== null;
  const { findings, signedBy } = sealed(manifest, manifestPath(path), {
    trusted: ask.trusted ?? null,
    vouched,
  });
  return {
    findings: [
      ...findings,
      ...linked(manifest, path, link),
      ...(await whole(path, manifest.value.sha256, ask.signal)),
    ],
    signedBy,
    ledger: markOf(manifest.value.ledger),
    before: beforeOf(manifest, basename(path)),
    beyond: beyondIn(manifest, basename(path)),
  };
}

async function unreadable(path: string, { after }: Link): Promise<Finding> {
  const file = manifestPath(path);
  if (
    await stat(file).then(
      () => true,
      () => false,
    )
  ) {
    // It is there: the change that makes it no JSON is a change, too.
    return {
      level: 'changed',
      file,
      what: 'it cannot be read as a manifest of certdeck: its text is not as it was written',
    };
  }
  return after === null
    ? { level: 'missing', file, what: 'there is no manifest of certdeck here, so nothing can be checked' }
    : {
        level: 'missing',
        file,
        what: `${after} was made after it, and it is not here: the series has a hole`,
      };
}

/** What the manifest says of itself. */
function sealed(
  { text, value }: ManifestFile,
  file: string,
  { trusted, vouched }: { readonly trusted: KeyObject | null; readonly vouched: boolean },
) {
  const findings: Finding[] = [];
  const found = (level: Finding['level'], what: string) => findings.push({ level, file, what });
  const proof = isObject(value.proof) ? value.proof : null;
  if (typeof proof?.seal !== 'string') {
    found('missing', 'it has no seal: what it says may have been changed');
    return { findings, signedBy: null };
  }
  if (text !== `${jsonText(value, 2)}\n`) found('changed', 'its text is not as it was written');
  if (sealOf(value) !== proof.seal) found('changed', 'what it says is not what was sealed');
  const signature = isObject(proof.signature) ? (proof.signature as unknown as Signature) : null;
  if (signature === null) {
    if (vouched) return { findings, signedBy: null };
    if (trusted === null) found('note', 'it is not signed: whoever can write here could have made all of it');
    else found('changed', 'it is not signed');
    return { findings, signedBy: null };
  }
  if (!isSigned(proof.seal, signature)) {
    found('changed', 'its signature is not one of what it says');
    return { findings, signedBy: null };
  }
  if (trusted !== null && !vouched && signature.key !== fingerprintOf(derOf(trusted))) {
    found('changed', `it is signed by another key: ${signature.key}`);
    return { findings, signedBy: null };
  }
  return { findings, signedBy: signature.key };
}

/** What the export after it says of it. */
function linked({ value }: ManifestFile, path: string, { sha256, seal, after }: Link): readonly Finding[] {
  const proof = isObject(value.proof) ? value.proof : {};
  const same = (sha256 === null || value.sha256 === sha256) && (seal === null || proof.seal === seal);
  if (same) return [];
  const what = `it is not the one that ${after} was made after`;
  return [{ level: 'changed', file: manifestPath(path), what }];
}

/** Whether the export has the bytes its manifest was made for. */
async function whole(
  file: string,
  wanted: unknown,
  signal: AbortSignal | undefined,
): Promise<readonly Finding[]> {
  try {
    const hash = createHash('sha256');
    for await (const piece of createReadStream(file, { highWaterMark: 1 << 20 })) {
      throwIfAborted(signal);
      hash.update(piece as Buffer);
    }
    if (hash.digest('hex') === wanted) return [];
    return [{ level: 'changed', file, what: 'its bytes are not those its manifest was made for' }];
  } catch (thrown) {
    throwIfAborted(signal);
    const code = (thrown as NodeJS.ErrnoException).code ?? String(thrown);
    return [{ level: 'missing', file, what: `it cannot be read (${code})` }];
  }
}

function beforeOf({ value }: ManifestFile, after: string): Link | null {
  const { proof } = value;
  const previous = previousOf(value.previous);
  const seal = isObject(proof) && typeof proof.previous === 'string' ? proof.previous : null;
  return previous === null ? null : { ...previous, seal, after };
}

function beyondIn({ value: { proof } }: ManifestFile, after: string): Link | null {
  const beyond = isObject(proof) ? beyondOf(proof.beyond) : null;
  return beyond === null ? null : { ...beyond, after };
}

function markOf(ledger: unknown): LedgerMark | null {
  if (!isObject(ledger)) return null;
  const { first, seq, link, entries } = ledger;
  if (typeof first !== 'string' || typeof link !== 'string') return null;
  return typeof seq === 'number' && typeof entries === 'number' ? { first, seq, link, entries } : null;
}
