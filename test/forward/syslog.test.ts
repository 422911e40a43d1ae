import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Json } from '../../src/domain/json.ts';
import { openTarget, realWait } from '../../src/forward/open.ts';
import { SYSLOG } from '../../src/forward/syslog/kind.ts';
import { framed, messageOf } from '../../src/forward/syslog/message.ts';
import type { OutEvent, Target, Written } from '../../src/forward/target.ts';
import { NOW } from '../cache/records.ts';
import { type Issued, openIssuer } from '../platforms/host/openssl.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { parseMessage, type Receiver, startReceiver } from './support/syslog-receiver.ts';

const OPTIONS = { facility: 13, hostname: 'here', appName: 'certdeck', pen: 32_473, maxBytes: 8_192 };

const event = (given: Partial<OutEvent> = {}): OutEvent => ({
  id: 'a'.repeat(32),
  at: NOW,
  ref: 'prod/audit/e1',
  kind: 'audit',
  platform: 'prod',
  severity: 'warning',
  body: { message: 'x' },
  ...given,
});

const NEVER = new AbortController().signal;

function target(port: number, values: Readonly<Record<string, Json>>): Target {
  const defaults = Object.fromEntries(
    SYSLOG.settings.map((setting) => [setting.name, setting.default ?? null]),
  );
  return openTarget(
    {
      name: 'siem',
      kind: 'syslog',
      fields: 'ecs',
      query: '',
      kinds: ['audit'],
      from: 'now',
      values: { ...defaults, host: '127.0.0.1', port, ...values },
    },
    { clock: () => NOW, log: () => {}, pathOf: (path) => path, wait: realWait },
  );
}

const written = (to: Target, events: readonly OutEvent[]): readonly Written[] =>
  events.map((one) => ({ event: one, text: to.write(one) }));

