import { type Certificate, readCertificate } from './certificate.ts';
import { chainFault } from './chain.ts';
import { type Endpoint, parseEndpoint } from './endpoint.ts';
import { type Answer, shakeHands } from './handshake.ts';
import { connectFailure } from './handshake-words.ts';
import { inParallel } from './in-parallel.ts';
import type { Limits } from './limits.ts';
import { readFile } from './read-file.ts';
import type { Root } from './root.ts';
import type { Trust } from './trust.ts';

/** The certificate an endpoint should serve, according to the configuration. */
export interface Expected {
  readonly path: string;
  /** Null when the file shows none, for the reason in `problem`. */
  readonly certificate: Certificate | null;
  readonly problem: string | null;
}

export interface EndpointEntry {
  /** `host:port` in its one spelling; as configured when it is none. */
  readonly id: string;
  /** Null when the configured text is no endpoint. */
  readonly endpoint: Endpoint | null;
  readonly answer: Answer;
  /** Why the chain does not verify, as the end of a sentence. */
  readonly chainFault: string | null;
  readonly expected: Expected | null;
  readonly startedAt: number;
  readonly completedAt: number;
}

export interface EndpointOrder {
  readonly endpoints: readonly string[];
  /** Endpoint -> file with the certificate it should serve. */
  readonly expect: Readonly<Record<string, string>>;
}

interface Target {
  readonly id: string;
  readonly endpoint: Endpoint | null;
  readonly expect: string | null;
}

/** Endpoints once each, with those that only `expect` names. */
export function targetsOf({ endpoints, expect }: EndpointOrder): readonly Target[] {
  const targets = new Map<string, Target>();
  for (const text of endpoints) {
    const endpoint = parseEndpoint(text);
    const id = endpoint?.id ?? text;
    targets.set(id, { id, endpoint, expect: null });
  }
  for (const [text, path] of Object.entries(expect)) {
    const endpoint = parseEndpoint(text);
    const id = endpoint?.id ?? text;
    targets.set(id, { id, endpoint, expect: path });
  }
  return [...targets.values()];
}

export interface EndpointTools {
  readonly root: Root;
  readonly trust: Trust;
  readonly limits: Limits;
  readonly clock: () => number;
  readonly signal: AbortSignal;
}

/** Asks every endpoint what it serves. Throws only when aborted. */
export async function scanEndpoints(
  order: EndpointOrder,
  tools: EndpointTools,
  onStep: (done: number, total: number) => void,
): Promise<readonly EndpointEntry[]> {
  const targets = targetsOf(order);
  let done = 0;
  return inParallel(targets, tools.limits.connections, tools.signal, async (target) => {
    const entry = await scanOne(target, tools);
    done += 1;
    onStep(done, targets.length);
    return entry;
  });
}

async function scanOne(target: Target, tools: EndpointTools): Promise<EndpointEntry> {
  const { trust, clock } = tools;
  const startedAt = clock();
  const answer = await ask(target, tools);
  const fault = answer.kind === 'served' ? chainFault(answer, trust, startedAt) : null;
  const expected = target.expect === null ? null : await expectation(target.expect, tools);
  const { id, endpoint } = target;
  return { id, endpoint, answer, chainFault: fault, expected, startedAt, completedAt: clock() };
}

async function ask({ id, endpoint }: Target, { trust, limits, signal }: EndpointTools): Promise<Answer> {
  if (endpoint === null) {
    const text = `${JSON.stringify(id)} is no endpoint: write host:port, an IPv6 address in brackets`;
    return { kind: 'failed', reached: false, code: 'MALFORMED', text };
  }
  try {
    return await shakeHands(endpoint, trust.context, limits.handshake, signal);
  } catch (error) {
    if (signal.aborted) throw error;
    return connectFailure(error, { endpoint, connected: false, timeout: limits.handshake });
  }
}

async function expectation(path: string, { root, limits }: EndpointTools): Promise<Expected> {
  const reading = await readFile(path, root, limits.fileBytes);
  const certificates = reading.certificates.map(readCertificate).filter((one) => one !== null);
  // A server's own certificate comes first in its file; some put the CAs above it.
  const certificate = certificates.find(({ ca }) => !ca) ?? certificates[0] ?? null;
  const problem =
    certificate === null ? (reading.unreadable ?? reading.damaged[0] ?? 'holds no certificate') : null;
  return { path, certificate, problem };
}
