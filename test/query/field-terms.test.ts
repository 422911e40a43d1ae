import { describe, expect, test } from 'vitest';
import { chipsOf, chosenValues, withoutChip, withValues } from '../../src/query/field-terms.ts';

describe('the values of a field in a query', () => {
  test.each([
    ['', 'status', ['FAILED'], 'status:FAILED'],
    ['status:FAILED', 'status', ['FAILED', 'RUNNING'], 'status:FAILED,RUNNING'],
    ['status:FAILED since:24h', 'status', null, 'since:24h'],
    ['since:24h', 'actor', ['Ada Lovelace'], 'since:24h actor="Ada Lovelace"'],
    ['a OR b', 'type', ['SCAN'], '(a OR b) type:SCAN'],
    ['status:FAILED', 'type', ['has blanks'], 'status:FAILED type:"has blanks"'],
    ['', 'ca', [null], 'no:ca'],
    ['no:ca', 'ca', ['ca-1', null], '(ca:ca-1 OR no:ca)'],
    ['(ca:ca-1 OR no:ca) since:24h', 'ca', ['ca-1'], 'since:24h ca:ca-1'],
    ['-status:FAILED', 'status', ['RUNNING'], '-status:FAILED status:RUNNING'],
  ])('%j: %s %j is %j', (query, field, values, next) => {
    expect(withValues(query, 'job', field, values)).toBe(next);
  });

  test.each([
    ['status:failed,running', 'status', ['FAILED', 'RUNNING']],
    ['since:24h', 'status', null],
    ['no:ca', 'ca', [null]],
    ['(ca:a OR no:ca)', 'ca', ['a', null]],
    ['ca:a ca:b', 'ca', []],
    ['status:failed OR is:stuck', 'status', null],
  ])('%j chooses of %s %j', (query, field, values) => {
    expect(chosenValues(query, 'job', field)).toEqual(values);
  });

  test('what was put in is taken out again, and nothing else is touched', () => {
    for (const query of [
      '',
      'since:24h',
      '(status:failed since:24h) OR is:stuck',
      'error:"a  b" -type:SCAN',
    ]) {
      const put = withValues(query, 'job', 'platform', ['prod', 'two words', null]);
      expect(chosenValues(put, 'job', 'platform')).toEqual(['prod', 'two words', null]);
      expect(withValues(put, 'job', 'platform', null)).toBe(query);
    }
  });
});

describe('chips', () => {
  const texts = (query: string) => chipsOf(query, 'job').map(({ start, end }) => query.slice(start, end));
  test.each([
    ['', []],
    ['status:failed since:24h', ['status:failed', 'since:24h']],
    ['-type:SCAN (a OR b) AND "two words"', ['-type:SCAN', '(a OR b)', '"two words"']],
    ['NOT type:SCAN ((a OR b) OR c) x', ['NOT type:SCAN', '((a OR b) OR c)', 'x']],
    ['a OR b', ['a OR b']],
    ['status:(', ['status:(']],
  ])('%j', (query, chips) => {
    expect(texts(query)).toEqual(chips);
  });

  test('taken away one by one leave the others', () => {
    expect(withoutChip('-type:SCAN (a OR b) since:24h', 'job', 1)).toBe('-type:SCAN since:24h');
    expect(withoutChip('a OR b', 'job', 0)).toBe('');
  });
});
