import { expect, test } from 'vitest';
import { FAILURES, type FailureCode } from '../../src/domain/failure.ts';
import { errorVerdict, type Scene, statusVerdict } from '../../src/platforms/classify.ts';
import { retryDelay } from '../../src/platforms/retry.ts';

const scene: Scene = {
  platform: 'prod',
  asked: 'the audit log',
  origin: 'https://one.example.com',
  credential: 'api_key',
  now: 0,
};

test.each<[string, FailureCode]>([
  ['ENOTFOUND', 'UNREACHABLE'],
  ['EAI_AGAIN', 'UNREACHABLE'],
  ['ECONNREFUSED', 'UNREACHABLE'],
  ['ECONNRESET', 'UNREACHABLE'],
  ['EHOSTUNREACH', 'UNREACHABLE'],
  ['EPIPE', 'UNREACHABLE'],
  ['ETIMEDOUT', 'TIMED_OUT'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'TLS_FAILED'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'TLS_FAILED'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'TLS_FAILED'],
  ['CERT_HAS_EXPIRED', 'TLS_FAILED'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'TLS_FAILED'],
  ['ERR_SSL_WRONG_VERSION_NUMBER', 'TLS_FAILED'],
  ['EPROTO', 'TLS_FAILED'],
  ['HPE_INVALID_CONSTANT', 'BAD_RESPONSE'],
  ['Z_DATA_ERROR', 'BAD_RESPONSE'],
  ['ERR_INVALID_CHAR', 'INTERNAL'],
])('%s is %s', (code, wanted) => {
  const { failure } = errorVerdict({ code, message: 'It broke.' }, scene);
  expect(failure).toMatchObject({ code: wanted, cause: `It broke. (${code})`, where: 'prod' });
});

test('every status from 100 to 999 has a verdict with a next step, and a wrong key is never tried twice', () => {
  for (let status = 100; status < 1_000; status++) {
    const { failure, retries } = statusVerdict({ status, header: () => undefined, text: '' }, scene);
    expect(FAILURES[failure.code], String(status)).toBeDefined();
    expect(failure.what).toContain(`(HTTP ${status})`);
    expect(failure.next.length).toBeGreaterThan(10);
    if ([400, 401, 403, 404].includes(status)) expect(retries).toBe(0);
    expect(retries).toBeLessThanOrEqual(3);
  }
});

test('delays grow, jitter over their whole range, and end at ten seconds; the server’s word wins', () => {
  const top = [0, 1, 2, 3, 10].map((attempt) => retryDelay(attempt, undefined, () => 0.9999));
  expect(top).toEqual([500, 1_000, 2_000, 4_000, 9_999]);
  expect(retryDelay(5, undefined, () => 0)).toBe(0);
  expect(retryDelay(0, 7_000, () => 0.5)).toBe(7_000);
});
