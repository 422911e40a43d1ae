/**
 * A Splunk HTTP Event Collector that refuses what Splunk refuses (docs.splunk.com, "Troubleshoot HTTP Event
 * Collector"; the codes of github.com/gjanders/SplunkAdmins). Of a batch with a wrong event it keeps those before
 * it and names it, as Splunk does.
 */
import { type Answer, type Came, type FaultyServer, startFaulty } from './faulty-server.ts';

export interface HecOptions {
  readonly token: string;
  /** Whether the token has indexer acknowledgement. */
  readonly ack?: boolean;
  /** `max_content_length` of `[http_input]`, in bytes of the unpacked body. */
  readonly maxBytes?: number;
  /** Indexes the token may write; all when absent. */
  readonly indexes?: readonly string[];
  /** Events it refuses although their form is right: the code it says of them. */
  readonly refuses?: (event: unknown) => number | null;
}

export interface Envelope {
  readonly time?: number;
  readonly host?: string;
  readonly source?: string;
  readonly sourcetype?: string;
  readonly index?: string;
  readonly event: unknown;
  readonly fields?: Readonly<Record<string, unknown>>;
}

export interface HecServer extends FaultyServer {
  /** What is indexed, in order. */
  readonly indexed: readonly Envelope[];
  /** What Splunk would take without a word and not as it is meant. */
  readonly violations: readonly string[];
  /** Acknowledgements are told after this many polls that say "not yet". */
  pollsBefore: number;
  /** That many batches are taken and lost before they are indexed: never acknowledged. */
  losesBatches: number;
  healthy: boolean;
}

const WORDS: Readonly<Record<number, readonly [status: number, text: string]>> = {
  1: [403, 'Token disabled'],
  2: [401, 'Token is required'],
  3: [401, 'Invalid authorization'],
  4: [403, 'Invalid token'],
  5: [400, 'No data'],
  6: [400, 'Invalid data format'],
  7: [400, 'Incorrect index'],
  8: [500, 'Internal server error'],
  9: [503, 'Server is busy'],
  10: [400, 'Data channel is missing'],
  11: [400, 'Invalid data channel'],
  12: [400, 'Event field is required'],
  13: [400, 'Event field cannot be blank'],
  14: [400, 'ACK is disabled'],
  15: [400, 'Error in handling indexed fields'],
  17: [200, 'HEC is healthy'],
  18: [503, 'HEC is unhealthy, queues are full'],
  27: [413, 'Request entity too large'],
};
const ENVELOPE = ['time', 'host', 'source', 'sourcetype', 'index', 'event', 'fields'];
const GUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;
const EVENT_PATHS = ['/services/collector', '/services/collector/event', '/services/collector/event/1.0'];

export function saysCode(code: number, more: object = {}): Answer {
  const [status, text] = WORDS[code] ?? [400, 'Unknown'];
  return { status, body: { text, code, ...more } };
}

