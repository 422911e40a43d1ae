/**
 * QCecuring SSL CLM. The vendor documents what alerts, jobs and audit entries hold, not how they travel; paths, page
 * and field names are the defaults of our own connector: Spring Data pages, newest first, bearer token.
 */
import { isoMillis } from '../clock-times.ts';
import { type Answer, type Ask, json, type Standin } from '../exchange.ts';
import { hex, mixText } from '../random.ts';
import type { ListName } from '../story/events.ts';
import type { Ledger } from '../story/ledger.ts';
import type { World } from '../world.ts';
import type { Marks } from './marks.ts';
import { alertJson, auditJson, jobJson } from './wire.ts';

const PAGE_DEFAULT = 20;
/** Spring Data's own ceiling; a larger size is cut to it without a word. */
const PAGE_CAP = 2_000;

const REASONS: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
};

function whole(text: string | null, otherwise: number, least: number): number | null {
  if (text === null || text === '') return otherwise;
  return /^\d{1,9}$/.test(text) && Number(text) >= least ? Number(text) : null;
}

export function sslClm(world: World, ledger: Ledger, marks: Marks, clock: () => number): Standin {
  const token = `clm_${hex(mixText(world.seed, 'clm token'), 48)}`;

  const refusal = (status: number, ask: Pick<Ask, 'path'>): Answer =>
    json(status, {
      timestamp: isoMillis(clock()),
      status,
      error: REASONS[status] ?? 'Error',
      path: ask.path,
    });

  function page(list: Exclude<ListName, 'discovery'>, ask: Ask): Answer {
    const number = whole(ask.query.get('page'), 0, 0);
    const asked = whole(ask.query.get('size'), PAGE_DEFAULT, 1);
    if (number === null || asked === null) return refusal(400, ask);
    const size = Math.min(asked, PAGE_CAP);
    const now = clock();
    const total = ledger.count(list, now);
    const first = Math.min(total, number * size);
    const content = Array.from({ length: Math.min(total, first + size) - first }, (_, at) => {
      const place = total - 1 - first - at;
      if (list === 'job') return jobJson(ledger.item('job', place), now);
      if (list === 'audit') return auditJson(ledger.item('audit', place));
      const alert = ledger.item('alert', place);
      return alertJson(alert, marks.isRead(alert, now));
    });
    return json(200, {
      content,
      totalElements: total,
      totalPages: Math.ceil(total / size),
      number,
      size,
    });
  }
  function readOne(id: string, ask: Ask): Answer {
    const alert = ledger.find('alert', id, clock());
    if (alert === null) return refusal(404, ask);
    marks.read(id);
    return json(200, alertJson(alert, true));
  }
  function readAll(): Answer {
    marks.readAll(clock());
    return { status: 204, body: null };
  }

  type Route = readonly [method: string, path: RegExp, answer: (match: RegExpExecArray, ask: Ask) => Answer];
  const routes: readonly Route[] = [
    ['GET', /^\/api\/alerts$/, (_, ask) => page('alert', ask)],
    ['GET', /^\/api\/jobs$/, (_, ask) => page('job', ask)],
    ['GET', /^\/api\/audit-logs$/, (_, ask) => page('audit', ask)],
    ['POST', /^\/api\/alerts\/read-all$/, () => readAll()],
    ['POST', /^\/api\/alerts\/([^/]+)\/read$/, (match, ask) => readOne(match[1] ?? '', ask)],
  ];

  return {
    kind: 'ssl-clm',
    name: 'ssl-clm',
    credentials: { token },
    caller: (ask) => ask.headers.authorization ?? '',
    refusal,
    answer(ask) {
      if (ask.headers.authorization !== `Bearer ${token}`) return refusal(401, ask);
      const matches = routes.filter(([, path]) => path.test(ask.path));
      const route = matches.find(([method]) => method === ask.method);
      if (route === undefined) {
        const allow = matches.map(([method]) => method).join(', ');
        return matches.length === 0 ? refusal(404, ask) : { ...refusal(405, ask), headers: { allow } };
      }
      const match = route[1].exec(ask.path);
      return match === null ? refusal(404, ask) : route[2](match, ask);
    },
  };
}
