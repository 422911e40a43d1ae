import { packed } from '../packed.ts';
import { openPoster } from '../post.ts';
import { type Attempt, failed, openSettling, refused, TAKEN } from '../settle.ts';
import type { OutEvent, Target, TargetSettings, TargetTools, Written } from '../target.ts';
import { acknowledging } from './acknowledged.ts';
import { NO_DATA, OF_AN_EVENT, OF_THE_SETTINGS, readReply } from './codes.ts';
import { type HecSettings, readHec } from './settings.ts';

export function openHec(given: TargetSettings, tools: TargetTools): Target {
  const settings = readHec(given);
  const poster = openPoster({
    target: settings.name,
    credential: { setting: 'token', secret: settings.token },
    // The indexer that took a batch is the one that acknowledges it.
    keepsCookies: settings.ack,
    tools,
  });
  const authorised = () => ({ authorization: `Splunk ${settings.token.reveal()}` });
  const acks = settings.ack ? acknowledging(settings, authorised, poster, tools) : null;

  const settle = openSettling();
  /** Set by an answer without an id: before the next batch the token is asked about, as what is sent is taken. */
  let doubted = false;

  async function attempt(part: readonly Written[], signal: AbortSignal): Promise<Attempt> {
    const missing = doubted ? await acks?.missing(signal) : null;
    if (missing) return failed(missing);
    // One after another, as documented: no list, and no comma.
    const text = part.map((written) => written.text).join('\n');
    const out = {
      url: settings.eventUrl,
      headers: {
        ...authorised(),
        ...acks?.headers(),
        'content-type': 'application/json',
        ...(settings.gzip ? { 'content-encoding': 'gzip' } : {}),
      },
      body: settings.gzip ? await packed(text) : text,
      signal,
    };
    const posted = await poster.send(out);
    if (!posted.ok) return failed(posted.failure);
    const answer = posted.value;
    const { code, wrong, ackId } = readReply(answer.json);
    if (answer.status === 200 && code === 0) {
      if (acks === null) return TAKEN;
      if (ackId !== null) return acks.wait(ackId, signal);
      doubted = true;
      return failed(poster.failure(answer, out, OF_THE_SETTINGS[14]));
    }
    if (answer.status === 413) {
      return refused(poster.failure(answer, out, { what: 'too large for the collector' }));
    }
    if (answer.status === 400 && code !== null && OF_AN_EVENT.has(code)) {
      const what = `refused with code ${code}`;
      return refused(poster.failure(answer, out, { what }), wrong);
    }
    return failed(poster.failure(answer, out, OF_THE_SETTINGS[code ?? -1]));
  }

  return {
    limits: settings.limits,
    write: (event) => JSON.stringify(envelopeOf(event, settings)),
    send: (batch, signal) => settle(batch, (part) => attempt(part, signal)),
    async check(signal) {
      const health = { method: 'GET' as const, url: settings.healthUrl, headers: {}, signal };
      const well = await poster.send({ ...health, asked: 'the question for its health' });
      if (!well.ok) return well.failure;
      if (well.value.status !== 200) return poster.failure(well.value, health);
      // Its health is told to anybody; a request without events is refused for having none only with a good token.
      const out = {
        url: settings.eventUrl,
        headers: { ...authorised(), ...acks?.headers() },
        body: '',
        signal,
      };
      const answer = await poster.send(out);
      if (!answer.ok) return answer.failure;
      const { code } = readReply(answer.value.json);
      if (code !== NO_DATA) return poster.failure(answer.value, out, OF_THE_SETTINGS[code ?? -1]);
      return (await acks?.missing(signal)) ?? null;
    },
    async close() {
      poster.close();
    },
  };
}

/** Only members the collector knows: one it does not know makes it drop the event, and those after it, without a word. */
function envelopeOf(event: OutEvent, { index, source, sourcetype, host }: HecSettings) {
  return {
    // Seconds; the fraction keeps the milliseconds.
    time: event.at / 1_000,
    host: host === '' ? event.platform : host,
    source,
    sourcetype: sourcetype === '' ? `certdeck:${event.kind}` : sourcetype,
    ...(index === '' ? {} : { index }),
    event: event.body,
    fields: { event_id: event.id },
  };
}
