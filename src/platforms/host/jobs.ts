import type { Job } from '../../domain/job.ts';
import type { Json } from '../../domain/json.ts';
import { toIso } from '../../domain/time.ts';
import type { EndpointEntry } from './endpoint-scan.ts';
import type { FileScan } from './file-scan.ts';
import type { Limits } from './limits.ts';
import { USUAL_PLACES } from './places.ts';

export interface Span {
  readonly startedAt: number;
  readonly completedAt: number;
}

interface Outcome {
  readonly name: string;
  readonly target: string;
  readonly span: Span;
  readonly payload: Json;
  readonly output: Json;
  /** Null is success. */
  readonly error: string | null;
  readonly certificateId: string | null;
}

function scanJob(platform: string, scannedAt: number, outcome: Outcome): Job {
  const { name, target, span, payload, output, error, certificateId } = outcome;
  return {
    kind: 'job',
    platform,
    id: `${toIso(scannedAt)}:${target}`,
    name,
    type: 'SCAN',
    status: error === null ? 'SUCCESS' : 'FAILED',
    caId: null,
    scheduledAt: scannedAt,
    startedAt: span.startedAt,
    completedAt: span.completedAt,
    triggeredBy: { type: 'system', id: null, name: 'certdeck' },
    payload,
    output,
    error,
    certificateId,
    externalRequestId: null,
    origin: 'platform',
  };
}

/** The one job of a scan over certificate files; FAILED when something asked for could not be read. */
export function fileJob(
  platform: string,
  scannedAt: number,
  globs: readonly string[],
  scan: FileScan,
  span: Span,
  limits: Limits,
): Job {
  const { files, certificates, matches, problems, closed } = scan;
  const [only, ...others] = certificates.keys();
  return scanJob(platform, scannedAt, {
    name: globs.length === 1 ? `Scan of ${globs[0]}` : 'Scan of certificate files',
    target: 'files',
    span,
    payload: { paths: globs, largestFileBytes: limits.fileBytes },
    output: {
      files: files.length,
      filesWithCertificates: files.filter(({ fingerprints }) => fingerprints.length > 0).length,
      certificates: certificates.size,
      matches: Object.fromEntries([...matches].filter(([, count]) => count > 0)),
      // A usual place that this machine does not have is no news.
      matchedNothing: [...matches].flatMap(([glob, count]) =>
        count === 0 && !USUAL_PLACES.includes(glob) ? [glob] : [],
      ),
      notRead: problems.slice(0, limits.listed).map(problemJson),
      notReadCount: problems.length,
      closedFolders: closed.slice(0, limits.listed).map(problemJson),
    },
    error: fileErrors(scan),
    certificateId: only !== undefined && others.length === 0 ? only : null,
  });
}

const problemJson = ({ path, reason }: { path: string; reason: string }): Json => ({ path, reason });

function fileErrors({ problems }: FileScan): string | null {
  if (problems.length === 0) return null;
  const shown = problems.slice(0, 3).map(({ path, reason }) => `${path}: ${reason}`);
  const more = problems.length > 3 ? [`and ${problems.length - 3} more, listed in the output`] : [];
  return [...shown, ...more].join('\n');
}

/** One job an endpoint; FAILED when it gave no certificate, or the file it is compared with could not be read. */
export function endpointJob(platform: string, scannedAt: number, entry: EndpointEntry, limits: Limits): Job {
  const { id, endpoint, answer, expected } = entry;
  const served = answer.kind === 'served' ? answer : null;
  const errors = [
    ...(answer.kind === 'failed' ? [answer.text] : []),
    ...(expected?.problem ? [`${expected.path}, which ${id} should serve: ${expected.problem}`] : []),
  ];
  return scanJob(platform, scannedAt, {
    name: `Scan of ${id}`,
    target: id,
    span: entry,
    payload: {
      endpoint: id,
      host: endpoint?.host ?? null,
      port: endpoint?.port ?? null,
      serverName: endpoint?.serverName ?? null,
      timeoutMs: limits.handshake,
      expect: expected?.path ?? null,
    },
    output:
      served === null
        ? {
            code: answer.kind === 'failed' ? answer.code : null,
            reached: answer.kind === 'failed' && answer.reached,
          }
        : {
            reached: true,
            protocol: served.protocol,
            cipher: served.cipher,
            chain: served.chain.map(({ fingerprint, subject, notAfter }) => ({
              fingerprint,
              subject,
              notAfter: toIso(notAfter),
            })),
            chainVerifies: served.chainError === null,
            chainError: served.chainError,
            chainFault: entry.chainFault,
            nameMatches: served.nameError === null,
            nameError: served.nameError,
            expected: expected?.certificate?.fingerprint ?? null,
          },
    error: errors.length === 0 ? null : errors.join('\n'),
    certificateId: served?.chain[0]?.fingerprint ?? null,
  });
}
