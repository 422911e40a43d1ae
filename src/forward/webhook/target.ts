import { createHash } from 'node:crypto';
import { openPoster } from '../post.ts';
import { type Attempt, failed, openSettling, refused, TAKEN } from '../settle.ts';
import type { Target, TargetSettings, TargetTools, Written } from '../target.ts';
import { type Batch, readHook } from './settings.ts';
import { signed } from './signature.ts';
import { fillHeader, fillJson } from './template.ts';

/** The brackets around a list. */
const BRACKETS = 2;
/** The same for the same events: tells a receiver that a request came before. */
const DELIVERY_HEADER = 'x-certdeck-delivery';

/** Answers that are about the request and whoever sends it, whatever events are in it; they may be taken later. */
const OF_THE_SETTINGS: ReadonlySet<number> = new Set([
  401, 402, 403, 404, 405, 406, 407, 410, 411, 415, 421, 426, 431,
]);
/** Answers that say: later. */
const LATER: ReadonlySet<number> = new Set([408, 425, 429]);

export function openHook(given: TargetSettings, tools: TargetTools): Target {
  const settings = readHook(given);
  const { name, url, credential, hidden, signingSecret, authorization, batch } = settings;
  const poster = openPoster({ target: name, credential, obtained: () => hidden, tools });
  const settle = openSettling();

  function headersOf(part: readonly Written[], body: string): Readonly<Record<string, string>> {
    const [one] = part;
    const own = Object.entries(settings.headers).map(([header, template]) => [
      header,
      one === undefined ? '' : fillHeader(template, one.event),
    ]);
    return {
      'content-type': batch === 'lines' ? 'application/x-ndjson' : 'application/json',
      ...Object.fromEntries(own),
      [DELIVERY_HEADER]: deliveryOf(part),
      ...(authorization === null ? {} : { authorization: authorization.reveal() }),
      ...(signingSecret === null ? {} : signed(signingSecret.reveal(), body, tools.clock())),
    };
  }

  async function attempt(part: readonly Written[], signal: AbortSignal): Promise<Attempt> {
    const body = BODIES[batch](part.map(({ text }) => text));
    const out = { url, headers: headersOf(part, body), body, signal };
    const answer = await poster.send(out);
    if (!answer.ok) return failed(answer.failure);
    const { status } = answer.value;
    if (status >= 200 && status < 300) return TAKEN;
    const failure = poster.failure(answer.value, out);
    const isOfEvents = status >= 400 && status < 500 && !LATER.has(status) && !OF_THE_SETTINGS.has(status);
    return isOfEvents ? refused(failure) : failed(failure);
  }

  return {
    limits: { events: settings.events, bytes: settings.bytes - BRACKETS },
    write: (event) => fillJson(settings.body, event),
    send: (events, signal) => settle(events, (part) => attempt(part, signal)),
    async close() {
      poster.close();
    },
  };
}

const BODIES: Readonly<Record<Batch, (texts: readonly string[]) => string>> = {
  array: (texts) => `[${texts.join(',')}]`,
  lines: (texts) => texts.map((text) => `${text}\n`).join(''),
  one: (texts) => texts.join(''),
};

function deliveryOf(part: readonly Written[]): string {
  const ids = part.map(({ event }) => event.id);
  return ids.length === 1
    ? ids.join()
    : createHash('sha256').update(ids.join('\n')).digest('hex').slice(0, 32);
}
