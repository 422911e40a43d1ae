/**
 * CertifyClouds under `/api`, as its documentation has it (certifyclouds-docs.pages.dev/api): log-in with tokens
 * that end, lists with `limit` and `offset`. Fields of scans, assets and the alert history are not published; the
 * names here are plain ones.
 */
import { DAY, HOUR, MINUTE } from '../clock-times.ts';
import { type Answer, type Ask, json, type Standin } from '../exchange.ts';
import { hex, mixText } from '../random.ts';
import type { Ledger } from '../story/ledger.ts';
import type { Orders } from '../story/orders.ts';
import type { World } from '../world.ts';
import { createChronicle } from './chronicle.ts';
import type { AlertHappening, AuditHappening, Happenings, ListName, ScanHappening } from './happenings.ts';
import { createInventory } from './inventory.ts';
import { createTokens } from './token.ts';
import { alertJson, assetJson, auditJson, scanJson, scoreJson, vaultJson } from './wire.ts';

const PAGE_DEFAULT = 50;
const PAGE_CAP = 100;
/** Short, so that a client's renewal is part of every longer look at the demo. */
const TOKEN_LIFE = 15 * MINUTE;

const REASONS: Readonly<Record<number, readonly [error: string, detail: string, code: string]>> = {
  400: ['Bad Request', 'The request is not valid.', 'VALIDATION_ERROR'],
  401: ['Unauthorized', 'Not authenticated, or the token has expired.', 'UNAUTHORIZED'],
  403: ['Forbidden', 'Not included in this licence, or not permitted.', 'FORBIDDEN'],
  404: ['Not Found', 'Nothing is here.', 'NOT_FOUND'],
  405: ['Method Not Allowed', 'Not with this method.', 'METHOD_NOT_ALLOWED'],
  429: ['Too Many Requests', 'Limits are 60 requests a minute and 1000 an hour.', 'RATE_LIMITED'],
  503: ['Service Unavailable', 'The service is starting.', 'UNAVAILABLE'],
};

function refuse(status: number, detail?: string): Answer {
  const [error, usual, code] = REASONS[status] ?? ['Internal Server Error', 'Internal error.', 'INTERNAL'];
  return json(status, { error, detail: detail ?? usual, code });
}

interface Span {
  readonly limit: number;
  readonly offset: number;
  readonly from: number | null;
  /** Exclusive. */
  readonly until: number | null;
}

/** A date stands for its whole day. */
function instant(text: string | null, end: boolean): number | null {
  if (text === null || text === '') return null;
  const at = Date.parse(text);
  return end && /^\d{4}-\d{2}-\d{2}$/.test(text) ? at + DAY : at;
}

function spanOf(query: URLSearchParams): Span | null {
  const number = (name: string, otherwise: number, least: number) => {
    const text = query.get(name) ?? String(otherwise);
    return /^\d{1,9}$/.test(text) && Number(text) >= least ? Number(text) : Number.NaN;
  };
  const span = {
    limit: Math.min(PAGE_CAP, number('limit', PAGE_DEFAULT, 1)),
    offset: number('offset', 0, 0),
    from: instant(query.get('start_date'), false),
    until: instant(query.get('end_date'), true),
  };
  return Object.values(span).some((value) => Number.isNaN(value)) ? null : span;
}

const page = (rows: readonly unknown[], total: number, { limit, offset }: Span): Answer =>
  json(200, { data: rows, meta: { total, page: Math.floor(offset / limit) + 1, perPage: limit } });

