/** What errors of one cause have in common, and that a query for it finds exactly them. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { causeOf } from '../../src/domain/cause.ts';
import { stemOf } from '../../src/domain/stem.ts';
import { parseQuery } from '../../src/query/parse.ts';
import { predicate } from '../../src/query/predicate.ts';
import { pivotTerm } from '../../src/query/print.ts';
import { causeTerm } from '../../stores/statistics/causes.ts';
import { alert, job, NOW } from '../stores/records.ts';

const failed = (error: string | null) => job('j', { status: 'FAILED', error });

/** What a query lets through. */
function finds(query: string) {
  const context = { now: NOW, longRunningAfter: 1 };
  const { tree, problems } = parseQuery(query, 'job', context);
  expect(problems).toEqual([]);
  return predicate(tree ?? { kind: 'all' }, context);
}

describe('the stem of an error', () => {
  test.each([
    ['Agent app-04.example.net did not answer', 'Agent … did not answer'],
    [
      'Deployment validation failed on web.example.com:443: served SHA-256 12:EA:30:76..., deployed 87:A4:96:7D...',
      'Deployment validation failed on …: served SHA-256 …, deployed …',
    ],
    [
      'urn:ietf:params:acme:error:dns: DNS-01 validation failed for m.example.com: TXT record _acme-challenge.m.example.com expected "1b", found "dc" (nameserver 198.51.100.53).',
      'urn:ietf:params:acme:error:dns: DNS-01 validation failed for …: TXT record …',
    ],
    [
      'DigiCert ONE refused the order: HTTP 403 access_denied "No such profile." Request ID req-bc45a33b-3caf.',
      'DigiCert ONE refused the order: HTTP 403 access_denied … Request ID ….',
    ],
    [
      'CSR not generated: PKCS#11 C_GenerateKeyPair failed with CKR_DEVICE_REMOVED on slot 3 of db-01.example.net.',
      'CSR not generated: PKCS#11 C_GenerateKeyPair failed with CKR_DEVICE_REMOVED on …',
    ],
    [
      'connect ETIMEDOUT [2001:db8::53]:443 after 30 s at 2026-10-12T07:31:08Z',
      'connect ETIMEDOUT … after … s at …',
    ],
    [
      "cannot read '/etc/ssl/a b.pem', /etc/ssl/x.key: permission denied",
      'cannot read …, …: permission denied',
    ],
    [
      'No new version of track-example-com in kv-logistics-prod: read-only (CAA)',
      'No new version of … in …: read-only (CAA)',
    ],
    ['CSR not generated', 'CSR not generated'],
    ['E1042', 'E1042'],
    ['first line of it\nand a second', 'first line of it …'],
    ['  spaces \\ and "quotes', '…spaces … and …'],
  ])('%s', (error, stem) => {
    expect(stemOf(error)).toBe(stem);
    expect(finds(causeTerm(stem))(failed(error))).toBe(true);
  });

  test('a text of any length and sort is read in no time', () => {
    for (const error of [
      'a-'.repeat(500_000),
      '"'.repeat(100_000),
      '1:'.repeat(100_000),
      ' …'.repeat(9_999),
    ]) {
      expect(stemOf(error).length).toBeLessThanOrEqual(82);
    }
  });

  test('does not depend on hosts, addresses, ids, times and numbers', () => {
    const label = fc.stringMatching(/^[a-z]{1,8}$/);
    const host = fc
      .tuple(label, label, fc.constantFrom('net', 'com', 'internal'))
      .map((parts) => parts.join('.'));
    const instant = fc
      .date({ min: new Date('2001-01-01T00:00Z'), max: new Date('2099-01-01T00:00Z'), noInvalidDate: true })
      .map((at) => at.toISOString());
    const particular = fc.record({ host, ip: fc.ipV4(), id: fc.uuid(), at: instant, n: fc.nat() });
    const text = ({ host, ip, id, at, n }: Readonly<Record<string, string | number>>) =>
      `Agent ${host} (${ip}) refused order ${id} after ${n} attempts at ${at}`;
    fc.assert(
      fc.property(particular, particular, (a, b) => {
        expect(stemOf(text(a))).toBe(stemOf(text(b)));
      }),
    );
    expect(stemOf(text({ host: 'a.net', ip: '10.0.0.1', id: 'f0-1', at: '2026-08-20T10:00Z', n: 7 }))).toBe(
      'Agent … (…) refused order … after … attempts at …',
    );
  });

  test('keeps what tells two causes apart', () => {
    const stems = [
      'HTTP 403 access_denied for order 17',
      'HTTP 429 slow_down for order 17',
      'DNS-01 validation failed for a.example.com',
      'HTTP-01 validation failed for a.example.com',
    ].map(stemOf);
    expect(new Set(stems).size).toBe(stems.length);
  });
});

describe('a group of failures', () => {
  const words = fc.constantFrom(
    'order',
    'refused',
    '17',
    'a.example.com',
    '"x"',
    '\\',
    "it's",
    '…',
    '(',
    'OR',
    ':',
    '*',
    '-',
  );
  const error = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.array(words, { maxLength: 8 }).map((all) => all.join(' ')),
  );

  test('is found whole by its term, and nothing else is', () => {
    fc.assert(
      fc.property(error, error, (a, b) => {
        const cause = causeOf(failed(a));
        if (cause === null) return;
        for (const query of [causeTerm(cause), `status:failed ${causeTerm(cause)}`]) {
          expect(finds(query)(failed(a))).toBe(true);
          expect(finds(query)(failed(b))).toBe(causeOf(failed(b)) === cause);
        }
        expect(finds(pivotTerm('cause', cause))(failed(a))).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test('jobs that did not fail, failures without a text and information have none', () => {
    expect(causeOf(job('j', { status: 'SUCCESS', error: 'a warning of it' }))).toBeNull();
    expect(causeOf(failed(null))).toBeNull();
    expect(causeOf(failed(' \n'))).toBeNull();
    expect(causeOf(alert('a', { severity: 'info', message: 'it is done' }))).toBeNull();
    expect(causeOf(alert('a', { severity: 'error', message: null, title: 'Agent 7 offline' }))).toBe(
      'Agent … offline',
    );
    expect(finds(causeTerm(null))(failed(null))).toBe(true);
  });
});
