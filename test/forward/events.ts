/** Events as the engine hands them on, and a sender that does with a target what the engine promises to. */
import { createHash } from 'node:crypto';
import type { Failure } from '../../src/domain/failure.ts';
import type { JsonObject } from '../../src/domain/json.ts';
import type {
  OutEvent,
  Target,
  TargetKind,
  TargetSettings,
  TargetTools,
  Written,
} from '../../src/forward/target.ts';
import { NOON } from '../support/platform-tools.ts';

export function eventOf(number: number, more: JsonObject = {}): OutEvent {
  const id = createHash('sha256').update(`event ${number}`).digest('hex').slice(0, 32);
  return {
    id,
    at: NOON + number * 1_001,
    ref: `prod/audit/${number}`,
    kind: 'audit',
    platform: 'prod',
    severity: 'info',
    body: { event: { id, action: 'LOGIN', number }, message: `signed in “${number}” \u{1f511}\n`, ...more },
  };
}

export const eventsOf = (count: number): readonly OutEvent[] =>
  Array.from({ length: count }, (_, number) => eventOf(number));

/** Its kind's defaults below what is given. */
export function settingsOf(kind: TargetKind, values: TargetSettings['values']): TargetSettings {
  const defaults = kind.settings.flatMap((setting) =>
    setting.default === undefined ? [] : [[setting.name, setting.default] as const],
  );
  return {
    name: 'siem',
    kind: kind.kind,
    fields: 'ecs',
    query: '',
    kinds: ['audit', 'alert'],
    from: 'now',
    values: { ...Object.fromEntries(defaults), ...values },
  };
}

export interface FakeTools extends TargetTools {
  readonly lines: readonly string[];
  readonly waits: readonly number[];
  /** Moves the clock. */
  pass(ms: number): void;
}

/** A clock that only waiting moves. */
export function toolsFrom(start = NOON): FakeTools {
  const lines: string[] = [];
  const waits: number[] = [];
  let now = start;
  return {
    clock: () => now,
    log: (line) => lines.push(line),
    pathOf: (path) => path,
    wait: async (ms, signal) => {
      signal.throwIfAborted();
      waits.push(ms);
      now += ms;
    },
    lines,
    waits,
    pass: (ms) => {
      now += ms;
    },
  };
}

export interface Delivery {
  readonly refused: readonly { readonly event: OutEvent; readonly why: string }[];
  /** Each stop on the way. */
  readonly failures: readonly Failure[];
}

/** Sends until all is over or `patience` failures have been seen; a failure means: again, what is not over. */
export async function deliver(
  target: Target,
  events: readonly OutEvent[],
  { patience = 50, pass = (_ms: number) => {} } = {},
): Promise<Delivery> {
  const refused: Delivery['refused'][number][] = [];
  const failures: Failure[] = [];
  const { signal } = new AbortController();
  let rest: readonly Written[] = events.map((event) => ({ event, text: target.write(event) }));
  while (rest.length > 0 && failures.length < patience) {
    const batch = firstOf(rest, target.limits);
    const sent = await target.send(batch, signal);
    for (const { index, why } of sent.refused) {
      const one = batch[index];
      if (one === undefined || index >= sent.settled) throw new Error(`refused ${index}, which is not over`);
      refused.push({ event: one.event, why });
    }
    if (sent.failure !== null) {
      failures.push(sent.failure);
      pass(sent.failure.retryAfter ?? 1_000);
    } else if (sent.settled === 0) throw new Error('nothing is over, and nothing failed');
    rest = rest.slice(sent.settled);
  }
  return { refused, failures };
}

function firstOf(rest: readonly Written[], limits: Target['limits']): readonly Written[] {
  let bytes = 0;
  const fits = rest.slice(0, limits.events).findIndex(({ text }) => {
    bytes += Buffer.byteLength(text) + 1;
    return bytes > limits.bytes;
  });
  return rest.slice(0, fits === -1 ? limits.events : Math.max(1, fits));
}
