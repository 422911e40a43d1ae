import { describe, expect, test } from 'vitest';
import { plain } from '../../src/cli/colour.ts';
import { type ListFormat, recordWriter } from '../../src/cli/formats.ts';
import { columnsFor, sortFor } from '../../src/cli/record-fields.ts';
import { failureOf } from '../../src/domain/failure.ts';
import type { Job } from '../../src/domain/job.ts';

const HOSTILE = '\u001b]0;owned\u0007\u001b[2Jname\u202e\u009b31m';
const JOB: Job = {
  kind: 'job',
  platform: 'demo',
  id: 'j/1',
  name: HOSTILE,
  type: 'RENEW_CERT',
  status: 'FAILED',
  caId: '=cmd|calc',
  scheduledAt: null,
  startedAt: Date.UTC(2026, 7, 20, 9),
  completedAt: Date.UTC(2026, 7, 20, 9, 1, 4),
  triggeredBy: { type: 'user', id: 'u1', name: 'Ann, "A"' },
  payload: { a: { b: HOSTILE } },
  output: null,
  error: 'first\r\nsecond',
  certificateId: null,
  externalRequestId: null,
  origin: 'platform',
};

function print(format: ListFormat, fields: string | null = null, width: number | null = null): string {
  const columns = fields === null ? null : columnsFor('job', fields);
  const writer = recordWriter(format, { kind: 'job', columns, width, paint: plain });
  return (
    writer.begin +
    writer.page([JOB]) +
    writer.page([JOB]) +
    writer.end({ shown: 2, matched: 5, coverage: [] })
  );
}
const dangerous = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

describe('what lists print', () => {
  test('json is one object, exact for a parser and inert in a terminal', () => {
    const text = print('json');
    expect(text.replaceAll('\n', '')).not.toMatch(dangerous);
    const { records, ...rest } = JSON.parse(text);
    expect(rest).toEqual({ shown: 2, matched: 5, coverage: [] });
    expect(records).toHaveLength(2);
    expect(records[0]).toMatchObject({
      ref: 'demo/job/j/1',
      name: HOSTILE,
      durationMs: 64_000,
      startedAt: '2026-08-20T09:00:00.000Z',
    });
  });
  test('json of nothing is an object too', () => {
    const writer = recordWriter('json', { kind: 'job', columns: null, width: null, paint: plain });
    expect(JSON.parse(writer.begin + writer.end({ shown: 0, matched: 0, coverage: [] })).records).toEqual([]);
  });
  test('jsonl is one record a line; --fields nests as the whole does', () => {
    const lines = print('jsonl', 'id,triggeredBy,payload.a.b,durationMs').trimEnd().split('\n');
    expect(lines).toHaveLength(2);
    expect(JSON.parse(lines[0] ?? '')).toEqual({
      id: 'j/1',
      triggeredBy: { type: 'user', id: 'u1', name: 'Ann, "A"' },
      payload: { a: { b: HOSTILE } },
      durationMs: 64_000,
    });
  });
  test('csv is RFC 4180 with formulas made inert; a file keeps the value, a terminal does not get it', () => {
    expect(print('csv', 'id,caId,triggeredBy.name,error,startedAt,output,name')).toBe(
      `id,caId,triggeredBy.name,error,startedAt,output,name\r\n${`j/1,'=cmd|calc,"Ann, ""A""","first\r\nsecond",2026-08-20T09:00:00.000Z,,${HOSTILE}\r\n`.repeat(2)}`,
    );
    expect(print('csv', 'name', 80).replaceAll('\r\n', '')).not.toMatch(dangerous);
  });
  test('a table is aligned, on one line a record, and nothing in it moves the cursor', () => {
    const text = print('table', 'status,name,error,startedAt,durationMs,certificateId');
    expect(text.replaceAll('\n', '')).not.toMatch(dangerous);
    const [head, row, next, end] = text.split('\n');
    expect(head).toMatch(/^STATUS {2}NAME +ERROR +STARTED +DURATION {2}CERTIFICATE$/);
    expect(row).toMatch(/^FAILED {2}.*name.* first second {2}2026-08-20 09:00:00Z {2}1m 4s {5}-$/);
    expect(next).toBe(row);
    expect(end).toBe('');
    for (const line of print('table', 'status,name,error', 20).trimEnd().split('\n')) {
      expect(line.length).toBeLessThanOrEqual(20);
    }
  });
});

describe('--fields and --sort', () => {
  test('a query field stands for its column; -desc turns the order', () => {
    expect(sortFor('job', 'ca,started-desc,time-asc')).toEqual([
      { field: 'caId', descending: false },
      { field: 'startedAt', descending: true },
      { field: 'time', descending: false },
    ]);
  });
  test.each([
    [() => columnsFor('job', 'nam'), '--fields: there is no field "nam"', 'Did you mean name?'],
    [() => sortFor('job', 'payload'), '--sort: there is no field "payload"', 'Known: '],
    [
      () => sortFor('audit', 'timestmp-desc'),
      '--sort: there is no field "timestmp"',
      'Did you mean timestamp?',
    ],
  ])('an unknown name is refused', (ask, what, next) => {
    let thrown: unknown;
    try {
      ask();
    } catch (error) {
      thrown = error;
    }
    expect(failureOf(thrown)).toMatchObject({ code: 'USAGE', what });
    expect(failureOf(thrown).next).toContain(next);
  });
});
