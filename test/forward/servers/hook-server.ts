/** A receiver of signed requests: it takes none whose signature, time or form is wrong. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { type Answer, type Came, type FaultyServer, startFaulty } from './faulty-server.ts';

export interface HookOptions {
  /** Absent: nothing is signed. */
  readonly secret?: string;
  /** UTC ms. */
  readonly clock?: () => number;
  /** Headers it wants, by their names in lower case. */
  readonly wants?: Readonly<Record<string, string>>;
  /** Bodies it refuses for good: the status it says of them. */
  readonly refuses?: (body: unknown) => number | null;
}

export interface HookServer extends FaultyServer {
  /** The bodies taken, parsed. */
  readonly taken: readonly unknown[];
}

/** A request that was signed longer ago than this (ms) may be one played again. */
const FRESH = 5 * 60_000;

export async function startHook(options: HookOptions = {}): Promise<HookServer> {
  const { secret, clock = Date.now, wants = {} } = options;
  const taken: unknown[] = [];

  function answer(came: Came): Answer {
    if (came.method !== 'POST') return { status: 405 };
    for (const [name, value] of Object.entries(wants)) {
      if (came.headers[name] !== value) return { status: 400, body: { message: `${name} is not ${value}` } };
    }
    if (secret !== undefined && !signedWith(secret, came, clock())) {
      return { status: 401, body: { message: 'The signature is wrong.' } };
    }
    let body: unknown;
    try {
      body = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(came.body));
    } catch {
      return { status: 400, body: { message: 'No JSON in UTF-8.' } };
    }
    const status = options.refuses?.(body) ?? null;
    if (status !== null) return { status, body: { message: 'This is not wanted here.' } };
    taken.push(body);
    return { status: 202 };
  }

  const base = await startFaulty({ brings: ({ method }) => method === 'POST', answer });
  return Object.assign(base, { taken });
}

function signedWith(secret: string, { headers, body }: Came, now: number): boolean {
  const at = String(headers['x-certdeck-timestamp'] ?? '');
  const given = Buffer.from(String(headers['x-certdeck-signature'] ?? ''));
  if (!/^\d{10}$/.test(at) || Math.abs(now - Number(at) * 1_000) > FRESH) return false;
  const right = Buffer.from(
    `sha256=${createHmac('sha256', secret).update(`${at}.`).update(body).digest('hex')}`,
  );
  return right.length === given.length && timingSafeEqual(right, given);
}
