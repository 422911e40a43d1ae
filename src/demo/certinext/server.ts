/**
 * CERTInext, API v2: what the client at github.com/tod-uma/certinext observed of it. Tokens of an hour by client
 * credentials; reports that count pages from 1 and repeat their last one; problems of RFC 7807, and Spring's own
 * form where the request never reached the application.
 */
import { HOUR, isoMillis } from '../clock-times.ts';
import { type Answer, type Ask, json, type Standin } from '../exchange.ts';
import { TEAMS } from '../names.ts';
import { hex, mix, mixText } from '../random.ts';
import type { Order, Orders } from '../story/orders.ts';
import type { World } from '../world.ts';
import { portalBooks } from './exports.ts';
import { domainPage, HEADERS, reportPage } from './listing.ts';
import {
  domainRows,
  groupNumber,
  ledgerJson,
  ORGANISATION,
  orderJson,
  priceOf,
  spaced,
  statusOf,
  tenDigits,
} from './wire.ts';

const LIFETIME = HOUR;
const OPENING_BALANCE = 25_000_000;
const PROBLEM = { ...HEADERS, 'content-type': 'application/problem+json' } as const;

const PROBLEMS: Readonly<Record<number, readonly [code: string, title: string, detail: string]>> = {
  400: ['EMS-DOMAIN-101', 'Bad Request', 'EMS-DOMAIN-101: The value of a filter is not supported.'],
  401: ['EMS-401', 'Unauthorized', 'EMS-401: The access token is missing, invalid or expired.'],
  422: ['EMS-922', 'Unprocessable Entity', 'EMS-922: The value of a filter is not supported.'],
  429: ['EMS-429', 'Too Many Requests', 'EMS-429: Too many requests for this account.'],
};
const REASONS: Readonly<Record<number, string>> = {
  404: 'Not Found',
  405: 'Method Not Allowed',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
};

/** The statuses the report can be asked for; those of an unfinished order's steps are refused. */
const FILTERS: Readonly<Record<string, (order: Order, end: number, now: number) => boolean>> = {
  issued: ({ serial, ends }, end, now) => serial !== null && ends <= now && end > now,
  expired: ({ serial, ends }, end, now) => serial !== null && ends <= now && end <= now,
  cancelled: ({ serial, ends }, _, now) => serial === null && ends <= now,
  'pending-approval': (order, end, now) => statusOf(order, end, now)[0] === 'Order Accepted',
  revoked: () => false,
  rejected: () => false,
};

export function certinext(world: World, orders: Orders, clock: () => number): Standin {
  const account = tenDigits(mixText(world.seed, 'certinext account'));
  const secret = hex(mixText(world.seed, 'certinext secret'), 32);
  const domains = domainRows(world);
  const spent: number[] = [];

  const refusal = (status: number, { path }: Pick<Ask, 'path'>): Answer => {
    const problem = PROBLEMS[status];
    if (problem === undefined) {
      const error = REASONS[status] ?? 'Error';
      return json(status, { timestamp: isoMillis(clock()), status, error, message: error, path }, HEADERS);
    }
    const [code, title, detail] = problem;
    return json(status, { type: `https://api.certinext.io/errors/${code}`, title, status, detail }, PROBLEM);
  };

  /** Says in itself when it was given: nothing has to be remembered. */
  const tokenOf = (given: number): string =>
    `${given.toString(36)}.${hex(mix(mixText(world.seed, 'certinext token'), given % 0xffff_fffb), 40)}`;

  function isGood(token: string): boolean {
    const given = Number.parseInt(token.split('.')[0] ?? '', 36);
    return Number.isSafeInteger(given) && token === tokenOf(given) && clock() - given < LIFETIME;
  }

  function token({ body }: Ask): Answer {
    const form = new URLSearchParams(body);
    if (form.get('grant_type') !== 'client_credentials')
      return json(400, { error: 'unsupported_grant_type' });
    const known = form.get('client_id') === account && form.get('client_secret') === secret;
    if (!known) return json(401, { error: 'invalid_client' });
    return json(200, { access_token: tokenOf(clock()), token_type: 'Bearer', expires_in: LIFETIME / 1_000 });
  }

  function ordersPage(ask: Ask): Answer {
    const now = clock();
    const status = ask.query.get('status');
    const filter = status === null ? () => true : FILTERS[status];
    if (filter === undefined) return refusal(422, ask);
    const [from, to] = [ask.query.get('from'), ask.query.get('to')];
    const all = orders.until(now);
    const within = ({ at }: Order) =>
      (from === null || spaced(at).slice(0, 10) >= from) && (to === null || spaced(at).slice(0, 10) <= to);
    const found =
      (status ?? from ?? to) ? all.filter((one) => within(one) && filter(one, orders.endOf(one), now)) : all;
    return reportPage(ask, found.length, (place) => {
      const order = found[place] as Order;
      return orderJson(world, order, orders.endOf(order), now);
    });
  }

  function ledgerPage(ask: Ask): Answer {
    const all = orders.until(clock());
    for (const order of all.slice(spent.length)) spent.push((spent.at(-1) ?? 0) + priceOf(order));
    return reportPage(ask, all.length, (place) =>
      ledgerJson(all[place] as Order, OPENING_BALANCE - (spent[place] ?? 0)),
    );
  }

  const groups = TEAMS.map((team, at) => ({
    groupNumber: groupNumber(world, team),
    groupName: team.name,
    isDefaultGroup: at === 0 ? '1' : '0',
    accountBalance: '0.00',
    groupBalance: '',
    finance: '1',
    organizationDetails: [],
  }));
  const organizations = [
    {
      organizationNumber: tenDigits(mixText(world.seed, 'organisation')),
      organizationName: ORGANISATION,
      organizationCountryCode: 'US',
      organizationStatusId: '1',
      isPreVettingOrg: '1',
    },
  ];

  const API = '/api/certinext/v2';
  const routes: Readonly<Record<string, (ask: Ask) => Answer>> = {
    [`${API}/auth/me`]: () => json(200, { accountNumber: account, authType: 'oauth2' }, HEADERS),
    [`${API}/reports/orders`]: ordersPage,
    [`${API}/reports/ledger`]: ledgerPage,
    [`${API}/domains`]: (ask) => domainPage(ask, domains) ?? refusal(400, ask),
    [`${API}/groups`]: () => json(200, { groups }, HEADERS),
    [`${API}/organizations`]: () => json(200, { organizations }, HEADERS),
  };

  return {
    kind: 'certinext',
    name: 'certinext',
    credentials: { client_secret: secret },
    settings: { account_number: account },
    exported: () => portalBooks(world, orders.until(world.start)),
    // One account is one caller, whichever of its tokens it shows.
    caller: () => account,
    refusal,
    answer(ask) {
      if (ask.path === '/oauth/token') return ask.method === 'POST' ? token(ask) : refusal(405, ask);
      const bearer = ask.headers.authorization ?? '';
      if (!bearer.startsWith('Bearer ') || !isGood(bearer.slice(7))) return refusal(401, ask);
      const route = routes[ask.path];
      if (route === undefined) return refusal(404, ask);
      return ask.method === 'GET' ? route(ask) : refusal(405, ask);
    },
  };
}
