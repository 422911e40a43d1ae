import { describe, expect, test } from 'vitest';
import type { Json } from '../../src/domain/json.ts';
import { columnRedactor, redacted, redactedJson, redactedProfile } from '../../src/domain/redaction.ts';
import {
  hiddenWords,
  NOTHING_HIDDEN,
  type Redaction,
  SECRETS_ONLY,
} from '../../src/domain/redaction-policy.ts';
import { MASK } from '../../src/domain/secrets.ts';
import { alert, audit, job } from '../query/records.ts';

const personal = (...names: readonly string[]): Redaction => ({ ...SECRETS_ONLY, personal: names });
const hashed: Redaction = { ...personal('actor.email'), how: 'hash', salt: 'of this machine' };
const grace = { type: 'user', id: 'u1', name: 'Grace Hopper', email: 'grace@example.com' } as const;
const entry = audit({
  actor: grace,
  ip: '192.0.2.7',
  resource: { type: 'USER', id: 'u1', name: 'Grace Hopper' },
  description: 'Grace Hopper (grace@example.com) signed in from 192.0.2.7',
  details: { actor: { email: 'grace@example.com' }, seen: ['by Grace Hopper'], phone: { home: 5_551_234 } },
});

describe('secrets', () => {
  const secret = job({
    name: 'renew token=abc123secret',
    payload: { commonName: 'a.example.com', apiKey: 'k-123', nested: [{ challengePassword: 'x' }] },
    error: 'Bearer abcdefghijklmnop refused',
  });

  test('are masked in texts and documents, and the rest stays', () => {
    expect(redacted(secret, SECRETS_ONLY)).toEqual({
      ...secret,
      name: `renew token=${MASK}`,
      payload: { commonName: 'a.example.com', apiKey: MASK, nested: [{ challengePassword: MASK }] },
      error: `Bearer ${MASK} refused`,
    });
  });

  test('a record without one is the same record', () => {
    expect(redacted(entry, SECRETS_ONLY)).toBe(entry);
    expect(redacted(secret, NOTHING_HIDDEN)).toBe(secret);
  });

  test('ids stay, whatever they look like: nobody could ask for the record again', () => {
    const named = job({ id: 'token=abcdefgh' });
    expect(redacted(named, SECRETS_ONLY).id).toBe('token=abcdefgh');
  });

  test('of one column without its record they are the same', () => {
    const values: readonly [string, Json][] = [
      ['payload', secret.payload],
      ['error', secret.error],
      ['name', secret.name],
    ];
    const whole = redacted(secret, SECRETS_ONLY) as unknown as Record<string, Json>;
    for (const [path, value] of values) {
      const given = typeof value === 'object' && value !== null ? { json: JSON.stringify(value) } : value;
      const told = columnRedactor('job', path, SECRETS_ONLY)?.(given as string) ?? null;
      expect(typeof told === 'object' && told !== null ? JSON.parse(told.json) : told, path).toEqual(
        whole[path],
      );
    }
  });

  test('of a column without one it is the very value, its text as the platform wrote it', () => {
    const given = { json: '{"keySize":2048, "big":12345678901234567890}' };
    expect(columnRedactor('job', 'payload', SECRETS_ONLY)?.(given)).toBe(given);
    const tokens = columnRedactor('job', 'payload.tokens', SECRETS_ONLY);
    expect(tokens?.({ json: '["abc","def"]' })).toEqual({ json: `["${MASK}","${MASK}"]` });
    expect(columnRedactor('job', 'status', SECRETS_ONLY)).toBeNull();
    expect(columnRedactor('job', 'payload', NOTHING_HIDDEN)).toBeNull();
  });
});

