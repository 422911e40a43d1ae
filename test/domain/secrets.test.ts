import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { maskJson } from '../../src/domain/masked-json.ts';
import { isSecret, MASK, maskText, mayHoldSecret } from '../../src/domain/secrets.ts';

describe('secrets by name', () => {
  test.each([
    'password',
    'dbPassword',
    'client_secret',
    'CLIENT-SECRET',
    'apiKey',
    'X-API-Key',
    'privateKey',
    'access_token',
    'tokenValue',
    'passwordHash',
    'challenge password',
    'Authorization',
    'credentials',
    'keys',
    'eab_hmac',
    'enrollmentCode',
  ])('%s is one', (name) => {
    expect(isSecret(name, 'Zm9vYmFy')).toBe(true);
  });

  test.each([
    'keyId',
    'keyAlgorithm',
    'key_size',
    'publicKey',
    'primary key',
    'tokenType',
    'token_id',
    'passwordPolicy',
    'secretName',
    'keystore',
    'monkey',
    'name',
    '',
  ])('%j is none', (name) => {
    expect(isSecret(name, 'Zm9vYmFy')).toBe(false);
  });

  test('what a key is, how many there are, and what everybody may have is none', () => {
    for (const value of ['RSA 2048', 'EC P-256', 'Ed25519', 'ML-DSA-44', '', null, true, 12, { id: 1 }]) {
      expect(isSecret('key', value)).toBe(false);
    }
    expect(isSecret('key', '-----BEGIN PUBLIC KEY-----\nMII')).toBe(false);
    expect(isSecret('password', 1234)).toBe(true);
  });
});

describe('secrets in texts', () => {
  test.each([
    ['-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY----- after', /MIIE/, / after$/],
    ['cut off: -----BEGIN PRIVATE KEY-----\nMIIEvQ', /MIIEvQ/, /^cut off/],
    ['Authorization: Bearer abcdefghijklmnop0123', /abcdefgh/, /^Authorization: Bearer/],
    ['GET /x?api_key=0123456789&page=2 failed', /0123456789/, /page=2 failed$/],
    ['{"client_secret":"very secret","id":1}', /very/, /"id":1}$/],
    ['sent X-API-Key: 5f2c9a77e1 twice', /5f2c/, / twice$/],
    ['client_secret = a1b2c3; next', /a1b2/, /; next$/],
    ["password='two words' was tried", /two|words/, /' was tried$/],
    ['body {\\"token\\":\\"abc def\\",\\"id\\":1}', /abc|def/, /\\"id\\":1}$/],
    ['{"secret":"a\\"b\\\\","id":1}', /a|b/, /"id":1}$/],
    ['https://svc:hunter2@ca.example.com/x failed', /hunter2/, /@ca\.example\.com\/x failed$/],
    ['AccountKey=Zm9vYmFy;EndpointSuffix=x', /Zm9v/, /;EndpointSuffix=x$/],
    ['aws_secret_access_key=wJalrXUtn rest', /wJal/, / rest$/],
    ['login with eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJqYW5lIn0.c2ln refused', /eyJ/, / refused$/],
  ])('%j', (text, hidden, kept) => {
    expect(maskText(text)).not.toMatch(hidden);
    expect(maskText(text)).toMatch(kept);
    expect(maskText(text)).toContain(MASK);
  });

  test('a private key without its armour, of whatever kind', () => {
    const der = { privateKeyEncoding: { type: 'pkcs8', format: 'der' } } as const;
    const publicKeyEncoding = { type: 'spki', format: 'der' } as const;
    const keys = [
      generateKeyPairSync('rsa', { modulusLength: 2048, ...der, publicKeyEncoding }),
      generateKeyPairSync('rsa', {
        modulusLength: 3072,
        privateKeyEncoding: { type: 'pkcs1', format: 'der' },
        publicKeyEncoding,
      }),
      generateKeyPairSync('ec', { namedCurve: 'P-256', ...der, publicKeyEncoding }),
      generateKeyPairSync('ec', {
        namedCurve: 'P-256',
        privateKeyEncoding: { type: 'sec1', format: 'der' },
        publicKeyEncoding,
      }),
      generateKeyPairSync('ed25519', { ...der, publicKeyEncoding }),
    ];
    for (const { privateKey, publicKey } of keys) {
      const text = privateKey.toString('base64');
      expect(maskText(`key ${text} was kept`)).toBe(`key ${MASK} was kept`);
      expect(maskText(text.replace(/.{64}/g, '$&\n'))).not.toContain(text.slice(30, 60));
      expect(maskText(publicKey.toString('base64'))).toBe(publicKey.toString('base64'));
    }
  });

  test.each([
    'The token: expired or revoked',
    'password reset for jane',
    'no secret could be read',
    'https://ca.example.com:8443/x?a=b@c',
    'if (token == null) retry',
    '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----',
  ])('%j stays', (text) => {
    expect(maskText(text)).toBe(text);
  });
});

