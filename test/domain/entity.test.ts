import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Identity,
  identityOf,
  keyOf,
  NAME_TYPES,
  normalised,
} from '../../src/domain/entity/identity.ts';
import { type Known, labelOf, namesOf, recognised, thingsOf } from '../../src/domain/entity/known.ts';
import { mentionsOf } from '../../src/domain/entity/mentions.ts';
import type { Json } from '../../src/domain/json.ts';
import { alert, entry, job, NOW } from '../stores/records.ts';

const SERIAL = '09a911f650a8ab6b3c52a73b85d40e38';
const OTHER = '03a2b9c1b0142415b60b55a925278688';
const SHA256 =
  'A3:FC:EB:83:24:E2:0E:D8:3B:0F:0B:16:44:3E:CF:BA:93:30:53:88:E8:80:20:AC:88:B6:EC:CE:C9:EB:BA:5E';
const UUID = '5125aec6-42c6-46a7-9562-2a807bedb9c8';

const keys = (known: Known | undefined): readonly string[] =>
  (known === undefined ? [] : namesOf(known)).map(({ by, key }) => `${by} ${key}`).sort();
const certificateOf = (things: readonly Known[]): Known | undefined =>
  things.find(({ thing }) => thing === 'certificate');

describe('a name in the one form in which it compares', () => {
  test.each([
    ['serial', '09:A9:11:F6:50:A8:AB:6B:3C:52:A7:3B:85:D4:0E:38', '0x9a911f650a8ab6b3c52a73b85d40e38'],
    ['serial', '0x00BEEF42', '0xbeef42'],
    ['serial', ' 9A 91 1F 65 ', '0x9a911f65'],
    ['serial', '12857086545268164155837016046168018488', '0x9ac2f4ee3c235dd515c4f8bb3318e38'],
    ['serial', '12345', null],
    ['serial', '0000000000', null],
    ['serial', 'not a serial', null],
    ['serial', 'f'.repeat(64), null],
    ['fingerprint', SHA256, SHA256.replaceAll(':', '').toLowerCase()],
    ['fingerprint', `SHA256:${SHA256}`, SHA256.replaceAll(':', '').toLowerCase()],
    ['fingerprint', 'AB:CD', null],
    ['name', 'WWW.Example.COM.', 'www.example.com'],
    ['name', '*.example.com', '*.example.com'],
    ['name', 'https://pki.example.net/acme', 'pki.example.net'],
    ['name', 'www.example.com:443', 'www.example.com'],
    ['name', 'CN=www.example.com,O=Example', 'www.example.com'],
    ['name', '-', null],
    ['name', 'default', null],
    ['name', 'Admin', null],
    ['name', 'localhost', null],
    ['name', 'web1', null],
    ['name', '12345678', null],
    ['name', '192.0.2.1', null],
    ['name', 'a\u001b[2Jb.example.com', null],
    ['name', '😀😀😀😀😀😀', null],
    ['name', 'x'.repeat(10_000), null],
    ['email', 'Ada.L@Example.COM', 'ada.l@example.com'],
    ['email', 'no address', null],
    ['id', '12345', null],
    ['id', '123456', '123456'],
    ['id', '__proto__', '__proto__'],
    ['address', '127.0.0.1', null],
    ['address', '192.0.2.20', '192.0.2.20'],
  ] as const)('%s %j is %j', (by, text, wanted) => {
    expect(normalised(by, text)).toBe(wanted);
  });

  test('what is normalised stays as it is', () => {
    const text = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 80 }),
      fc.stringMatching(/^[0-9A-F]{2}(:[0-9A-F]{2}){4,22}$/),
      fc.domain(),
      fc.emailAddress(),
      fc.webUrl(),
      fc.ipV6(),
    );
    fc.assert(
      fc.property(fc.constantFrom(...NAME_TYPES), text, (by, given) => {
        const once = normalised(by, given);
        if (once !== null) expect(normalised(by, once)).toBe(once);
      }),
      { numRuns: 2_000 },
    );
  });

  test('what a value looks like counts more than what it is called', () => {
    expect(identityOf('certificate', 'id', SHA256, 'host')?.by).toBe('fingerprint');
    expect(identityOf('user', 'name', 'ada@example.com', 'clm')?.by).toBe('email');
    expect(identityOf('host', 'name', '192.0.2.20', 'clm')?.by).toBe('address');
  });

  test('a bare number means something on its own platform only', () => {
    const keyOn = (platform: string) => keyOf(identityOf('user', 'id', 7286470, platform) as Identity);
    expect(keyOn('a')).toBe(keyOn('a'));
    expect(keyOn('a')).not.toBe(keyOn('b'));
  });
});

