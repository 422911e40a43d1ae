/** Every kind of target that speaks HTTP behind the engine: whatever fails, nothing is lost, and ids tell doubles. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AZURE_LOGS } from '../../src/forward/azure-logs/kind.ts';
import { SPLUNK_HEC } from '../../src/forward/splunk-hec/kind.ts';
import type { TargetKind, TargetSettings } from '../../src/forward/target.ts';
import { WEBHOOK } from '../../src/forward/webhook/kind.ts';
import { secret } from '../support/platform-tools.ts';
import { settingsOf, toolsFrom } from './events.ts';
import type { Fault, FaultyServer } from './servers/faulty-server.ts';
import { saysCode, startHec } from './servers/hec-server.ts';
import { startHook } from './servers/hook-server.ts';
import { refuse, startIngestion } from './servers/logs-ingestion-server.ts';
import { arrive, ids, rig } from './support/rig.ts';

type Body = Readonly<Record<string, unknown>>;

interface Subject {
  readonly server: FaultyServer;
  readonly values: TargetSettings['values'];
  /** What the server has: the event's id, the platform's, and all of it. */
  taken(): readonly { readonly eventId: unknown; readonly id: unknown; readonly whole: unknown }[];
}

/** Refuses the entries whose id is among `bad`. */
type Start = (bad: ReadonlySet<unknown>) => Promise<Subject>;

const TOKEN = '5e1f7c0a-3b44-4a91-9d2e-7f0c6b1a2d33';

function hec(ack: boolean): Start {
  return async (bad) => {
    const server = await startHec({
      token: TOKEN,
      ack,
      refuses: (event) => (bad.has((event as Body).id) ? 6 : null),
    });
    // Two batches are taken and never indexed.
    if (ack) server.losesBatches = 2;
    return {
      server,
      values: { url: server.url, token: secret(TOKEN), ack, ack_timeout: 5_000, batch_events: 7 },
      taken: () => {
        expect(server.violations).toEqual([]);
        return server.indexed.map(({ fields, event }) => {
          return { eventId: fields?.event_id, id: (event as Body).id, whole: event };
        });
      },
    };
  };
}

const azure: Start = async (bad) => {
  const app = { tenant: 'contoso.example', clientId: 'app', rule: 'dcr-1', stream: 'Custom-A_CL' };
  const server = await startIngestion({
    ...app,
    clientSecret: 'a-client-secret',
    refuses: ({ EntryId }) => bad.has(EntryId),
  });
  return {
    server,
    values: {
      url: server.url,
      login_url: server.url,
      dcr: app.rule,
      stream: app.stream,
      tenant: app.tenant,
      client_id: app.clientId,
      client_secret: secret('a-client-secret'),
      batch_bytes: 4_000,
    },
    taken: () => {
      expect(server.violations).toEqual([]);
      return server.rows.map((row) => ({ eventId: row.EventId, id: row.EntryId, whole: row }));
    },
  };
};

function hook(batch: string): Start {
  return async (bad) => {
    const server = await startHook({
      refuses: (body) => ([body].flat().some((one) => bad.has((one as Body).id)) ? 422 : null),
    });
    return {
      server,
      values: { url: server.url, batch, batch_events: 7 },
      taken: () =>
        server.taken
          .flat()
          .map((one) => ({ eventId: (one as Body).eventId, id: (one as Body).id, whole: one })),
    };
  };
}

const SUBJECTS: readonly (readonly [string, TargetKind, Start, Fault])[] = [
  ['splunk-hec', SPLUNK_HEC, hec(false), { kind: 'answer', ...saysCode(9) }],
  ['splunk-hec with acknowledgements', SPLUNK_HEC, hec(true), { kind: 'answer', ...saysCode(18) }],
  ['azure-logs', AZURE_LOGS, azure, { kind: 'answer', ...refuse(503, 'Busy', 'Later.') }],
  ['webhook', WEBHOOK, hook('array'), { kind: 'answer', status: 503 }],
  ['webhook, one event a request', WEBHOOK, hook('one'), { kind: 'answer', status: 500 }],
];

const anyFault = (own: Fault) =>
  fc.constantFrom<Fault>(
    { kind: 'none' },
    own,
    { kind: 'answer', status: 429, headers: { 'retry-after': '3' } },
    { kind: 'cut before reading' },
    { kind: 'cut after reading' },
    { kind: 'lose the answer' },
    { kind: 'half an answer' },
  );

describe.each(SUBJECTS)('%s', (_, kind, start, own) => {
  test('is behind the engine what it is alone: nothing is lost by faults and kills, doubles have one id', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyFault(own), { maxLength: 12 }),
        fc.uniqueArray(fc.integer({ min: 1, max: 40 }), { maxLength: 4 }),
        fc.uniqueArray(fc.nat(29), { maxLength: 3 }),
        fc.integer({ min: 1, max: 30 }),
        async (faults, kills, badOnes, count) => {
          const bad = new Set(badOnes.filter((one) => one < count).map((one) => `e${one}`));
          const { server, values, taken } = await start(bad);
          try {
            server.faults.push(...faults);
            const { cache, run, dead } = rig();
            await arrive(cache, 0, count);
            const settings = { ...settingsOf(kind, values), fields: 'as-is', from: 'start' } as const;
            let done = false;
            for (let runs = 0; runs < 40 && !done; runs += 1) {
              const stop = new AbortController();
              server.onCame = () => {
                if (kills.includes(server.seen.length)) stop.abort();
              };
              const target = kind.open(settings, toolsFrom());
              const ended = await run(target, { settings }, stop.signal);
              await target.close();
              done = !stop.signal.aborted && ended.failure === null;
            }
            expect(done).toBe(true);
            const refused = bad.size === 0 ? [] : dead();
            expect(new Set(refused.map(({ ref }) => ref))).toEqual(
              new Set([...bad].map((id) => `prod/audit/${id}`)),
            );
            for (const { why } of refused) expect(why).toMatch(/HTTP 4\d\d/);
            expect(new Set([...taken().map(({ id }) => id), ...bad])).toEqual(new Set(ids(0, count)));
            const byId = new Map(taken().map((one) => [one.eventId, one]));
            expect(byId.size).toBe(count - bad.size);
            for (const one of taken()) expect(byId.get(one.eventId)?.whole).toEqual(one.whole);
          } finally {
            await server.close();
          }
        },
      ),
      { numRuns: 12 },
    );
  });
});
