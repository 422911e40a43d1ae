/**
 * Indexer acknowledgement: a request that is answered with 200 is only well-formed; it is indexed once the collector
 * says so of its id, asked for on the channel it was sent on (docs.splunk.com, "About HTTP Event Collector Indexer
 * Acknowledgment").
 */
import { randomUUID } from 'node:crypto';
import type { Failure } from '../../domain/failure.ts';
import { isObject } from '../../domain/json.ts';
import { formatDuration } from '../../domain/time.ts';
import type { Poster } from '../post.ts';
import { type Attempt, failed, TAKEN } from '../settle.ts';
import type { TargetTools } from '../target.ts';
import { OF_THE_SETTINGS, readReply } from './codes.ts';
import type { HecSettings } from './settings.ts';

/** Milliseconds between two questions: the first, and what they grow to. */
const [SOONEST, LATEST] = [500, 10_000];

export interface Acknowledging {
  /** What every request of the channel carries. */
  headers(): Readonly<Record<string, string>>;
  /** Null when the token has acknowledgement, as far as that can be told; asks without sending anything. */
  missing(signal: AbortSignal): Promise<Failure | null>;
  /** Waits until what has this id is indexed. */
  wait(ackId: number, signal: AbortSignal): Promise<Attempt>;
}

export function acknowledging(
  settings: HecSettings,
  authorised: () => Readonly<Record<string, string>>,
  poster: Poster,
  tools: Pick<TargetTools, 'clock' | 'wait'>,
): Acknowledging {
  let channel = randomUUID();
  const headers = () => ({ 'x-splunk-request-channel': channel });

  async function ask(ackId: number, signal: AbortSignal): Promise<Attempt | 'not yet'> {
    const out = {
      url: settings.ackUrl,
      headers: { ...authorised(), ...headers(), 'content-type': 'application/json' },
      body: JSON.stringify({ acks: [ackId] }),
      signal,
      asked: 'questions for acknowledgements',
    };
    const answer = await poster.send(out);
    // Whatever keeps the question from being answered may be over by the next.
    if (!answer.ok) return 'not yet';
    const { status, json } = answer.value;
    if (status === 200) {
      const acks = isObject(json) && isObject(json.acks) ? json.acks : {};
      return acks[ackId] === true ? TAKEN : 'not yet';
    }
    if (status >= 500 || status === 429 || status === 408) return 'not yet';
    return failed(poster.failure(answer.value, out, OF_THE_SETTINGS[readReply(json).code ?? -1]));
  }

  return {
    headers,
    async missing(signal) {
      const said = await ask(0, signal);
      return said !== 'not yet' && said.kind === 'failed' ? said.failure : null;
    },
    async wait(ackId, signal) {
      const until = tools.clock() + settings.ackTimeout;
      for (let pause = SOONEST; ; pause = Math.min(pause * 2, LATEST)) {
        const said = await ask(ackId, signal);
        if (said !== 'not yet') return said;
        const left = until - tools.clock();
        if (left <= 0) break;
        await tools.wait(Math.min(pause, left), signal);
      }
      // A collector that was started anew knows nothing of the old one's ids.
      channel = randomUUID();
      return failed({
        code: 'TIMED_OUT',
        what: `${settings.name}: no acknowledgement within ${formatDuration(settings.ackTimeout)}`,
        cause: 'The collector took the events and did not say that they are indexed.',
        next: 'Nothing to do: they are sent again. If it lasts, see the queues of the indexers, or raise ack_timeout.',
        where: settings.name,
      });
    },
  };
}
