import { describe, expect, test } from 'vitest';
import type { Kind } from '../../src/domain/record.ts';
import { complete } from '../../src/query/complete.ts';

const KNOWN: Readonly<Record<string, readonly string[]>> = {
  platform: ['prod', 'preview', 'this-host'],
  action: ['LOGIN', 'LOGIN_ERROR', 'DELETE'],
  actor: ['Ada Lovelace', 'grace@example.com'],
};

/** The query after each proposal is taken; `|` in the text is the cursor. */
async function proposals(marked: string, kind: Kind = 'job') {
  const cursor = marked.indexOf('|');
  const text = marked.replace('|', '');
  const values = async (field: string) => KNOWN[field] ?? [];
  const found = await complete({ text, cursor, kind, values });
  return found.map(({ span, text: put }) => text.slice(0, span.start) + put + text.slice(span.end));
}

describe('completion', () => {
  test.each<readonly [string, Kind, readonly string[]]>([
    ['sta|', 'job', ['status:', 'started:']],
    ['STAT|', 'job', ['status:']],
    ['stat|', 'audit', ['status:']],
    ['-sev|', 'alert', ['-severity:']],
    ['(sev| OR x)', 'alert', ['(severity: OR x)']],
    ['a sev| b', 'alert', ['a severity: b']],
    ['si|', 'job', ['since:']],
    ['status:|', 'job', ['status:QUEUED', 'status:RUNNING', 'status:SUCCESS', 'status:FAILED']],
    ['status:fa|', 'job', ['status:FAILED']],
    ['status:fa|il', 'job', ['status:FAILED']],
    ['status:failed,r|', 'job', ['status:failed,RUNNING']],
    ['is:|', 'alert', ['is:unread', 'is:read', 'is:pinned', 'is:noted', 'is:new', 'is:muted']],
    ['is:s|', 'job', ['is:stuck']],
    ['has:err|', 'job', ['has:error']],
    ['platform:pr|', 'job', ['platform:prod', 'platform:preview']],
    ['action:login|', 'audit', ['action:LOGIN', 'action:LOGIN_ERROR']],
    ['actor:ada|', 'audit', ['actor:"Ada Lovelace"']],
    ['actor:"Ada L|', 'audit', ['actor:"Ada Lovelace"']],
    ['since:y|', 'job', ['since:yesterday']],
    ['created>t|', 'alert', ['created>today']],
    ['a O|', 'job', ['a origin:', 'a OR']],
    ['@pay|', 'job', []],
    ['fe80:|', 'job', []],
  ])('%s (%s)', async (marked, kind, wanted) => {
    expect(await proposals(marked, kind)).toEqual(wanted);
  });

  test('a whole name is followed by its operators', async () => {
    expect(await proposals('value|', 'statistic')).toEqual(
      expect.arrayContaining(['value:', 'value>', 'value<=']),
    );
    expect(await proposals('name|', 'job')).toEqual(expect.arrayContaining(['name:', 'name=~', 'name!=']));
  });

  test('nothing typed offers the fields of the kind, its own first', async () => {
    const all = await proposals('|', 'audit');
    expect(all.slice(0, 2)).toEqual(['action:', 'module:']);
    expect(all).toContain('platform:');
    expect(all).toContain('is:');
  });

  test('every proposal says what it is for', async () => {
    const found = await complete({ text: '', cursor: 0, kind: 'job', values: () => [] });
    expect(found.filter(({ help }) => help === '')).toEqual([]);
  });
});
