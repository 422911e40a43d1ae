/** Each kind that talks HTTP with its stand-in: how it grows, and what it truly holds, read without our code. */
import type { DemoHooks, DemoPlatform } from '../../src/demo/start.ts';
import type { Ref } from '../../src/domain/record.ts';
import { HOUR, MINUTE } from '../../src/domain/time.ts';
import { CERTINEXT } from './certinext-subject.ts';

export interface Subject {
  readonly kind: string;
  /** Query parameter that asks for a number of rows, and the most that is ever given. */
  readonly size: { readonly name: string; readonly cap: number };
  /** Rows a page that make its longest list a handful of pages. */
  readonly fewPages: number;
  /** Paths of its lists. */
  readonly lists: RegExp;
  /** The list that is longest. */
  readonly longest: RegExp;
  /** Its append-only lists, where the longest is not the only one. */
  readonly logs?: RegExp;
  /** Makes the platform hold more. */
  grow(time: { now: number }, hooks: DemoHooks): void;
  /** Everything it holds now (UTC ms), by ref; the value tells states apart (a job's status, an alert's read mark). */
  truth(platform: DemoPlatform, now: number): Promise<Map<Ref, string>>;
  /** A field of the longest list's rows that holds a time. */
  readonly timeField: string;
  /** The parameter that says where a page begins, and where the last one does of so many rows. */
  readonly start: { readonly name: string; readonly last: (rows: number, size: number) => number };
  /** Logs in for a token, and again when that is refused; others send a key, which nobody can renew for them. */
  readonly signsIn?: boolean;
  /** Limits published for a key: at most `requests` in any `per` milliseconds. */
  readonly limits?: readonly { readonly requests: number; readonly per: number }[];
  /** Streams a deployment may be without, and the path of each. */
  readonly optional?: Readonly<Record<string, RegExp>>;
  /** A path it cannot be without, and the streams that read it; by default the longest list, the audit log. */
  readonly required?: { readonly streams: readonly string[]; readonly path: RegExp };
  /** Its rows have no ids: ours are made of all that stands in them. */
  readonly idsFromContent?: boolean;
}

const fromZero = { name: 'offset', last: (rows: number, size: number) => Math.max(0, rows - size) };

async function get(url: string, headers: Record<string, string>): Promise<Record<string, unknown>> {
  const response = await fetch(url, { headers });
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return (await response.json()) as Record<string, unknown>;
}

type Row = Readonly<Record<string, unknown>>;

const DIGICERT_ONE: Subject = {
  kind: 'digicert-one',
  size: { name: 'limit', cap: 1_000 },
  fewPages: 30,
  lists: /audit-log$/,
  longest: /audit-log$/,
  grow(time, hooks) {
    time.now += 700;
    hooks.addEntries(3);
  },
  async truth({ baseUrl, credentials }) {
    const held = new Map<Ref, string>();
    const headers = { 'x-api-key': credentials.api_key ?? '' };
    for (let offset = 0; ; ) {
      const url = `${baseUrl}/account/api/v1/audit-log?sort=timestamp:asc&limit=1000&offset=${offset}`;
      const { items, total } = (await get(url, headers)) as { items: Row[]; total: number };
      for (const { id } of items) held.set(`prod/audit/${id}`, '');
      offset += items.length;
      if (offset >= total) return held;
    }
  },
  timeField: 'timestamp',
  start: fromZero,
};

const SSL_CLM: Subject = {
  kind: 'ssl-clm',
  size: { name: 'size', cap: 2_000 },
  fewPages: 110,
  lists: /^\/api\/(alerts|jobs|audit-logs)$/,
  longest: /audit-logs$/,
  grow(time) {
    time.now += 20_000;
  },
  async truth({ baseUrl, credentials }) {
    const held = new Map<Ref, string>();
    const headers = { authorization: `Bearer ${credentials.token}` };
    const lists = { alerts: 'alert', jobs: 'job', 'audit-logs': 'audit' };
    for (const [path, kind] of Object.entries(lists)) {
      for (let page = 0; ; page += 1) {
        const url = `${baseUrl}/api/${path}?page=${page}&size=100`;
        const { content, totalPages } = (await get(url, headers)) as { content: Row[]; totalPages: number };
        for (const { id, status, read } of content)
          held.set(`prod/${kind}/${id}`, String(status ?? read ?? ''));
        if (page + 1 >= totalPages) break;
      }
    }
    return held;
  },
  timeField: 'timestamp',
  start: { name: 'page', last: (rows, size) => Math.ceil(rows / size) - 1 },
};