describe('a message', () => {
  test('has the priority of the log audit and its severity, and says by its data what it is', () => {
    const message = parseMessage(Buffer.from(messageOf(event(), OPTIONS)));
    expect(message).toMatchObject({
      pri: 13 * 8 + 4,
      timestamp: '2026-08-20T12:00:00.000Z',
      hostname: 'here',
      appName: 'certdeck',
      procId: '-',
      msgId: 'audit',
      data: {
        'certdeck@32473': { id: 'a'.repeat(32), ref: 'prod/audit/e1', platform: 'prod', kind: 'audit' },
      },
      text: '{"message":"x"}',
    });
  });

  test('keeps the grammar and its size whatever the record says; what is cut says so', () => {
    const hostile = fc.string({ unit: 'binary', maxLength: 600 });
    fc.assert(
      fc.property(
        hostile,
        hostile,
        hostile,
        fc.integer({ min: 1_024, max: 3_000 }),
        (id, text, host, maxBytes) => {
          const body = { message: text, more: [text, { [id]: 'é🔥'.repeat(text.length) }] };
          const one = event({ ref: `prod/audit/${id}`, body });
          const octets = Buffer.from(messageOf(one, { ...OPTIONS, maxBytes, hostname: host, appName: host }));
          expect(octets.length).toBeLessThanOrEqual(maxBytes);
          const message = parseMessage(octets);
          if (!message.text.endsWith(' octets in all]'))
            expect(JSON.parse(message.text)).toEqual(JSON.parse(JSON.stringify(body)));
          expect(message.text).not.toContain('\ufffd\ufffd');
          expect(octets.includes(10)).toBe(false);
          const counted = framed(octets.toString(), 'octet-counting');
          expect(Number(counted.split(' ', 1)[0])).toBe(octets.length);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('is cut at a character, and tells how long it was', () => {
    const message = parseMessage(
      Buffer.from(
        messageOf(event({ body: { message: '🔥'.repeat(5_000) } }), { ...OPTIONS, maxBytes: 1_024 }),
      ),
    );
    expect(message.octets).toBeGreaterThan(1_016);
    expect(message.text).toMatch(/^\{"message":"🔥+ \.\.\.\[cut, 20014 octets in all\]$/u);
  });
});

describe('over TCP', () => {
  let receiver: Receiver;
  beforeAll(async () => {
    receiver = await startReceiver();
  });
  afterAll(() => receiver.close());

  test('a batch is one connection, closed in good order by both', async () => {
    const to = target(receiver.port, { transport: 'tcp' });
    const events = Array.from({ length: 500 }, (_, at) =>
      event({ ref: `prod/audit/e${at}`, body: { n: at, text: 'ü\n'.repeat(50) } }),
    );
    expect(await to.send(written(to, events), NEVER)).toEqual({ settled: 500, refused: [], failure: null });
    expect(receiver.faults).toEqual([]);
    expect(receiver.messages.map(({ text }) => JSON.parse(text).n)).toEqual(events.map((_, at) => at));
    expect(receiver.connections()).toBe(1);
  });

  test('a connection that is cut is told, and nothing of the batch counts as taken', async () => {
    const to = target(receiver.port, { transport: 'tcp' });
    receiver.cutAfter(20_000);
    const events = Array.from({ length: 900 }, () => event({ body: { text: 'x'.repeat(900) } }));
    const sent = await to.send(written(to, events), NEVER);
    expect(sent).toMatchObject({ settled: 0, failure: { code: 'UNREACHABLE', where: 'siem' } });
  });

  test('after a break the batches before come again, too: the receiver may have gone down with it', async () => {
    const fresh = await startReceiver();
    const to = target(fresh.port, { transport: 'tcp' });
    const one = (n: number) => written(to, [event({ body: { n } })]);
    for (const n of [1, 2, 3, 4]) await to.send(one(n), NEVER);
    fresh.cutAfter(1);
    expect((await to.send(one(5), NEVER)).failure).not.toBeNull();
    await to.send(one(5), NEVER);
    await to.send(one(6), NEVER);
    await fresh.close();
    expect(fresh.messages.map(({ text }) => JSON.parse(text).n)).toEqual([1, 2, 3, 4, 2, 3, 4, 5, 6]);
  });

  test('nobody there is told', async () => {
    const gone = await startReceiver();
    await gone.close();
    const to = target(gone.port, { transport: 'tcp' });
    expect(await to.send(written(to, [event()]), NEVER)).toMatchObject({
      settled: 0,
      failure: { code: 'UNREACHABLE', what: expect.stringContaining('is out of reach') },
    });
  });

  test('an abort ends it', async () => {
    const stop = new AbortController();
    const to = target(receiver.port, { transport: 'tcp' });
    const sending = to.send(written(to, [event()]), stop.signal);
    stop.abort(new Error('stopped'));
    await expect(sending).rejects.toThrow('stopped');
  });

  test('by line feeds, for receivers that do not count', async () => {
    const lines = await startReceiver({ framing: 'lf' });
    const to = target(lines.port, { transport: 'tcp', framing: 'lf' });
    await to.send(written(to, [event({ body: { text: 'a\nb' } }), event()]), NEVER);
    await lines.close();
    expect(lines.faults).toEqual([]);
    expect(lines.messages.map(({ text }) => JSON.parse(text))).toEqual([{ text: 'a\nb' }, { message: 'x' }]);
  });
});

describe('over TLS', () => {
  let ca: Issued;
  let leaf: Issued;
  let client: Issued;
  let receiver: Receiver;
  beforeAll(async () => {
    const issue = await openIssuer(temporaryFolder('syslog-tls'));
    ca = await issue({ subject: '/CN=test CA', ca: true });
    leaf = await issue({ subject: '/CN=logs.example.com', san: 'DNS:logs.example.com', issuer: ca });
    client = await issue({ subject: '/CN=certdeck', issuer: ca });
    receiver = await startReceiver({ tls: { cert: leaf.pem, key: leaf.keyPem } });
  });
  afterAll(() => receiver.close());

  test('messages are counted, and the name the certificate is for is checked', async () => {
    const to = target(receiver.port, { ca_file: ca.file, server_name: 'logs.example.com' });
    const events = Array.from({ length: 300 }, (_, at) => event({ body: { n: at, text: 'é'.repeat(100) } }));
    expect(await to.send(written(to, events), NEVER)).toEqual({ settled: 300, refused: [], failure: null });
    expect(receiver.faults).toEqual([]);
    expect(receiver.messages).toHaveLength(300);
  });

  test.each([
    ['for another name', { server_name: 'other.example.com' }],
    ['for no address', {}],
  ])('a certificate %s is refused before anything is sent', async (_, values) => {
    const before = receiver.messages.length;
    const to = target(receiver.port, { ca_file: ca.file, ...values });
    expect(await to.send(written(to, [event()]), NEVER)).toMatchObject({
      settled: 0,
      failure: { code: 'TLS_FAILED' },
    });
    expect(receiver.messages).toHaveLength(before);
  });

  test('a CA nobody named is not trusted', async () => {
    const to = target(receiver.port, { server_name: 'logs.example.com' });
    expect(await to.send(written(to, [event()]), NEVER)).toMatchObject({ failure: { code: 'TLS_FAILED' } });
  });

  test('a receiver that asks for a certificate gets the one that is named; without it nothing counts as taken', async () => {
    const strict = await startReceiver({
      tls: { cert: leaf.pem, key: leaf.keyPem, ca: ca.pem, requestCert: true, rejectUnauthorized: true },
    });
    const common = { ca_file: ca.file, server_name: 'logs.example.com' };
    const without = target(strict.port, common);
    expect(await without.send(written(without, [event()]), NEVER)).toMatchObject({ settled: 0 });
    const shown = target(strict.port, { ...common, cert_file: client.file, key_file: client.keyFile });
    expect(await shown.send(written(shown, [event()]), NEVER)).toMatchObject({ settled: 1 });
    await strict.close();
    expect(strict.messages).toHaveLength(1);
  });
});