describe('personal data', () => {
  test('is hidden in its field and wherever texts of the record repeat it', () => {
    expect(redacted(entry, personal('actor.email', 'actor.name', 'IP'))).toEqual({
      ...entry,
      actor: { ...grace, name: MASK, email: MASK },
      resource: { ...entry.resource, name: MASK },
      ip: MASK,
      description: `${MASK} (${MASK}) signed in from ${MASK}`,
      details: { actor: { email: MASK }, seen: [`by ${MASK}`], phone: { home: 5_551_234 } },
    });
  });

  test('a member is hidden by its name, with all that is below it', () => {
    expect(redactedJson({ Phone: { home: 1, work: ['2'] }, name: 'x' }, personal('phone'))).toEqual({
      Phone: { home: MASK, work: [MASK] },
      name: 'x',
    });
  });

  test('a path does not hide another field of the same name', () => {
    const told = redacted(entry, personal('account.name')) as typeof entry;
    expect(told.actor?.name).toBe('Grace Hopper');
  });

  test('as a hash the same value has the same sign, which another machine would not give', () => {
    const sign = (policy: Redaction) => (redacted(entry, policy) as typeof entry).actor?.email;
    expect(sign(hashed)).toMatch(/^~[0-9a-f]{12}$/);
    expect(sign(hashed)).toBe(sign(hashed));
    expect(sign({ ...hashed, salt: 'of another' })).not.toBe(sign(hashed));
  });

  test('what a look-up tells of a user goes by the names of the fields', () => {
    const profile = {
      type: 'user',
      id: 'u1',
      name: 'Grace',
      email: 'g@example.com',
      body: { email: 'g@example.com' },
    };
    expect(redactedProfile(profile, personal('actor.email'))).toEqual({
      ...profile,
      email: MASK,
      body: { email: MASK },
    });
  });

  test('a document deeper than a call stack is no way to end the program', () => {
    let deep: Json = 'x';
    for (let depth = 0; depth < 2_000; depth++) deep = { a: deep };
    expect(() => redactedJson(deep, personal('a'))).not.toThrow();
    expect(() => redactedJson(deep, SECRETS_ONLY)).not.toThrow();
    expect(JSON.stringify(redactedJson(deep, SECRETS_ONLY))).toContain(MASK);
  });
});

test('a user that an alert or an entry is about, or that started a job, is hidden as an actor', () => {
  const policy = personal('actor.name', 'actor.email');
  const locked = alert({
    entity: { type: 'USER', id: 'u1', name: 'grace' },
    title: 'grace is locked',
    message: 'Grace locked after 5 failed sign-ins.',
  });
  expect(redacted(locked, policy)).toEqual({
    ...locked,
    entity: { type: 'USER', id: 'u1', name: MASK },
    title: `${MASK} is locked`,
    message: `${MASK} locked after 5 failed sign-ins.`,
  });
  const made = audit({
    actor: { type: 'user', id: 'u2', name: 'ada', email: null },
    resource: { type: 'SERVICE_USER', id: 'u1', name: 'svc-ci' },
    description: 'ada made svc-ci',
    details: null,
  });
  expect(redacted(made, policy)).toMatchObject({
    resource: { id: 'u1', name: MASK },
    description: `${MASK} made ${MASK}`,
  });
  const started = job({ triggeredBy: { type: 'USER', id: 'u9', name: 'ada' } });
  expect(redacted(started, policy)).toMatchObject({ triggeredBy: { id: 'u9', name: MASK } });
  const address = { ...locked, entity: { type: 'user', id: 'u1', name: 'grace@example.com' } };
  expect(redacted(address, personal('email'))).toMatchObject({ entity: { name: MASK } });
  // What is no user keeps its name.
  const expiring = alert({ entity: { type: 'CERTIFICATE', id: 'c', name: 'ada@www.example.com' } });
  expect(redacted(expiring, policy)).toEqual(expiring);
});

test('what is hidden is said in a line', () => {
  expect([SECRETS_ONLY, NOTHING_HIDDEN, hashed].map(hiddenWords)).toEqual([
    'secrets',
    'nothing',
    'secrets, actor.email (personal data as hashes)',
  ]);
});

test('is hidden in any case, short names as words, and what one document tells also in another', () => {
  const person = { type: 'user', id: 'u1', name: 'Al' } as const;
  const shown = redacted(
    job({
      triggeredBy: person,
      name: 'al-b+c@example.com asked',
      error: 'Al is not Alan',
      payload: { by: 'Ada Lovelace' },
      output: { owner: 'Ada Lovelace', mail: 'Al-B+c@Example.com' },
    }),
    personal('triggeredBy.name', 'mail', 'owner'),
  );
  expect(shown).toMatchObject({
    name: `${MASK} asked`,
    error: `${MASK} is not Alan`,
    payload: { by: MASK },
    output: { owner: MASK },
  });
});

test('a value too long for a pattern is hidden wherever it is repeated, and stops nothing', () => {
  const name = '(+x'.repeat(15_000);
  const shown = redacted(
    audit({ actor: { ...grace, name }, description: `${name} met ${name}` }),
    personal('actor.name'),
  );
  expect(shown).toMatchObject({ actor: { name: MASK }, description: `${MASK} met ${MASK}` });
});
