/** One look at this machine: files and endpoints in, records and the next state out. */
import { fail, ok, type Result } from '../../domain/failure.ts';
import type { Json } from '../../domain/json.ts';
import type { AnyRecord } from '../../domain/record.ts';
import type { Scan } from '../port.ts';
import { judge } from './alerts.ts';
import { auditEntries } from './audit.ts';
import { compare, sight } from './changes.ts';
import { type EndpointEntry, type EndpointOrder, scanEndpoints, targetsOf } from './endpoint-scan.ts';
import { takeFigures } from './figures.ts';
import { scanFiles } from './file-scan.ts';
import { takeInventory } from './inventory.ts';
import { endpointJob, fileJob } from './jobs.ts';
import type { Limits } from './limits.ts';
import { openRoot } from './root.ts';
import { type RaisedAlert, readState, writeState } from './state.ts';
import { loadTrust } from './trust.ts';

/** What to scan and what is known: plain data, so that a scan can run in another thread. */
export interface ScanOrder extends EndpointOrder {
  readonly platform: string;
  readonly fileRoot: string;
  readonly globs: readonly string[];
  readonly expiringWithin: number;
  readonly limits: Limits;
  readonly state: Json;
  /** UTC ms. */
  readonly now: number;
}

export interface ScanRun {
  readonly signal: AbortSignal;
  readonly onStep?: (done: number, total: number) => void;
}

/** Runs a scan. What cannot be read or reached becomes a FAILED job; only an abort fails the scan itself. */
export async function runScan(order: ScanOrder, run: ScanRun): Promise<Result<Scan>> {
  try {
    return ok(await scan(order, run));
  } catch (error) {
    if (!run.signal.aborted) throw error;
    return fail({
      code: 'CANCELLED',
      what: `${order.platform}: the scan was cancelled`,
      next: 'Nothing was changed; the next poll scans again.',
    });
  }
}

async function scan(order: ScanOrder, { signal, onStep }: ScanRun): Promise<Scan> {
  const { platform, globs, limits, now } = order;
  const begun = performance.now();
  const clock = () => now + Math.round(performance.now() - begun);
  const before = readState(order.state);
  const root = await openRoot(order.fileRoot);
  const targets = targetsOf(order).length;

  const filesFrom = clock();
  const files = await scanFiles(globs, root, limits, signal, (done, total) =>
    onStep?.(done, total + targets),
  );
  const fileSpan = { startedAt: filesFrom, completedAt: clock() };
  let endpoints: readonly EndpointEntry[] = [];
  if (targets > 0) {
    const tools = { root, limits, clock, signal, trust: await loadTrust(root, limits) };
    const read = files.files.length;
    endpoints = await scanEndpoints(order, tools, (done, total) => onStep?.(read + done, read + total));
  }
  const completedAt = clock();

  const entities = takeInventory(files, endpoints);
  const sightings = sight(files, endpoints, entities, before);
  const moment = { now, expiringWithin: order.expiringWithin };
  const unseen = ({ fingerprint, endpoint }: RaisedAlert) =>
    endpoint === null
      ? sightings.certificates.has(fingerprint) && !entities.has(fingerprint)
      : sightings.silent.has(endpoint);
  const judged = judge(platform, entities.values(), endpoints, moment, before, unseen);
  const figures = takeFigures(
    platform,
    { entities: [...entities.values()], endpoints, moment },
    before.figures,
  );
  const jobs = [
    ...(globs.length > 0 ? [fileJob(platform, now, globs, files, fileSpan, limits)] : []),
    ...endpoints.map((entry) => endpointJob(platform, now, entry, limits)),
  ];
  const entries = auditEntries({
    platform,
    scannedAt: now,
    completedAt,
    jobs,
    asked: { paths: globs, endpoints: order.endpoints, expect: order.expect },
    counts: Object.fromEntries(figures.kept.values),
    entities,
    changes: compare(before, sightings),
    before,
    listed: limits.listed,
  });
  const records: readonly AnyRecord[] = [...judged.alerts, ...jobs, ...entries, ...figures.statistics];
  return {
    rows: records.map((record) => ({ record, raw: null })),
    rejected: [],
    retired: judged.retired,
    state: writeState({ ...sightings, alerts: judged.raised, figures: figures.kept }),
  };
}
