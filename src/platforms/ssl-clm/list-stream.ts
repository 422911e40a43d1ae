/** One list of an SSL CLM, page by page, newest first whenever its order allows. */
import { type Failure, fail, ok, type Result } from '../../domain/failure.ts';
import type { Http } from '../http.ts';
import { springPager } from '../spring-list.ts';
import { readSpringPage } from '../spring-paging.ts';
import type { ListName, Profile } from './profile.ts';
import { mapperOf } from './records.ts';

/** Small enough that a poll, which mostly needs one page, stays cheap; large enough for a first sync. */
const SIZE = 200;

/** The times a list may be sorted by, likeliest first. */
const TIMES: Readonly<Record<ListName, readonly string[]>> = {
  alerts: ['createdAt'],
  jobs: ['scheduledAt', 'startedAt', 'completedAt'],
  audit: ['timestamp'],
};

export interface List {
  readonly name: ListName;
  /** In a failure's words: `the audit log`. */
  readonly asked: string;
}

export function pager(platform: string, http: Http, profile: Profile, list: List) {
  const map = mapperOf(platform, list.name, profile);
  return springPager({
    idPointer: profile.pointer(list.name, 'id'),
    mapper: () => map,
    times: TIMES[list.name],
    async read(cursor, signal) {
      const { method, path } = profile.endpoint(list.name);
      const answered = await http.ask({
        method,
        path,
        query: { page: cursor.page, size: SIZE },
        signal,
        asked: list.asked,
        ifMissing: `Set paths.${list.name} to where this deployment answers with ${list.asked}.`,
      });
      if (!answered.ok) return answered;
      const page = readSpringPage(answered.value);
      return page === null ? fail(noPage(platform, list)) : ok(page);
    },
  });
}

function noPage(platform: string, { name, asked }: List): Failure {
  return {
    code: 'BAD_RESPONSE',
    what: `${platform}: ${asked} came as JSON that is no page`,
    cause: 'Expected is a page of Spring Data (content, totalElements, totalPages) or a plain list.',
    next: `Check paths.${name}.`,
    where: platform,
  };
}

/** One row proves address and token; gives how many alerts there are. */
export async function probeAlerts(
  http: Http,
  profile: Profile,
  platform: string,
  signal: AbortSignal,
): Promise<Result<string>> {
  const { method, path } = profile.endpoint('alerts');
  const list: List = { name: 'alerts', asked: 'the list of alerts' };
  const ifMissing = 'Set paths.alerts to where this deployment answers with its alerts.';
  const answered = await http.ask({
    method,
    path,
    query: { page: 0, size: 1 },
    signal,
    asked: list.asked,
    ifMissing,
  });
  if (!answered.ok) return answered;
  const page = readSpringPage(answered.value);
  if (page === null) return fail(noPage(platform, list));
  return ok(`SSL CLM answered: it holds ${page.total ?? 'an unknown number of'} alerts.`);
}