test('a document keeps its shape and says how many it hides', () => {
  const { value, masked } = maskJson({
    a: [{ token: 't', id: 1 }],
    keys: ['x', 'y'],
    note: 'password=hunter2',
  });
  expect(value).toEqual({ a: [{ token: MASK, id: 1 }], keys: [MASK, MASK], note: `password=${MASK}` });
  expect(masked).toBe(4);
});

test('a secret whose name stands around its value, or beside it', () => {
  const shown = JSON.stringify(
    maskJson({
      changes: { password: { old: 'x1', new: 'x2', at: 'then' }, name: { old: 'a', new: 'b' } },
      parameters: [
        { name: 'api_key', value: 'x3' },
        { name: 'region', value: 'eu' },
      ],
      secret: { value: 'x4', version: '7' },
    }).value,
  );
  expect(shown).not.toMatch(/x\d/);
  for (const kept of ['then', '"a"', '"b"', 'eu', '"7"']) expect(shown).toContain(kept);
});

test('texts that were made to take long are looked through at once', () => {
  const long = 100_000;
  for (const part of ['a.', 'eyJ-', 'token:', 'token="\\', 'token\\', '://a:', '://', 'Bearer ', 'MII/']) {
    const text = part.repeat(long / part.length);
    const began = performance.now();
    maskText(`${text} token`);
    expect(performance.now() - began, part).toBeLessThan(1_000);
  }
});

test('no document is passed over that hides something, and what only speaks of keys is not taken apart', () => {
  const words = fc.constantFrom(
    ...[
      'key',
      'api_key',
      'KEY_ID',
      'name',
      'value',
      'token',
      'a "b"',
      'back\\',
      'two\nlines',
      'password=x1y2z3',
    ],
    ...[
      'Bearer abcdefghijklmnop',
      'api_key_created',
      'secret: no',
      '"token":"abc"',
      'x\\"key',
      '',
      'public key',
    ],
    ...['activation_code', 'code', 'secretValue', 'apiKey ', 'https://a:b@c', 'old', 'privateKey'],
  );
  const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 3 },
      words,
      fc.constantFrom(1, true, null),
      fc.array(tie('tree'), { maxLength: 3 }),
      fc.dictionary(words, tie('tree'), { maxKeys: 4 }),
    ),
  }));
  fc.assert(
    fc.property(tree, fc.constantFrom(undefined, 1), (value, indent) => {
      const { masked } = maskJson(JSON.parse(JSON.stringify(value)));
      if (masked > 0) expect(mayHoldSecret(JSON.stringify(value, null, indent))).toBe(true);
    }),
    { numRuns: 3_000 },
  );
  const entry = { action: 'api_key_created', keyId: 7, description: 'token expired', token_type: 'jwt/1' };
  expect(mayHoldSecret(JSON.stringify(entry))).toBe(false);
  expect(mayHoldSecret(JSON.stringify({ ...entry, tokens: ['x'] }))).toBe(true);
  expect(mayHoldSecret(JSON.stringify([{ name: 'api_key', value: 'x' }]))).toBe(true);
});
