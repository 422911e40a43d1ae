import { describe, expect, test } from 'vitest';
import { MASK } from '../../src/domain/secrets.ts';
import { fieldValue, pathSteps, pathText } from '../../src/query/path-values.ts';
import { job } from '../stores/records.ts';

const JOB = job('j', {
  payload: {
    host: 'a',
    errors: [{ code: 429 }, { code: 500 }],
    apiKey: 'abc',
    auth: { tokens: ['t1', 't2'] },
  },
  output: { certificate: { names: ['x', 'y'] } },
});

describe('a place in a document', () => {
  test.each([
    ['@host', 'a'],
    ['@payload.host', 'a'],
    ['@errors.code', '429, 500'],
    ['@errors[1].code', '500'],
    ['@output.certificate.names', 'x, y'],
    ['@certificate', '{"names":["x","y"]}'],
    ['@nowhere', null],
  ])('%s is %j', (path, text) => {
    expect(pathText(JOB, path)).toBe(text);
  });

  test('is shown without its secrets, and exact where a file asks', () => {
    expect(pathText(JOB, '@apiKey')).toBe(MASK);
    expect(pathText(JOB, '@auth.tokens')).toBe(`${MASK}, ${MASK}`);
    expect(pathText(JOB, '@auth.tokens[0]')).toBe(MASK);
    expect(pathText(JOB, '@payload')).not.toMatch(/abc|t1|t2/);
    expect(fieldValue(JOB, '@apiKey')).toBe('abc');
    expect(fieldValue(JOB, 'status')).toBe('FAILED');
  });

  test.each(['@', '@a..b', 'a.b', '@a b', '@a[x]', ''])('%j is none', (text) => {
    expect(pathSteps(text)).toBeNull();
  });
});
