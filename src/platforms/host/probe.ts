import { fail, ok, type Result } from '../../domain/failure.ts';
import { scanEndpoints, targetsOf } from './endpoint-scan.ts';
import { findFiles } from './find-files.ts';
import { openRoot } from './root.ts';
import type { ScanOrder } from './scan.ts';
import { loadTrust } from './trust.ts';

const plural = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** Says how many files the globs match and which endpoints answer, without reading a certificate file. */
export async function probe(
  order: Omit<ScanOrder, 'state' | 'now'>,
  signal: AbortSignal,
): Promise<Result<string>> {
  const { platform, globs, limits } = order;
  try {
    const root = await openRoot(order.fileRoot);
    const found = await findFiles(globs, root, limits.depth, signal);
    const hasTargets = targetsOf(order).length > 0;
    const tools = { root, limits, clock: Date.now, signal };
    const entries = hasTargets
      ? await scanEndpoints(order, { ...tools, trust: await loadTrust(root, limits) }, () => undefined)
      : [];
    const refusals = entries.flatMap(({ answer }) => (answer.kind === 'failed' ? [answer.text] : []));
    const closed = found.closed.map(({ path, reason }) => `${path}: ${reason}`);
    if (found.paths.length === 0 && refusals.length === entries.length) {
      return fail({
        code: hasTargets ? 'UNREACHABLE' : 'NOT_FOUND',
        what: `${platform}: no certificate file matches and no endpoint answers`,
        cause: [...found.problems.map(({ path, reason }) => `${path}: ${reason}`), ...refusals].join('; '),
        next: 'Check paths and endpoints of this platform in the configuration.',
      });
    }
    const parts = [
      plural(found.paths.length, 'certificate file'),
      ...(hasTargets ? [`${entries.length - refusals.length} of ${entries.length} endpoints answer`] : []),
    ];
    return ok([parts.join(', '), ...refusals, ...closed].join('; '));
  } catch (error) {
    if (!signal.aborted) throw error;
    return fail({ code: 'CANCELLED', what: `${platform}: the test was cancelled`, next: 'Test again.' });
  }
}
