import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CERTIFICATE, REQUEST } from '../support/request.ts';
import { type OpenedConsole, openConsole } from './support/open-console.ts';
import { type OwnPlatform, openOwn, WITHOUT_RULES } from './support/own-platform.ts';
import { synced } from './support/screen.ts';

const ESC = '\u001b';
const MINUTE = 60_000;
const started = Math.floor(Date.now() / MINUTE) * MINUTE - 20 * MINUTE;
const at = (after: number): string => new Date(started + after * MINUTE).toISOString();
const ERROR = `The CA refused the order: ${'every name has to be validated anew, '.repeat(8)}and none was.`;
const FAILED = {
  id: 'job-1',
  name: 'Renew shop.example.com',
  type: 'RENEW_CERT',
  status: 'FAILED',
  caId: 'ca-1',
  scheduledAt: at(0),
  startedAt: at(1),
  completedAt: at(3),
  triggeredBy: { type: 'SYSTEM', id: 'scheduler' },
  payload: {
    csr: REQUEST,
    apiKey: 'the-api-key-itself',
    order: JSON.stringify({ number: 4711, names: ['shop.example.com', '=formula'] }),
    notAfter: started / 1_000,
    list: Array.from({ length: 60 }, (_, index) => `item ${index}`),
  },
  output: { certificate: CERTIFICATE },
  error: ERROR,
};
const OTHERS = Array.from({ length: 5 }, (_, index) => ({
  ...FAILED,
  id: `job-${index + 2}`,
  name: `Renew host-${index}.example.com`,
  completedAt: at(2 - index),
  payload: { order: { number: index } },
}));

let own: OwnPlatform;
beforeAll(async () => {
  own = await openOwn({ jobs: [FAILED, ...OTHERS] }, { further: WITHOUT_RULES });
});
afterAll(() => own[Symbol.asyncDispose]());

const flat = (screen: string): string => screen.replace(/\s+/g, ' ');

/** What was sent to the clipboard last. */
function copied(deck: OpenedConsole): string {
  const [, base64 = ''] = [...deck.raw().matchAll(/\u001b\]52;c;([\w+/=]*)/g)].at(-1) ?? [];
  return Buffer.from(base64, 'base64').toString();
}

async function openJobs(env: Record<string, string> = {}): Promise<OpenedConsole> {
  const deck = openConsole({ home: own.home, env });
  await deck.until(synced);
  deck.press('2');
  await deck.until((screen) => screen.includes('Renew shop') && screen.includes('host-4'));
  return deck;
}