export function certifyClouds(world: World, ledger: Ledger, orders: Orders, clock: () => number): Standin {
  const inventory = createInventory(world, orders);
  const chronicle = createChronicle(world, inventory, ledger);
  const tokens = createTokens(world.seed, TOKEN_LIFE);
  const username = 'certdeck@example.com';
  const password = `ccl-${hex(mixText(world.seed, 'clouds password'), 24)}`;

  /** One page, newest first; a filter is looked for among all, as entries never change once they are there. */
  function list<L extends ListName>(
    name: L,
    { query }: Ask,
    form: (one: Happenings[L], now: number) => unknown,
    passes?: (one: Happenings[L]) => boolean,
  ): Answer {
    const span = spanOf(query);
    if (span === null) return refuse(400);
    const now = clock();
    const count = chronicle.count(name, now);
    const first = span.from === null ? 0 : chronicle.before(name, span.from, count);
    const last = span.until === null ? count : Math.max(first, chronicle.before(name, span.until, count));
    const { limit, offset } = span;
    const at = (place: number) => chronicle.item(name, last - 1 - place);
    let total = last - first;
    let row = at;
    if (passes !== undefined) {
      const found = Array.from({ length: total }, (_, place) => at(place)).filter(passes);
      total = found.length;
      row = (place) => found[place] as Happenings[L];
    }
    const rows = Array.from({ length: Math.max(0, Math.min(limit, total - offset)) }, (_, place) =>
      form(row(offset + place), now),
    );
    return page(rows, total, span);
  }

  function audit(ask: Ask): Answer {
    const [type, actor] = [ask.query.get('event_type'), ask.query.get('actor')];
    const passes = (one: AuditHappening) =>
      (type === null || one.event === type) &&
      (actor === null || [one.actor.id, one.actor.name, one.actor.type].includes(actor));
    return list('audit', ask, auditJson, type === null && actor === null ? undefined : passes);
  }

  function one<L extends ListName>(
    name: L,
    id: string,
    form: (found: Happenings[L], now: number) => unknown,
  ): Answer {
    const now = clock();
    for (let place = chronicle.count(name, now) - 1; place >= 0; place -= 1) {
      const found = chronicle.item(name, place);
      if (found.id === id) return json(200, { data: form(found, now) });
    }
    return refuse(404);
  }

  function assets(ask: Ask): Answer {
    const span = spanOf(ask.query);
    if (span === null) return refuse(400);
    const now = clock();
    const asked = (name: string) => ask.query.get(name);
    const found = inventory.assets.filter(
      (asset) =>
        (asked('type') ?? asset.type) === asset.type &&
        (asked('vault') ?? asset.vault.name) === asset.vault.name &&
        (asked('subscription') ?? asset.vault.subscription) === asset.vault.subscription &&
        (asked('status') ?? inventory.statusOf(asset, now)) === inventory.statusOf(asset, now),
    );
    const rows = found.slice(span.offset, span.offset + span.limit);
    return page(
      rows.map((asset) => assetJson(asset, inventory, now)),
      found.length,
      span,
    );
  }

  function vaults(ask: Ask): Answer {
    const span = spanOf(ask.query);
    if (span === null) return refuse(400);
    const rows = inventory.vaults.slice(span.offset, span.offset + span.limit);
    return page(
      rows.map((vault) => vaultJson(vault, inventory)),
      inventory.vaults.length,
      span,
    );
  }

  function logIn(ask: Ask): Answer {
    let given: { username?: unknown; password?: unknown } | null = null;
    try {
      given = JSON.parse(ask.body);
    } catch {
      return refuse(400);
    }
    if (given?.username !== username || given.password !== password) {
      return refuse(401, 'Incorrect username or password.');
    }
    const token = tokens.issue(clock());
    return json(200, { access_token: token, token_type: 'bearer', expires_in: tokens.lifetime / 1_000 });
  }

  type Route = readonly [method: string, path: RegExp, answer: (ask: Ask, id: string) => Answer];
  const open: readonly Route[] = [
    ['GET', /^(?:\/api)?\/health$/, () => json(200, { status: 'healthy' })],
    ['POST', /^\/api\/auth\/login$/, logIn],
  ];
  const scans = (found: ScanHappening, now: number) => scanJson(found, now);
  const alerts = (found: AlertHappening) => alertJson(found);
  // Every alert of the history was sent.
  const isSent = (ask: Ask) => (ask.query.get('status') ?? 'sent') === 'sent';
  const closed: readonly Route[] = [
    ['GET', /^\/api\/auth\/me$/, () => json(200, { data: { username, role: 'viewer' } })],
    ['POST', /^\/api\/auth\/logout$/, () => ({ status: 204, body: null })],
    ['GET', /^\/api\/audit\/entries$/, audit],
    ['GET', /^\/api\/audit\/entries\/([^/]+)$/, (_, id) => one('audit', id, auditJson)],
    ['GET', /^\/api\/assets\/discovery\/scans$/, (ask) => list('scan', ask, scans)],
    ['GET', /^\/api\/assets\/discovery\/scans\/([^/]+)$/, (_, id) => one('scan', id, scans)],
    ['GET', /^\/api\/assets\/discovery\/assets$/, assets],
    ['GET', /^\/api\/assets\/discovery\/vaults$/, vaults],
    ['GET', /^\/api\/compliance\/score$/, () => json(200, scoreJson(inventory, clock()))],
    [
      'GET',
      /^\/api\/alerts\/history$/,
      (ask) => list('alert', ask, alerts, isSent(ask) ? undefined : () => false),
    ],
  ];

  return {
    kind: 'certifyclouds',
    name: 'certifyclouds',
    credentials: { password },
    // Three lists a poll: at the demo's usual pace they would take more than the 1,000 of an hour.
    settings: { username, poll_interval: '15s' },
    limits: [
      { requests: 60, per: MINUTE },
      { requests: 1_000, per: HOUR },
    ],
    // Limits are per address, and every client of this machine has the same.
    caller: () => 'client',
    refusal: (status) => refuse(status),
    answer(ask) {
      const token = /^Bearer (.+)$/.exec(ask.headers.authorization ?? '')?.[1] ?? '';
      const routes = [...open, ...closed].filter(([, path]) => path.test(ask.path));
      if (routes.length === 0) return refuse(404);
      const route = routes.find(([method]) => method === ask.method);
      if (route === undefined) {
        return { ...refuse(405), headers: { allow: routes.map(([method]) => method).join(', ') } };
      }
      if (!open.includes(route) && !tokens.isGood(token, clock())) return refuse(401);
      return route[2](ask, route[1].exec(ask.path)?.[1] ?? '');
    },
  };
}
