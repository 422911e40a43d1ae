import { setImmediate } from 'node:timers/promises';
import { type Certificate, fingerprintOf, readCertificate } from './certificate.ts';
import { findFiles, type Problem } from './find-files.ts';
import { inParallel } from './in-parallel.ts';
import type { Limits } from './limits.ts';
import { type FileReading, readFile } from './read-file.ts';
import type { Root } from './root.ts';

/** One file that was looked at; `fingerprints` in the order of the file. */
export interface FileEntry {
  readonly path: string;
  readonly realPath: string;
  readonly fingerprints: readonly string[];
  /** Part or all of it could not be read: what it held before is not known to be gone. */
  readonly doubtful: boolean;
}

export interface FileScan {
  readonly files: readonly FileEntry[];
  readonly certificates: ReadonlyMap<string, Certificate>;
  readonly matches: ReadonlyMap<string, number>;
  /** What could not be read, by path; a scan with one of these failed. */
  readonly problems: readonly Problem[];
  /** Folders that would not be listed. */
  readonly closed: readonly Problem[];
}

/** Reads every certificate the globs lead to. Throws only when aborted. */
export async function scanFiles(
  globs: readonly string[],
  root: Root,
  limits: Limits,
  signal: AbortSignal,
  onStep: (done: number, total: number) => void,
): Promise<FileScan> {
  const found = await findFiles(globs, root, limits.depth, signal);
  const certificates = new Map<string, Certificate>();
  const problems: Problem[] = [...found.problems];
  let done = 0;
  const files = await inParallel(found.paths, limits.readers, signal, async (path) => {
    const entry = takeIn(await readFile(path, root, limits.fileBytes), certificates, problems);
    done += 1;
    onStep(done, found.paths.length);
    // A breath after each file, so that an abort and the handshakes get their turn.
    await setImmediate();
    return entry;
  });
  problems.sort((a, b) => (a.path < b.path ? -1 : 1));
  return { files, certificates, matches: found.matches, problems, closed: found.closed };
}

function takeIn(reading: FileReading, known: Map<string, Certificate>, problems: Problem[]): FileEntry {
  const reasons = [...(reading.unreadable === null ? [] : [reading.unreadable]), ...reading.damaged];
  const fingerprints: string[] = [];
  reading.certificates.forEach((der, index) => {
    const fingerprint = fingerprintOf(der);
    // The same certificate lies in many files; it is parsed once.
    const certificate = known.get(fingerprint) ?? readCertificate(der);
    if (certificate === null) {
      reasons.push(`certificate ${index + 1} cannot be parsed`);
      return;
    }
    known.set(fingerprint, certificate);
    if (!fingerprints.includes(fingerprint)) fingerprints.push(fingerprint);
  });
  const { path, realPath } = reading;
  if (reasons.length > 0) problems.push({ path, reason: reasons.slice(0, 5).join('; ') });
  return { path, realPath, fingerprints, doubtful: reasons.length > 0 && !reading.absent };
}