describe('a failed job, read', () => {
  test('complaint 9: Enter lands on its error, whole, and the payload is one key further', async () => {
    await using deck = await openJobs();
    deck.press('g\r');
    const error = await deck.until(/\[Error\]/);
    expect(flat(error)).toContain(flat(ERROR));
    deck.press(']');
    const payload = await deck.until(/\[Payload\][\s\S]*▾ \{5\}/);
    expect(payload).toContain('csr: -----BEGIN CERTIFICATE REQUEST-----');
    // Over a list of eighty columns as well.
    deck.resize(80, 24);
    await deck.until((screen) => screen.split('\n').length === 24 && screen.includes('[Payload]'));
    deck.press('[');
    const narrow = await deck.until((screen) => screen.includes('[Error]') && !screen.includes('▾'));
    expect(flat(narrow)).toContain(flat(ERROR));
    deck.press(`${ESC}Q`);
    expect(await deck.exit).toMatchObject({ code: 0 });
  });

  test('complaint 8: JSON folds, names its path, unfolds the JSON within, decodes and masks in place', async () => {
    await using deck = await openJobs();
    deck.press('g\r]');
    await deck.until(/\[Payload\][\s\S]*▾ order: \{2\} \(JSON in text\)/);
    // The path of the node stands over it, and p copies it for jq.
    deck.press('/4711\r');
    await deck.until('(.payload.order | fromjson).number');
    deck.press('p');
    await deck.until('Sent to the clipboard');
    expect(copied(deck)).toBe('(.payload.order | fromjson).number');
    deck.press('y');
    await deck.until('the value under the cursor');
    expect(copied(deck)).toBe('4711');
    // h folds what holds it, H everything, L opens it again.
    deck.press('hh');
    await deck.until((screen) => screen.includes('▸ order: {2}') && !screen.includes('4711'));
    deck.press('L');
    await deck.until((screen) => screen.includes('4711') && screen.includes('item 3'));
    deck.press('H');
    await deck.until((screen) => screen.includes('▸ list: [60]') && !screen.includes('item 3'));
    deck.press('L');
    await deck.until('item 3');
    // A request opens as what it asks for, an epoch as a time; again, and they are as they were.
    deck.press('/csr\rd');
    const request = await deck.until('csr: (signing request)');
    for (const fact of [
      'CN=shop.example.com',
      'DNS:www.shop.example.com',
      'key: EC P-256',
      'signed with its key: true',
      'issued in this record: as requested',
    ]) {
      expect(request).toContain(fact);
    }
    expect(request).not.toContain('s3cret-word');
    deck.press('/notAfter\rd');
    await deck.until(`UTC: ${at(0)}`);
    deck.press('/csr\rd');
    await deck.until((screen) => screen.includes('-----BEGIN CERTIFICATE REQUEST-----'));
    // A secret is masked on the screen and not copied, until it is asked for; the next time it is masked again.
    deck.press('/apiKey\r');
    await deck.until(/apiKey: •+ {2}V shows it/);
    deck.press('y');
    await deck.until('V shows it, then it can be copied');
    deck.press('V');
    await deck.until('apiKey: the-api-key-itself');
    deck.press('y');
    await deck.until('the value under the cursor');
    expect(copied(deck)).toBe('the-api-key-itself');
    deck.press(`${ESC}${ESC}`);
    await deck.until((screen) => !screen.includes('[Payload]'));
    deck.press('\r]');
    await deck.until(/\[Payload\][\s\S]*apiKey: •+/);
    // As the text it is, and long lines wrapped or scrolled.
    deck.press('s');
    const text = await deck.until('{"csr":');
    expect(text).not.toContain('the-api-key-itself');
    // A text has nothing to fold: no key is offered that does nothing.
    expect(text).not.toContain('Fold/follow');
    deck.press('w');
    await deck.until((screen) => !screen.includes('{"csr":') || /\{"csr":.*…/.test(screen));
    deck.press(`${ESC}[C`);
    await deck.until('‹');
    deck.press('sL/item 59\r');
    await deck.until('.payload.list[59]');
    deck.press(`${ESC}${ESC}Q`);
    await deck.exit;
  });
});

describe('what a list shows, kept and written', () => {
  /** The lines of a csv file, without their ends. */
  const csv = (name: string): readonly string[] =>
    readFileSync(join(own.home.work, name), 'utf8').trim().split('\r\n');

  test('complaints 13 and 25: an export has this filter, order, columns and time zone; times name their zone', async () => {
    const zone = { TZ: 'Asia/Tokyo' };
    {
      await using deck = await openJobs(zone);
      deck.press('t');
      await deck.until(/\d\d:\d\d:\d\d\+09:00/);
      deck.press('t');
      await deck.until(/\d\d:\d\d:\d\dZ/);
      deck.press('t');
      await deck.until(/ 1\dm Renew| 2\dm Renew/);
      // Only name, start and a place in the payload; the name narrower than it is long.
      deck.press('C');
      await deck.until('─ Columns');
      deck.press(` j j++${'j '.repeat(4)}j${'j '.repeat(2)}`);
      await deck.until(/\[x\] Name +name +20 wide/);
      deck.press('@payload.order.number\r');
      await deck.until(/\[x\] @payload\.order\.number/);
      deck.press('\r');
      const list = await deck.until(
        (screen) => !screen.includes('─ Columns') && screen.includes('@payload.order.n'),
      );
      const header = list.split('\n').find((line) => /^ +.?Name/.test(line)) ?? '';
      expect(header).not.toMatch(/Status|Age|CA|Error/);
      expect(list).toMatch(/Renew host-3\.exampl… +\d+m 3\b/);
      deck.press('Q');
      await deck.exit;
    }
    // Another start has them still, and sorts by them.
    await using deck = await openJobs(zone);
    await deck.until('@payload.order.n');
    deck.press('s');
    await deck.until('─ Sort by');
    deck.press('1');
    await deck.until(/Name↑/);
    for (const [file, mode, zoneName, written] of [
      ['utc.csv', '', 'UTC', /Z$/],
      ['local.csv', 't', 'Asia/Tokyo', /\+09:00$/],
    ] as const) {
      deck.press(mode);
      deck.press(`:export csv ${file}\r`);
      await deck.until(`Wrote 6 records to ${file} in`);
      const [head = '', ...rows] = csv(file);
      expect(head.split(',')).toEqual(['name', 'id', 'startedAt', 'payload.order.number']);
      for (const row of rows) expect(row.split(',')[2]).toMatch(written);
      expect(rows.map((row) => row.split(',')[0])).toEqual([...OTHERS.map(({ name }) => name), FAILED.name]);
      const manifest = JSON.parse(readFileSync(join(own.home.work, `${file}.manifest.json`), 'utf8'));
      expect(manifest).toMatchObject({ rows: 6, timezone: zoneName });
      expect(manifest.columns).toEqual(['name', 'id', 'startedAt', '@payload.order.number']);
    }
    // What nothing matches is a file with its headings.
    deck.press('/\u0015name:nowhere\r');
    await deck.until('0 shown');
    deck.press(':export csv none.csv\r');
    await deck.until('Wrote 0 records');
    expect(csv('none.csv')).toEqual(['name,id,startedAt,payload.order.number']);
    deck.press('Q');
    await deck.exit;
  });
});