describe('what a record names', () => {
  test('a failed renewal: certificate, CA, agent', () => {
    const things = thingsOf(
      job('j', {
        certificateId: null,
        caId: 'ca-internal-g2',
        triggeredBy: { type: 'AGENT', id: 'app-eu-01.example.net', name: null },
        payload: {
          certificateId: UUID,
          commonName: 'track.example.com',
          agentId: 'eb128411-1ca5-4f5b-a51f-926618d7323d',
          host: 'app-eu-01.example.net',
          previousSerialNumber: SERIAL,
        },
      }),
    );
    expect(things.map((known) => `${known.thing} ${labelOf(known)}`)).toEqual([
      'certificate track.example.com',
      'ca ca-internal-g2',
      'host app-eu-01.example.net',
    ]);
    expect(keys(things[2])).toContain('id eb128411-1ca5-4f5b-a51f-926618d7323d');
  });

  test('a renewal tells the certificate in use from the one before', () => {
    const certificate = certificateOf(
      thingsOf(
        job('j', {
          status: 'SUCCESS',
          certificateId: UUID,
          payload: { certificateId: UUID, commonName: 'www.example.com', previousSerialNumber: SERIAL },
          output: { certificateId: UUID, serialNumber: OTHER, sha256Fingerprint: SHA256 },
        }),
      ),
    );
    expect(certificate?.issues.map(({ serial, replaced }) => [serial?.text, replaced])).toEqual([
      [OTHER, expect.any(Boolean)],
      [SERIAL, expect.any(Boolean)],
    ]);
    expect(certificate?.issues[0]?.fingerprints).toHaveLength(1);
  });

  test('texts that platforms write', () => {
    const entity = { type: 'Certificate', id: UUID, name: null };
    const told = alert('a', {
      entity,
      title: 'Renewal failure: pay.example.com',
      message: `serial ${SERIAL} stays`,
    });
    expect(keys(certificateOf(thingsOf(told)))).toEqual([
      `id ${UUID}`,
      'name pay.example.com',
      'serial 0x9a911f650a8ab6b3c52a73b85d40e38',
    ]);
    const listed = entry('e', {
      resource: { type: 'Certificates', id: null, name: null },
      actor: null,
      details: {
        detailMessage: 'Sent to:\npki@example.com\nFor certificates:\na.example.com\nb.example.com',
      },
    });
    expect(thingsOf(listed).map(labelOf)).toEqual(['a.example.com', 'b.example.com']);
  });

  test('signing in is about the user, whatever the way of signing in is called', () => {
    const signed = entry('e', {
      action: 'LOGIN',
      resource: { type: 'CLIENT_AUTH_CERT', id: UUID, name: 'tomas.novak' },
      actor: { type: 'user', id: UUID, name: 'tomas.novak', email: 'tomas.novak@example.com' },
      details: null,
    });
    expect(thingsOf(signed).map((known) => [known.thing, keys(known)])).toEqual([
      ['user', ['email tomas.novak@example.com', `id ${UUID}`, 'name tomas.novak']],
    ]);
  });

  test('who acts and who is acted upon are two', () => {
    const changed = entry('e', {
      action: 'USER_ROLE_UPDATED',
      resource: { type: 'User', id: 'mateo.costa@example.com', name: null },
      actor: { type: 'user', id: 'andrei.lindqvist@example.com', name: null, email: null },
      details: null,
    });
    expect(thingsOf(changed).map(labelOf)).toEqual([
      'mateo.costa@example.com',
      'andrei.lindqvist@example.com',
    ]);
  });

  test('services of one team share its address and are not one', () => {
    const service = (name: string) =>
      entry(name, {
        action: 'LOGIN',
        resource: { type: 'DIGEST_AUTH', id: null, name },
        actor: { type: 'service', id: null, name, email: 'payments@example.com' },
        details: null,
      });
    const [known] = thingsOf(service('svc-acme-payments'));
    expect(recognised(known as Known, [service('svc-terraform-payments')])).toEqual(known);
  });

  test('hostile documents: prototypes, depth, size, control characters', () => {
    let deep: Json = { commonName: 'deep.example.com' };
    for (let depth = 0; depth < 5_000; depth++) deep = { deep };
    const details = JSON.parse(
      `{"__proto__": {"commonName": "proto.example.com"}, "constructor": {"serialNumber": "${SERIAL}"}, "hasOwnProperty": 1}`,
    ) as Json;
    const record = entry('e', {
      resource: { type: '__proto__', id: '__proto__', name: 'constructor' },
      actor: { type: 'user', id: '__proto__', name: '\u0000\u001b]52;c;x\u0007', email: 'x'.repeat(10_000) },
      description: `serial ${'0'.repeat(10_000)} certificate ${'a'.repeat(100_000)}\nEndpoint: ${'b'.repeat(9_999)}`,
      details: { details, deep, many: Array.from({ length: 50_000 }, () => ({ host: `h.example.com` })) },
    });
    const things = thingsOf(record);
    expect(things.length).toBeLessThan(60);
    expect(things.map(labelOf)).not.toContain('deep.example.com');
    expect(({} as Record<string, unknown>).commonName).toBeUndefined();
    for (const known of things)
      for (const { text } of namesOf(known)) expect(text).not.toMatch(/\u001b|\u0000/);
  });
});

