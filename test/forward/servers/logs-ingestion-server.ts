/**
 * The Logs Ingestion API of Azure Monitor and the log-in before it, as
 * learn.microsoft.com/azure/azure-monitor/logs/logs-ingestion-api-overview has them: one array of rows a call,
 * 1 MB packed and unpacked, columns by their rules.
 */
import { type Answer, type Came, type FaultyServer, startFaulty } from './faulty-server.ts';

export interface IngestionOptions {
  readonly tenant: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly rule: string;
  readonly stream: string;
  /** Of the cloud: `https://monitor.azure.com/.default`. */
  readonly scope?: string;
  /** Seconds a token lives. */
  readonly lifetime?: number;
  /** Rows it refuses although their form is right: the whole call is refused for one. */
  readonly refuses?: (row: Row) => boolean;
}

export type Row = Readonly<Record<string, unknown>>;

export interface IngestionServer extends FaultyServer {
  readonly rows: readonly Row[];
  /** What the service would take and change without a word: a value past 64 KB is cut. */
  readonly violations: readonly string[];
  /** Tokens given so far. */
  readonly tokens: readonly string[];
  /** No token given so far is good any more. */
  revoke(): void;
}

const MOST_BYTES = 1024 * 1024;
const MOST_VALUE = 64 * 1024;
const COLUMN = /^[a-z]\w{0,44}$/i;
const RESERVED = ['_resourceid', 'id', '_subscriptionid', 'tenantid', 'type', 'uniqueid', 'title'];

export async function startIngestion(options: IngestionOptions): Promise<IngestionServer> {
  const { tenant, lifetime = 3_600, scope = 'https://monitor.azure.com/.default' } = options;
  const rows: Row[] = [];
  const violations: string[] = [];
  const tokens: string[] = [];
  const good = new Set<string>();
  const logInPath = `/${tenant}/oauth2/v2.0/token`;
  const rowsPath = `/dataCollectionRules/${options.rule}/streams/${options.stream}`;

  function logIn(came: Came): Answer {
    if (came.headers['content-type'] !== 'application/x-www-form-urlencoded') return oauth('invalid_request');
    const form = new URLSearchParams(came.body.toString('utf8'));
    if (form.get('grant_type') !== 'client_credentials') return oauth('unsupported_grant_type');
    if (form.get('scope') !== scope) return oauth('invalid_scope');
    const known = form.get('client_id') === options.clientId;
    if (!known || form.get('client_secret') !== options.clientSecret) {
      return {
        status: 401,
        body: { error: 'invalid_client', error_description: 'AADSTS7000215: Invalid client secret.' },
      };
    }
    const token = `eyJ0eXAi.${tokens.length}.${'t'.repeat(40)}`;
    tokens.push(token);
    good.add(token);
    return { status: 200, body: { token_type: 'Bearer', expires_in: lifetime, access_token: token } };
  }

  function take(came: Came): Answer {
    const { headers, url } = came;
    const [scheme, token = ''] = (headers.authorization ?? '').split(' ');
    if (scheme !== 'Bearer' || !good.has(token))
      return refuse(401, 'InvalidToken', 'The token is not valid.');
    if (url.searchParams.get('api-version') !== '2023-01-01') return refuse(400, 'InvalidApiVersion', 'No.');
    if (url.pathname !== rowsPath) return refuse(404, 'RuleNotFound', 'There is no such rule or stream.');
    if (!(headers['content-type'] ?? '').startsWith('application/json')) {
      return refuse(415, 'UnsupportedMediaType', 'JSON is wanted.');
    }
    if (came.wireBytes > MOST_BYTES || came.body.length > MOST_BYTES) {
      return refuse(413, 'ContentLengthLimitExceeded', 'More than 1 MB.');
    }
    return store(came.body);
  }

  function store(body: Buffer): Answer {
    let given: unknown;
    try {
      given = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
    } catch {
      return refuse(400, 'InvalidRequestBody', 'No JSON in UTF-8.');
    }
    if (!Array.isArray(given) || given.length === 0) return refuse(400, 'InvalidRequestBody', 'No array.');
    for (const row of given as Row[]) {
      const wrong = wrongOf(row);
      if (wrong !== null) return refuse(400, 'InvalidPayload', wrong);
      if (options.refuses?.(row) === true)
        return refuse(400, 'InvalidPayload', 'A row does not fit the stream.');
      for (const [name, value] of Object.entries(row)) {
        const bytes = Buffer.byteLength(typeof value === 'string' ? value : JSON.stringify(value));
        if (bytes > MOST_VALUE) violations.push(`${name} of ${bytes} bytes is cut`);
      }
    }
    rows.push(...(given as Row[]));
    return { status: 204 };
  }

  const base = await startFaulty({
    brings: ({ url }) => url.pathname.startsWith('/dataCollectionRules/'),
    answer: (came) => {
      if (came.method !== 'POST') return refuse(405, 'MethodNotAllowed', 'POST is wanted.');
      return came.url.pathname === logInPath ? logIn(came) : take(came);
    },
  });
  return Object.assign(base, { rows, violations, tokens, revoke: () => good.clear() });
}

/** The code is told in a header too. */
export function refuse(status: number, code: string, message: string, headers = {}): Answer {
  return { status, headers: { 'x-ms-error-code': code, ...headers }, body: { error: { code, message } } };
}

function oauth(error: string): Answer {
  return { status: 400, body: { error, error_description: 'AADSTS900144: The request is malformed.' } };
}

function wrongOf(row: Row): string | null {
  if (typeof row !== 'object' || row === null || Array.isArray(row)) return 'A row is no object.';
  const bad = Object.keys(row).find((name) => !COLUMN.test(name) || RESERVED.includes(name.toLowerCase()));
  if (bad !== undefined) return `${bad} is no column.`;
  const at = row.TimeGenerated;
  return typeof at === 'string' && !Number.isNaN(Date.parse(at)) ? null : 'TimeGenerated is wanted.';
}