const DIGICERT_DISCOVERY: Subject = {
  kind: 'digicert-discovery',
  size: { name: 'pageSize', cap: 512 },
  fewPages: 15,
  lists: /auditlog\/list$/,
  longest: /auditlog\/list$/,
  grow(time) {
    time.now += 40_000;
  },
  async truth({ baseUrl, credentials, settings }) {
    const held = new Map<Ref, string>();
    for (let startIndex = 1; ; ) {
      const body = { accountId: settings.account_id, divisionIds: [], filterSelected: 'userName' };
      const response = await fetch(`${baseUrl}/auditlog/list`, {
        method: 'POST',
        headers: { 'x-dc-devkey': credentials.api_key ?? '', 'content-type': 'application/json' },
        body: JSON.stringify({ ...body, startIndex, pageSize: 512, sortOrder: 'ASC' }),
      });
      const { data } = (await response.json()) as { data: { auditLogs: Row[]; totalCount: number } };
      for (const { id } of data.auditLogs) held.set(`prod/audit/${id}`, '');
      startIndex += data.auditLogs.length;
      if (startIndex > data.totalCount) return held;
    }
  },
  timeField: 'createdDate',
  start: { name: 'startIndex', last: (rows, size) => Math.max(1, rows - size + 1) },
  limits: [
    { requests: 100, per: 5_000 },
    { requests: 1_000, per: 3 * MINUTE },
  ],
};

const CERTIFYCLOUDS: Subject = {
  kind: 'certifyclouds',
  size: { name: 'limit', cap: 100 },
  fewPages: 40,
  lists: /(entries|scans|history)$/,
  longest: /audit\/entries$/,
  logs: /(audit\/entries|alerts\/history)$/,
  grow(time) {
    time.now += 25_000;
  },
  async truth({ baseUrl, credentials, settings }) {
    const held = new Map<Ref, string>();
    const response = await fetch(`${baseUrl}/api/auth/login`, {
      method: 'POST',
      body: JSON.stringify({ username: settings.username, password: credentials.password }),
    });
    const { access_token } = (await response.json()) as { access_token: string };
    const headers = { authorization: `Bearer ${access_token}` };
    const lists = {
      'audit/entries': ['audit', () => ''],
      'assets/discovery/scans': ['job', ({ status }: Row) => STATUS[String(status)] ?? ''],
      'alerts/history': ['alert', () => 'false'],
    } as const;
    for (const [path, [kind, state]] of Object.entries(lists)) {
      for (let offset = 0; ; ) {
        const url = `${baseUrl}/api/${path}?limit=100&offset=${offset}`;
        const { data, meta } = (await get(url, headers)) as { data: Row[]; meta: { total: number } };
        for (const row of data) held.set(`prod/${kind}/${row.id}`, state(row));
        offset += data.length;
        if (offset >= meta.total) break;
      }
    }
    // Figures are ours by name; what they count is looked at elsewhere.
    for (const name of FIGURES) held.set(`prod/statistic/${name}:2026-08-20`, '');
    return held;
  },
  timeField: 'timestamp',
  start: fromZero,
  signsIn: true,
  limits: [
    { requests: 60, per: MINUTE },
    { requests: 1_000, per: HOUR },
  ],
  optional: {
    scans: /scans$/,
    alerts: /history$/,
    assets: /assets$/,
    vaults: /vaults$/,
    compliance: /score$/,
  },
};
const STATUS: Readonly<Record<string, string>> = {
  running: 'RUNNING',
  completed: 'SUCCESS',
  failed: 'FAILED',
};
const FIGURES = [
  ...['discovered-certificates', 'expired-certificates', 'expiring-certificates', 'total-number-of-keys'],
  ...['secrets', 'expired-secrets', 'expiring-secrets', 'vaults', 'compliance-score', 'compliance-checks'],
  ...['compliance-checks-passed', 'compliance-checks-failed'],
  ...['critical', 'high', 'medium', 'low'].map((severity) => `violations-of-${severity}-severity`),
];

export const SUBJECTS: readonly Subject[] = [
  DIGICERT_ONE,
  SSL_CLM,
  DIGICERT_DISCOVERY,
  CERTIFYCLOUDS,
  CERTINEXT,
];
