/** Reports from the console: what is asked, and what is said of what became of it. */
import { expect, test } from 'vitest';
import type { Result } from '../../src/domain/failure.ts';
import type { Exporter, ReportAsk } from '../../stores/services.ts';
import { openConsole } from './harness.ts';
import { entry } from './records.ts';

type Written = { readonly file: string; readonly rows: number; readonly missing: number };

function reporter(answer: (signal: AbortSignal) => Promise<Result<Written>>) {
  const asked: ReportAsk[] = [];
  const exporter: Exporter = {
    formats: [
      { name: 'xlsx', about: 'sheets', reports: true },
      { name: 'jsonl', about: 'lines' },
      { name: 'pdf', about: 'pages', reports: true },
    ],
    reports: [
      { name: 'compliance', about: 'entries', window: 'quarterly', narrows: true },
      { name: 'weekly', about: 'trends', window: 'weekly' },
    ],
    windows: ['daily', 'weekly', 'quarterly'],
    directory: '/tmp',
    run: async () => ({ ok: true, value: { file: '/tmp/view', rows: 1 } }),
    report: (ask, { signal, onProgress }) => {
      asked.push(ask);
      onProgress(5, 10);
      return answer(signal);
    },
  };
  return { asked, exporter };
}

const done = (missing: number) => async () =>
  ({ ok: true, value: { file: '/tmp/r.pdf', rows: 1_234, missing } }) as const;

test(':report opens the dialog on it, and Enter writes it', async () => {
  const { asked, exporter } = reporter(done(0));
  const { type, console } = await openConsole([entry('e')], { services: { exporter } });
  await type(':report weekly\r');
  expect(console.store.getState().overlay).toMatchObject({
    report: 'weekly',
    window: 'weekly',
    field: 'window',
  });
  await type('\u001b[C\u001b[B\u001b[C\r');
  expect(asked).toEqual([
    { name: 'weekly', window: 'quarterly', format: 'pdf', file: 'weekly-{from}.pdf', timezone: 'UTC' },
  ]);
  expect(console.store.getState()).toMatchObject({ overlay: null, exporting: null, lastExport: null });
  expect(console.store.getState().message?.text).toBe(
    'Wrote the weekly report, 1,234 rows, to r.pdf in /tmp',
  );
});

test('a report of entries is narrowed by what is typed and chosen, and keeps it when it failed', async () => {
  const failure = { code: 'FILE_UNWRITABLE', what: 'no room', next: 'Free some.' } as const;
  const { asked, exporter } = reporter(async () => ({ ok: false, failure }));
  const { type, console } = await openConsole([entry('e')], { services: { exporter } });
  await type(':report compliance\r\u001b[BUSER, APIKEY\u001b[BDELETE\u001b[B\u001b[C\u001b[C\r');
  expect(asked).toEqual([
    {
      ...{ name: 'compliance', window: 'quarterly', format: 'xlsx', timezone: 'UTC' },
      file: 'compliance-{from}.xlsx',
      scope: { resourceTypes: ['USER', 'APIKEY'], actions: ['DELETE'], outcome: 'failure' },
    },
  ]);
  await type('x');
  expect(console.store.getState().overlay).toMatchObject({
    report: 'compliance',
    scope: { status: 'failure', types: { text: 'USER, APIKEY' }, actions: { text: 'DELETE' } },
  });
  // Another report is of no entries, and is not narrowed by them.
  await type('\u001b[A\u001b[A\u001b[A\u001b[A\u001b[A\u001b[A\u001b[A\u001b[C\r');
  expect(asked.at(-1)).toMatchObject({ name: 'weekly' });
  expect(asked.at(-1)).not.toHaveProperty('scope');
});

test('what is missing in it is said', async () => {
  const { exporter } = reporter(done(2));
  const { type, console } = await openConsole([entry('e')], { services: { exporter } });
  await type(':report compliance\r\r');
  expect(console.store.getState().message).toMatchObject({
    tone: 'warning',
    text: expect.stringContaining('2 parts of its window are not in the cache'),
  });
});

test('after a failure it is offered again as it was typed; the view is one choice away', async () => {
  const failure = { code: 'FILE_UNWRITABLE', what: 'no room', next: 'Free some.' } as const;
  const { exporter } = reporter(async () => ({ ok: false, failure }));
  const { type, console } = await openConsole([entry('e')], { services: { exporter } });
  await type(':report weekly\r\u0015mine.pdf\r');
  expect(console.store.getState().message?.text).toBe('Report failed: no room. Free some.');
  await type('x');
  expect(console.store.getState().overlay).toMatchObject({
    report: 'weekly',
    format: 'pdf',
    line: { text: 'mine.pdf' },
  });
  await type('\u001b');
});

test('Ctrl-C cancels it', async () => {
  const failure = { code: 'CANCELLED', what: 'cancelled', next: '' } as const;
  let begin = () => {};
  const begun = new Promise<void>((resolve) => {
    begin = resolve;
  });
  const { exporter } = reporter((signal) => {
    begin();
    return new Promise((resolve) => {
      signal.addEventListener('abort', () => resolve({ ok: false, failure }));
    });
  });
  const { type, console } = await openConsole([entry('e')], { services: { exporter } });
  const typed = type(':report weekly\r\r');
  await begun;
  expect(console.store.getState().exporting).toMatchObject({ file: 'weekly-{from}.xlsx' });
  await Promise.all([typed, type('\u0003')]);
  expect(console.store.getState().exporting).toBeNull();
  expect(console.store.getState().message?.text).toBe('Report cancelled; no file was written');
});

test('a report there is not is said to be none, and the line stays', async () => {
  const { exporter } = reporter(done(0));
  const { type, console } = await openConsole([entry('e')], { services: { exporter } });
  await type(':report monthly\r');
  expect(console.store.getState().overlay).toMatchObject({
    kind: 'prompt',
    problems: [{ message: 'There is no report monthly. Known: compliance, weekly.' }],
  });
});
