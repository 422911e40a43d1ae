import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../src/domain/json.ts';
import { compared } from '../../src/platforms/decode/compare.ts';
import { type Decoded, decodeValue } from '../../src/platforms/decode/decode.ts';
import { CERTIFICATE, REQUEST } from '../support/request.ts';

const NOW = Date.UTC(2026, 10, 25, 12);
const NAMES = [
  'DNS:shop.example.com',
  'DNS:www.shop.example.com',
  'IP Address:192.0.2.7',
  'IP Address:2001:DB8:0:0:0:0:0:1',
  'email:ops@example.com',
];
const decoded = (value: string | number) => decodeValue(value, NOW);
const bare = (pem: string): string => pem.replace(/-----.*-----|\s/g, '');
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const token = (claims: object): string =>
  ['{"alg":"RS256"}', JSON.stringify(claims), 'signed']
    .map((part) => Buffer.from(part).toString('base64url'))
    .join('.');

describe('decoding in place', () => {
  test('a signing request: subject, names, key, and whether it is signed with it', () => {
    const found = decoded(REQUEST);
    expect(found?.what).toBe('signing request');
    expect(found?.value).toMatchObject({
      subject: 'C=DE, O=Example Ltd, CN=shop.example.com',
      names: NAMES,
      key: 'EC P-256',
      signature: 'ecdsa-with-SHA256',
      'signed with its key': true,
      'challenge password': 's3cret-word',
    });
    // Changed on its way it is still read, and no more signed.
    const bytes = Buffer.from(bare(REQUEST), 'base64');
    bytes[bytes.indexOf('shop')] = 'S'.charCodeAt(0);
    expect(decoded(bytes.toString('base64'))?.value).toMatchObject({ 'signed with its key': false });
  });

  test('a certificate: the same names and key as were asked for, validity, fingerprints', () => {
    const found = decoded(CERTIFICATE);
    const request = decoded(REQUEST)?.value as JsonObject;
    expect(found?.what).toBe('certificate');
    expect(found?.value).toMatchObject({
      subject: request.subject,
      names: request.names,
      key: request.key,
      'valid until': expect.stringMatching(/^2126-10-29T\S+ \(valid, in 36\d\d\d days\)$/),
      'self-signed': true,
      fingerprints: {
        'SHA-256': expect.stringMatching(/^[0-9a-f]{64}$/),
        'SHA-1': expect.stringMatching(/^[0-9a-f]{40}$/),
        'key SHA-256': (request.fingerprints as JsonObject)['key SHA-256'],
      },
    });
  });

  test.each([
    ['DER in base64', (pem: string) => bare(pem)],
    ['base64 for URLs', (pem: string) => Buffer.from(bare(pem), 'base64').toString('base64url')],
    ['DER in hexadecimal', (pem: string) => Buffer.from(bare(pem), 'base64').toString('hex')],
    ['PEM quoted once too often', (pem: string) => pem.replaceAll('\n', '\\n')],
    ['PEM in a sentence', (pem: string) => `issued:\n${pem}\nbye`],
  ])('%s', (_, written) => {
    expect(decoded(written(CERTIFICATE))).toEqual(decoded(CERTIFICATE));
    expect(decoded(written(REQUEST))).toEqual(decoded(REQUEST));
  });

  test('base64 of PEM, of JSON, of text, of bytes', () => {
    expect(decoded(base64(CERTIFICATE))).toEqual({
      what: 'base64 of certificate',
      value: decoded(CERTIFICATE)?.value,
    });
    expect(decoded(base64('{"a":[1]}'))).toEqual({ what: 'base64 of text', value: { a: [1] } });
    expect(decoded(base64('only some words'))).toEqual({ what: 'base64 of text', value: 'only some words' });
    expect(decoded(Buffer.alloc(40, 0xfe).toString('base64'))?.value).toMatchObject({ bytes: 40 });
  });

  test('a chain is each of its certificates; of a private key nothing is told', () => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', {
      namedCurve: 'P-384',
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
      publicKeyEncoding: { type: 'spki', format: 'pem' },
    });
    const both = decoded(`${CERTIFICATE}${privateKey}`);
    expect(both?.value).toMatchObject([
      { certificate: { key: 'EC P-256' } },
      { 'private key': 'nothing of it is shown' },
    ]);
    expect(decoded(publicKey)).toMatchObject({ what: 'public key', value: { key: 'EC P-384' } });
    const inside = bare(privateKey).slice(40, 60);
    for (const given of [privateKey, bare(privateKey), base64(privateKey)]) {
      expect(JSON.stringify(decoded(given)) ?? '').not.toContain(inside);
      expect(JSON.stringify(decoded(given)) ?? '').not.toMatch(/"hex"/);
    }
  });

  test('instants, and a token with its times', () => {
    const seconds = Date.UTC(2026, 10, 22, 12) / 1_000;
    for (const given of [seconds, String(seconds), seconds * 1_000, String(seconds * 1_000)]) {
      expect(decoded(given)?.value).toMatchObject({
        UTC: '2026-11-22T12:00:00.000Z',
        distance: '3 days ago',
      });
    }
    expect(decoded('2026-11-22T13:00:00+01:00')?.value).toMatchObject({ UTC: '2026-11-22T12:00:00.000Z' });
    expect(decoded(token({ sub: 'jane', exp: seconds }))).toMatchObject({
      what: 'JSON web token',
      value: {
        header: { alg: 'RS256' },
        claims: { sub: 'jane' },
        times: { exp: '2026-11-22T12:00:00.000Z (3 days ago)' },
      },
    });
  });

  test.each([
    '',
    'shop.example.com',
    'a sentence of words',
    '12',
    '0',
    'ab'.repeat(32),
    '{"a":1}',
    'RENEWAL_FAILED',
  ])('%j is nothing to decode', (text) => {
    expect(decoded(text)).toBeNull();
  });

  test('a request is held against the certificate of the same record, and the other way round', () => {
    const texts = [JSON.stringify({ a: 1, csr: REQUEST, output: { cert: CERTIFICATE } })];
    const told = (value: string, from = texts) =>
      compared(decoded(value) as Decoded, from, NOW).value as JsonObject;
    expect(told(REQUEST)['issued in this record']).toBe('as requested: subject, names and key');
    expect(told(CERTIFICATE)['requested in this record']).toBe('as requested: subject, names and key');
    expect(told(REQUEST, [])['issued in this record']).toBeUndefined();
    const bytes = Buffer.from(bare(REQUEST), 'base64');
    bytes.write('wwx.', bytes.indexOf('www.'));
    bytes.write('Exbmple', bytes.indexOf('Example'));
    expect(told(bytes.toString('base64'))['issued in this record']).toEqual({
      '! subject': {
        requested: 'C=DE, O=Exbmple Ltd, CN=shop.example.com',
        issued: 'C=DE, O=Example Ltd, CN=shop.example.com',
      },
      '! names requested, not issued': ['DNS:wwx.shop.example.com'],
      '! names issued, not requested': ['DNS:www.shop.example.com'],
    });
  });

  test('whatever it is given, it answers', () => {
    const der = Buffer.from(bare(REQUEST), 'base64');
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: der.length - 1 }),
        fc.integer({ min: 0, max: 255 }),
        (at, byte) => {
          const broken = Buffer.from(der);
          broken[at] = byte;
          decoded(broken.toString('base64'));
          decoded(broken.subarray(0, at).toString('base64'));
        },
      ),
    );
    fc.assert(fc.property(fc.string(), (text) => void decoded(text)));
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 200 }),
        (bytes) => void decoded(Buffer.from(bytes).toString('base64')),
      ),
    );
  });
});