export async function startHec(options: HecOptions): Promise<HecServer> {
  const { token, ack = false, maxBytes = 1_000_000 } = options;
  const indexed: Envelope[] = [];
  const violations: string[] = [];
  /** By channel: what each acknowledgement id stands for, and how often it was asked for. */
  const channels = new Map<string, { lost: boolean; polls: number; told: boolean }[]>();

  function authorised({ headers }: Came): Answer | null {
    const { authorization } = headers;
    if (authorization === undefined) return saysCode(2);
    const [scheme, given] = authorization.split(' ');
    if (scheme !== 'Splunk' || given === undefined) return saysCode(3);
    return given === token ? null : saysCode(4);
  }

  function channelOf({ headers, url }: Came): string | Answer {
    const named = headers['x-splunk-request-channel'] ?? url.searchParams.get('channel');
    if (typeof named !== 'string') return saysCode(10);
    return GUID.test(named) ? named : saysCode(11);
  }

  function take(came: Came): Answer {
    const channel = ack ? channelOf(came) : '';
    if (typeof channel !== 'string') return channel;
    if (came.body.length > maxBytes) return saysCode(27);
    if (came.body.length === 0) return saysCode(5);
    const lost = ack && server.losesBatches > 0;
    const [envelopes, whole] = split(came.body.toString('utf8'));
    const good: Envelope[] = [];
    let wrong = whole ? null : saysCode(6, { 'invalid-event-number': envelopes.length });
    for (const [number, envelope] of envelopes.entries()) {
      const code = codeOf(envelope, violations) ?? options.refuses?.(envelope.event) ?? indexCode(envelope);
      if (code !== null) {
        // Splunk names the one after it where the index is wrong.
        wrong = saysCode(code, { 'invalid-event-number': code === 7 ? number + 1 : number });
        break;
      }
      good.push(envelope);
    }
    if (lost) server.losesBatches -= 1;
    else indexed.push(...good);
    if (wrong !== null) return wrong;
    if (!ack) return saysCode0();
    const ids = channels.get(channel) ?? [];
    channels.set(channel, ids);
    ids.push({ lost, polls: 0, told: false });
    return { status: 200, body: { text: 'Success', code: 0, ackId: ids.length - 1 } };
  }

  const indexCode = ({ index }: Envelope): number | null =>
    options.indexes === undefined || index === undefined || options.indexes.includes(index) ? null : 7;

  function poll(came: Came): Answer {
    if (!ack) return saysCode(14);
    const channel = channelOf(came);
    if (typeof channel !== 'string') return channel;
    const asked = JSON.parse(came.body.toString('utf8')) as { readonly acks: readonly number[] };
    const ids = channels.get(channel) ?? [];
    const told = asked.acks.map((id) => {
      const batch = ids[id];
      if (batch === undefined || batch.told || batch.lost) return [id, false];
      batch.polls += 1;
      // An acknowledgement is told once and forgotten.
      batch.told = batch.polls > server.pollsBefore;
      return [id, batch.told];
    });
    return { status: 200, body: { acks: Object.fromEntries(told) } };
  }

  const base = await startFaulty({
    brings: ({ url }) => EVENT_PATHS.includes(url.pathname),
    answer(came) {
      const path = came.url.pathname;
      if (path === '/services/collector/health') return saysCode(server.healthy ? 17 : 18);
      if (!EVENT_PATHS.includes(path) && path !== '/services/collector/ack') {
        return { status: 404, body: { text: 'The requested URL was not found on this server.', code: 404 } };
      }
      if (came.method !== 'POST') return { status: 405, body: { text: 'Method not allowed', code: 404 } };
      return authorised(came) ?? (path === '/services/collector/ack' ? poll(came) : take(came));
    },
  });
  const server: HecServer = Object.assign(base, {
    indexed,
    violations,
    pollsBefore: 0,
    losesBatches: 0,
    healthy: true,
  });
  return server;
}

const saysCode0 = (): Answer => ({ status: 200, body: { text: 'Success', code: 0 } });

/** What Splunk says of the form of one event; null when it is right. */
function codeOf(envelope: Envelope, violations: string[]): number | null {
  for (const key of Object.keys(envelope)) {
    if (!ENVELOPE.includes(key)) violations.push(`an envelope has no member ${key}`);
  }
  const { time, event, fields } = envelope;
  if (typeof time !== 'number' || time > 1e11) violations.push(`time is no epoch in seconds: ${time}`);
  if (event === undefined) return 12;
  if (event === null || event === '') return 13;
  const nested = Object.values(fields ?? {}).some((value) => typeof value === 'object');
  return nested ? 15 : null;
}

/** The objects that stand one after another in a text, and whether that is all that stands in it. */
function split(text: string): readonly [readonly Envelope[], boolean] {
  const found: Envelope[] = [];
  let depth = 0;
  let start = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const sign = text[at];
    if (quoted) {
      if (sign === '\\') at += 1;
      else if (sign === '"') quoted = false;
      continue;
    }
    if (sign === '"') quoted = true;
    if (sign === '{' || sign === '[') depth += 1;
    if (depth === 0 && !/\s/.test(sign ?? '')) return [found, false];
    if (sign !== '}' && sign !== ']') continue;
    depth -= 1;
    if (depth > 0) continue;
    try {
      const one = JSON.parse(text.slice(start, at + 1)) as unknown;
      if (Array.isArray(one)) return [found, false];
      found.push(one as Envelope);
    } catch {
      return [found, false];
    }
    start = at + 1;
  }
  return [found, depth === 0 && !quoted];
}