describe('growing by what records say', () => {
  const certificate = (serial: string | null, rest: { readonly [member: string]: Json } = {}, at = NOW) =>
    entry(`${serial}${JSON.stringify(rest)}`, {
      timestamp: at,
      resource: null,
      actor: null,
      details: { ...(serial !== null && { serialNumber: serial }), ...rest },
    });

  test('names tie in turn, across platforms and in any order', () => {
    const [known] = thingsOf(
      alert('a', { entity: { type: 'certificate', id: UUID, name: 'track-example-com' }, message: null }),
    );
    const further = [
      {
        ...certificate(null, { serialNumber: `0${SERIAL.slice(1).toUpperCase()}`, fingerprint: SHA256 }),
        platform: 'host',
      },
      { ...certificate(SERIAL, { commonName: 'track.example.com' }), platform: 'discovery' },
      certificate(null, { commonName: 'track.example.com', certificateId: UUID }),
      certificate(null, { commonName: 'other.example.com' }),
    ];
    const whole = recognised(known as Known, further);
    expect(keys(whole)).toEqual([
      `fingerprint ${SHA256.replaceAll(':', '').toLowerCase()}`,
      `id ${UUID}`,
      'name track-example-com',
      'name track.example.com',
      'serial 0x9a911f650a8ab6b3c52a73b85d40e38',
    ]);
    expect(whole.platforms).toEqual(['discovery', 'host', 'prod']);
    expect(recognised(whole, further)).toEqual(whole);
  });

  test('two serials are never one certificate', () => {
    const serial = fc.stringMatching(/^[1-9a-f][0-9a-f]{9,31}$/);
    const name = fc.constantFrom('a.example.com', 'b.example.com', null);
    const records = fc.array(
      fc.record({ serial: fc.option(serial), commonName: name, fingerprint: fc.constantFrom(SHA256, null) }),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(records, (list) => {
        const made = list.map(({ serial: own, ...rest }, at) => certificate(own, rest, NOW + at));
        for (const [index, record] of made.entries()) {
          const [known] = thingsOf(record);
          if (known === undefined) continue;
          const whole = recognised(known, made);
          const serials = whole.issues.flatMap((issue) =>
            issue.serial === null ? [] : [keyOf(issue.serial)],
          );
          expect(new Set(serials).size).toBe(serials.length);
          // Without a name or fingerprint in common nothing leads from one serial to the next.
          const own = list[index];
          if (own?.commonName === null && own.fingerprint === null)
            expect(serials.length).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  test('never grows without end, whatever it is given', () => {
    const many = Array.from({ length: 500 }, (_, at) =>
      certificate(
        (at + 1_000_000_000).toString(16),
        { commonName: 'www.example.com', certificateId: `${UUID}-${at}` },
        NOW + at,
      ),
    );
    const whole = recognised(thingsOf(many[0] as never)[0] as Known, many);
    expect(namesOf(whole).length).toBeLessThanOrEqual(12 + 12 * 5);
  });

  test('anything at all is read without throwing', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.string({ unit: 'binary' }), (details, text) => {
        const record = entry('e', { details: details as Json, description: text, action: text });
        for (const mention of mentionsOf(record)) expect(mention.identities.length).toBeGreaterThan(0);
        for (const known of thingsOf(record)) recognised(known, [record]);
      }),
    );
  });
});
