/**
 * DigiCert ONE Account Manager: audit log, users, accounts, as dev.digicert.com documents them ("Audit API activity
 * for compliance reporting", "Error handling and rate limits"). What those pages leave open is answered plainly:
 * `from` and `to` are UTC days, both inclusive; the limit is echoed as asked; unknown parameters are ignored.
 */
import { type Answer, type Ask, json, type Standin } from '../exchange.ts';
import { hex, mixText } from '../random.ts';
import type { World } from '../world.ts';
import { PAGE_CAP, readAsk } from './audit-ask.ts';
import { createEntries, type Told } from './entries.ts';
import { accountObject, userObject } from './profiles.ts';
import { createSelections, isOpen } from './selection.ts';
import type { Timeline } from './timeline.ts';

const error = (status: number, code: string, message: string): Answer =>
  json(status, { errors: [{ code, message }] });

/** The published codes by status; statuses the public pages do not list get the nearest word. */
const REFUSALS: Readonly<Record<number, readonly [code: string, message: string]>> = {
  400: ['invalid_request', 'The request could not be read.'],
  401: ['invalid_api_key', 'The API key is missing, invalid or expired.'],
  403: ['access_denied', 'Access denied.'],
  404: ['resource_not_found', 'Resource not found.'],
  405: ['method_not_allowed', 'Method not allowed.'],
  429: ['too_many_requests', 'Too many requests. Please try again later.'],
  503: ['service_unavailable', 'The service is in a maintenance window. Please try again later.'],
};
function refuse(status: number): Answer {
  const [code, message] = REFUSALS[status] ?? ['internal_error', 'Internal error.'];
  return error(status, code, message);
}

const ROOT = '/account/api/v1';

export function digicertOne(world: World, timeline: Timeline, told: Told, clock: () => number): Standin {
  const entries = createEntries(world, timeline, told);
  const selections = createSelections(entries);
  const { people } = world;
  const apiKey = `${hex(mixText(world.seed, 'api key'), 32)}_${hex(mixText(world.seed, 'api secret'), 64)}`;

  /** The indexes of one page and how many there are in all. */
  async function pick(query: URLSearchParams): Promise<Answer> {
    const ask = readAsk(query);
    if ('wrong' in ask) return error(400, 'invalid_input_field', `Invalid ${ask.wrong} [${ask.value}].`);
    const now = clock();
    told.prepare(now);
    const count = timeline.countAt(now);
    const first = ask.from === null ? 0 : timeline.countBefore(ask.from, count);
    const last = ask.until === null ? count : Math.max(first, timeline.countBefore(ask.until, count));
    const size = Math.min(ask.limit, PAGE_CAP);
    const { field, descending } = ask.sort;
    let total = last - first;
    let at = (place: number) => (descending ? last - 1 - place : first + place);
    if (!isOpen(ask.filters) || field !== 'timestamp') {
      const found = await selections.select(ask.filters, first, last);
      total = found.length;
      if (field === 'timestamp') at = (place) => found[descending ? total - 1 - place : place] ?? 0;
      else {
        const ordered = selections.order(found, field, descending);
        at = (place) => ordered[place] ?? 0;
      }
    }
    const items: string[] = [];
    for (let place = ask.offset; place < Math.min(total, ask.offset + size); place += 1) {
      items.push(entries.json(at(place)));
    }
    return {
      status: 200,
      body: `{"total":${total},"offset":${ask.offset},"limit":${ask.limit},"items":[${items.join(',')}]}`,
    };
  }

  function user(id: string): Answer {
    const person = people.byId.get(id);
    if (person === undefined || !person.listed) return error(404, 'not_found', 'User not found.');
    return json(200, userObject(world, person));
  }
  function account(id: string): Answer {
    const found = people.accounts.find((one) => one.id === id);
    if (found === undefined) return error(404, 'not_found', 'Account not found.');
    return json(200, accountObject(people, found));
  }
  function users(query: URLSearchParams): Answer {
    const type = query.get('user_type');
    const listed = [...people.byId.values()].filter(
      (one) => one.listed && (type === null || one.type === type),
    );
    return json(
      200,
      listed.map((one) => userObject(world, one)),
    );
  }

  const routes: readonly (readonly [
    RegExp,
    (match: RegExpExecArray, ask: Ask) => Answer | Promise<Answer>,
  ])[] = [
    [/^\/audit-log$/, (_, ask) => pick(ask.query)],
    [/^\/user$/, (_, ask) => users(ask.query)],
    // The key belongs to the platform's own service user.
    [/^\/user\/me$/, () => user(people.system.id)],
    [/^\/user\/([^/]+)$/, (match) => user(match[1] ?? '')],
    [
      /^\/account$/,
      () =>
        json(
          200,
          people.accounts.map((one) => accountObject(people, one)),
        ),
    ],
    [/^\/account\/([^/]+)$/, (match) => account(match[1] ?? '')],
  ];

  return {
    kind: 'digicert-one',
    name: 'digicert-one',
    credentials: { api_key: apiKey },
    caller: (ask) => ask.headers['x-api-key'] ?? '',
    refusal: refuse,
    answer(ask) {
      if (ask.headers['x-api-key'] !== apiKey) return refuse(401);
      if (!ask.path.startsWith(`${ROOT}/`)) return refuse(404);
      const path = ask.path.slice(ROOT.length);
      for (const [pattern, answer] of routes) {
        const match = pattern.exec(path);
        if (match === null) continue;
        return ask.method === 'GET' ? answer(match, ask) : { ...refuse(405), headers: { allow: 'GET' } };
      }
      return refuse(404);
    },
  };
}
