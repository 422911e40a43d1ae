import { describe, expect, test } from 'vitest';
import type { LedgerFinding, LedgerVerification } from '../../src/cache/ledger/answers.ts';
import { ledgerExit, ledgerLines } from '../../src/cli/ledger-report.ts';

const AT = Date.UTC(2026, 7, 20, 12);
const NONE = { page: 0, head: 0, entry: 0, gone: 0, unrecorded: 0, value: 0, former: 0, count: 0 };

function verified(
  findings: readonly LedgerFinding[] = [],
  given: Partial<LedgerVerification> = {},
): LedgerVerification {
  const counts = { ...NONE };
  for (const { kind } of findings) counts[kind] += 1;
  return {
    head: { seq: 12, link: 'ab'.repeat(32), entries: 1234 },
    checked: { pages: 12, entries: 1234, records: 1 },
    findings,
    counts,
    changedByPlatform: [],
    changedByPlatformCount: 0,
    ...given,
  };
}
const wordsOf = (finding: LedgerFinding): string => ledgerLines(verified([finding]))[2] ?? '';

describe('the report of a verification', () => {
  test('of a sound cache says what was held against what, and the end of the chain', () => {
    expect(ledgerLines(verified())).toEqual([
      'cache: as it arrived; 1 audit entry held against 1,234 arrivals in 12 pages',
      `ledger: page 12, SHA-256 ${'ab'.repeat(32)}`,
    ]);
    expect(ledgerExit(verified())).toBe(0);
  });

  test('names what is wrong', () => {
    const at = AT;
    const entry = { ref: 'prod/audit/e1', at, time: at - 1 };
    expect([
      wordsOf({ kind: 'entry', ...entry }),
      wordsOf({ kind: 'gone', platform: 'prod', ...entry }),
      wordsOf({ kind: 'gone', platform: 'prod', at, ref: null, time: null }),
      wordsOf({ kind: 'unrecorded', ref: 'prod/audit/e1', time: at }),
      wordsOf({ kind: 'page', why: 'changed', seq: 3, from: 3, at }),
      wordsOf({ kind: 'page', why: 'missing', seq: 3, from: 1, at }),
      wordsOf({ kind: 'page', why: 'missing', seq: 3, from: 2, at }),
      wordsOf({ kind: 'head', seq: 9, link: 'cd', found: null }),
      wordsOf({ kind: 'value', why: 'changed', thing: 'term', value: 'LOGOUT', refs: ['prod/audit/e1'] }),
      wordsOf({ kind: 'value', why: 'gone', thing: 'party', value: null, refs: [] }),
      wordsOf({ kind: 'count', table: 'term', wrong: 3, of: 1_204 }),
      wordsOf({ kind: 'former', why: 'changed', ref: 'prod/audit/e1' }),
    ]).toEqual([
      'CHANGED  prod/audit/e1 of 2026-08-20T11:59:59.999Z: not what arrived at 2026-08-20T12:00:00.000Z',
      'GONE  prod/audit/e1 of 2026-08-20T11:59:59.999Z: arrived at 2026-08-20T12:00:00.000Z, and nothing dropped it',
      'GONE  an entry of prod, without a time, whose id is gone with it: arrived at 2026-08-20T12:00:00.000Z, and nothing dropped it',
      'ADDED  prod/audit/e1 of 2026-08-20T12:00:00.000Z: is in the cache, and never arrived',
      'LEDGER  page 3, of 2026-08-20T12:00:00.000Z: not what was written then; what it says of its entries cannot be trusted',
      'LEDGER  pages 1 to 2 are missing',
      'LEDGER  page 2 is missing',
      'LEDGER  page 9 is missing, and was written down with SHA-256 cd',
      'CHANGED  a value that says now "LOGOUT"; read with it: prod/audit/e1',
      'GONE  an actor or account; no entry is read with it',
      'COUNTS  how many records hold what, as term has it, is wrong in 3 of 1,204 places; totals and lists of values go by it',
      'CHANGED  what prod/audit/e1 was before its platform told it otherwise',
    ]);
    expect(ledgerExit(verified([{ kind: 'unrecorded', ref: null, time: null }]))).toBe(1);
  });

  test('tells the first of many, and what platforms changed as notes', () => {
    const findings = Array.from(
      { length: 90 },
      (_, n): LedgerFinding => ({ kind: 'unrecorded', ref: `prod/audit/${n}`, time: AT }),
    );
    const news = {
      changedByPlatform: [{ ref: 'prod/audit/x', at: AT, before: {} }],
      changedByPlatformCount: 3,
    };
    const many = verified(findings, { counts: { ...NONE, unrecorded: 5_000 }, ...news });
    const lines = ledgerLines(many);
    expect(lines[0]).toMatch(/^cache: 5,000 findings; /);
    expect(lines.slice(-3)).toEqual([
      'and 4,950 more',
      'note  prod/audit/x: its platform told it otherwise at 2026-08-20T12:00:00.000Z',
      'and 2 more',
    ]);
    expect(ledgerExit(verified([], news))).toBe(0);
  });

  test('nothing a terminal acts on gets into a line', () => {
    const ref = 'prod/audit/\u001b]0;x\u0007\n\u202ea';
    for (const line of ledgerLines(verified([{ kind: 'unrecorded', ref, time: null }]))) {
      expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202e]/);
    }
  });
});
