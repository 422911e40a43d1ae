import { randomUUID } from 'node:crypto';
import { safeLine } from '../../domain/text.ts';
import { cut } from '../../platforms/body.ts';
import { serverSays } from '../../platforms/server-says.ts';
import { createSession } from '../../platforms/session.ts';
import { packed } from '../packed.ts';
import { openPoster, type Posted } from '../post.ts';
import { type Attempt, failed, openSettling, refused, TAKEN } from '../settle.ts';
import type { Target, TargetSettings, TargetTools, Written } from '../target.ts';
import type { Instead } from '../told.ts';
import { rowOf } from './columns.ts';
import { logIn } from './log-in.ts';
import { type AzureSettings, readAzure } from './settings.ts';

/** Rows of a call; the bytes are the limit before. */
const MOST_EVENTS = 5_000;
/** The brackets around the rows. */
const BRACKETS = 2;

export function openAzure(given: TargetSettings, tools: TargetTools): Target {
  const settings = readAzure(given);
  const credential = { setting: 'client_secret', secret: settings.secret };
  const session = createSession({
    logIn: (signal) => logIn(settings, poster, signal),
    clock: tools.clock,
  });
  const poster = openPoster({ target: settings.name, credential, obtained: session.given, tools });
  const settle = openSettling();

  async function attempt(part: readonly Written[], signal: AbortSignal): Promise<Attempt> {
    const request = await requestOf(part, settings);
    for (let renewed = false; ; renewed = true) {
      const token = await session.token(signal);
      if (!token.ok) return failed(token.failure);
      const headers = {
        ...request.headers,
        authorization: `Bearer ${token.value}`,
        'x-ms-client-request-id': randomUUID(),
      };
      const out = { url: settings.url, headers, body: request.body, signal };
      const answer = await poster.send(out);
      if (!answer.ok) return failed(answer.failure);
      const { status } = answer.value;
      if (status === 204) return TAKEN;
      if (status === 401) session.refused(token.value);
      if (status === 401 && !renewed) continue;
      const failure = poster.failure(answer.value, out, insteadOf(answer.value));
      return status === 400 || status === 413 || status === 422 ? refused(failure) : failed(failure);
    }
  }

  return {
    limits: { events: MOST_EVENTS, bytes: settings.bytes - BRACKETS },
    write: (event) => JSON.stringify(rowOf(event, settings.shape)),
    send: (batch, signal) => settle(batch, (part) => attempt(part, signal)),
    async check(signal) {
      const token = await session.token(signal);
      return token.ok ? null : token.failure;
    },
    async close() {
      poster.close();
    },
  };
}

async function requestOf(part: readonly Written[], { gzip, bytes }: AzureSettings) {
  const plain = Buffer.from(`[${part.map(({ text }) => text).join(',')}]`);
  const body = gzip ? await packed(plain) : plain;
  const json = { 'content-type': 'application/json' };
  // What cannot be compressed grows, and what is sent is counted as well.
  return gzip && body.length <= bytes
    ? { headers: { ...json, 'content-encoding': 'gzip' }, body }
    : { headers: json, body: plain };
}

const NEXT: Readonly<Record<number, string>> = {
  401: 'Check that cloud and url belong to the same cloud: the token is not meant for this endpoint.',
  403: 'Give the app the role Monitoring Metrics Publisher on the data collection rule; it takes up to half an hour to count.',
  404: 'Check url, dcr (the immutable id) and stream.',
};

/** The code the service says in a header is the telling part, even where the body is empty. */
function insteadOf({ status, header, text }: Posted): Instead {
  const code = header('x-ms-error-code');
  const next = NEXT[status] === undefined ? {} : { next: NEXT[status] };
  if (code === undefined) return next;
  const said = serverSays(text);
  const name = cut(safeLine(code), 100);
  const cause = said === null ? name : said.includes(name) ? said : `${name}: ${said}`;
  return { ...next, cause };
}
