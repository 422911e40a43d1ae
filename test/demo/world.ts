/** A demo with a clock of its own, and the client these tests ask it with. */
import { onTestFinished } from 'vitest';
import { type DemoOptions, type DemoState, startDemo } from '../../src/demo/start.ts';

export const START = Date.parse('2026-08-20T09:00:00Z');
export const MINUTE = 60_000;

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests read what the wire says.
  readonly body: any;
}

export async function demo(options: Partial<DemoOptions> = {}) {
  const time = { now: START };
  const states: DemoState[] = [];
  const servers = await startDemo(
    { seed: 1, entries: 5_000, start: START, limits: null, ...options },
    { clock: () => time.now, onState: (state) => states.push(state) },
  );
  onTestFinished(() => servers.close());
  const platform = (kind: string) => {
    const found = servers.platforms.find((one) => one.kind === kind);
    if (found === undefined) throw new Error(`no ${kind}`);
    return found;
  };
  const one = platform('digicert-one');
  const clm = platform('ssl-clm');
  const discovery = platform('digicert-discovery');
  const next = platform('certinext');
  const clouds = platform('certifyclouds');
  const ask = async (url: string, init: RequestInit): Promise<Reply> => {
    const response = await fetch(url, init);
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: text === '' ? null : JSON.parse(text),
    };
  };
  const client = {
    grant_type: 'client_credentials',
    client_id: String(next.settings.account_number),
    client_secret: next.credentials.client_secret ?? '',
  };
  const grant = (form: object = {}) =>
    ask(`${next.baseUrl}/oauth/token`, {
      method: 'POST',
      body: new URLSearchParams({ ...client, ...form }),
    });
  return {
    time,
    states,
    servers,
    /** A token of certinext's, asked for with its client unless `form` says otherwise. */
    grant,
    /** With `token`, or a new one. */
    next: async (path: string, token?: string) =>
      ask(`${next.baseUrl}/api/certinext/v2${path}`, {
        headers: { authorization: `Bearer ${token ?? (await grant()).body.access_token}` },
      }),
    one: (path: string, init: RequestInit = {}) =>
      ask(`${one.baseUrl}/account/api/v1${path}`, {
        headers: { 'x-api-key': one.credentials.api_key ?? '' },
        ...init,
      }),
    clm: (path: string, init: RequestInit = {}) =>
      ask(`${clm.baseUrl}${path}`, {
        headers: { authorization: `Bearer ${clm.credentials.token}` },
        ...init,
      }),
    /** Behind a log-in of its own. */
    clouds: async (path: string) => {
      const { username } = clouds.settings;
      const { body } = await ask(`${clouds.baseUrl}/api/auth/login`, {
        method: 'POST',
        body: JSON.stringify({ username, password: clouds.credentials.password }),
      });
      const headers = { authorization: `Bearer ${body.access_token}` };
      return ask(`${clouds.baseUrl}/api${path}`, { headers });
    },
    /** With what every request needs, unless `body` says otherwise. */
    discovery: (path: string, body: object = {}) =>
      ask(`${discovery.baseUrl}/auditlog${path}`, {
        method: 'POST',
        headers: { 'x-dc-devkey': discovery.credentials.api_key ?? '' },
        body: JSON.stringify({
          accountId: discovery.settings.account_id,
          divisionIds: [],
          filterSelected: 'userName',
          ...body,
        }),
      }),
  };
}
