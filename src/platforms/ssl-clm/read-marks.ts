/** Read marks on their way to an SSL CLM. */
import { ok, type Result } from '../../domain/failure.ts';
import { pathSegment } from '../guard.ts';
import type { Http } from '../http.ts';
import type { Actions } from '../port.ts';
import type { Profile } from './profile.ts';

export function readMarks(http: Http, profile: Profile): Actions {
  async function markRead(id: string, signal: AbortSignal): Promise<Result<unknown>> {
    const { method, path } = profile.endpoint('read');
    const segment = pathSegment(id);
    // An id that no path can carry names no alert the platform could be told about.
    if (segment === null) return ok(null);
    return http.ask({
      method,
      path: path.replaceAll('{id}', () => segment),
      signal,
      asked: `the read mark of alert ${id}`,
      act: `mark alert ${id} read`,
      ifMissing: 'The alert is gone, or paths.read is not where this deployment marks one as read.',
    });
  }
  return {
    markRead,
    ...(listsEveryAlert(profile) ? { markAllRead } : {}),
  };

  async function markAllRead(signal: AbortSignal): Promise<Result<null>> {
    const { method, path } = profile.endpoint('read_all');
    const ifMissing = 'Set paths.read_all to where this deployment marks all alerts read.';
    const answered = await http.ask({
      method,
      path,
      signal,
      asked: 'marking all alerts read',
      act: 'mark all alerts read',
      ifMissing,
    });
    return answered.ok ? ok(null) : answered;
  }
}

/** Parameters that choose the page and the order, not which alerts there are. */
const HARMLESS = /^(?:page|size|limit|offset|sort|order|direction)$/i;

/** A path with a filter of its own shows some of the alerts; "all read" would be about the others as well. */
function listsEveryAlert(profile: Profile): boolean {
  const { searchParams } = new URL(profile.endpoint('alerts').path, 'http://localhost');
  return [...searchParams.keys()].every((name) => HARMLESS.test(name));
}
