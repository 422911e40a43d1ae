import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import exceljs from 'exceljs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readPdf } from '../export/read-pdf.ts';
import { openConsole } from './support/open-console.ts';
import { synced } from './support/screen.ts';
import { openWorld, type World } from './support/world.ts';

/** Ctrl-U empties the name that is offered. */
const CLEAR = '\u0015';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

describe('an export through x', () => {
  test('is the view: its rows in their order, and a manifest that vouches for them', async () => {
    await using deck = openConsole({ home: world.home });
    await deck.until(synced);
    deck.press('3/');
    await deck.until(/^ {2}action: +what was done/m);
    deck.press('\u0015action:RENEWAL_FAILED since:30d\r');
    const view = await deck.until(/action:RENEWAL_FAILED since:30d.* [1-9][\d,]* matched .* complete/);
    const matched = Number(/ ([\d,]+) matched/.exec(view)?.[1]?.replaceAll(',', ''));
    deck.press('x');
    await deck.until(
      new RegExp(`query +action:RENEWAL_FAILED since:30d[\\s\\S]*\\[xlsx\\][\\s\\S]*${matched} that match`),
    );
    deck.press(`${CLEAR}failures.xlsx\r`);
    await deck.until(`Wrote ${matched} records to `);
    // The dialog is gone, and the keys are the console's again.
    deck.press('2');
    await deck.until('[2 Jobs');
    const files = readdirSync(world.home.work).sort();
    expect(files).toEqual(['failures.xlsx', 'failures.xlsx.manifest.json']);
    const file = join(world.home.work, 'failures.xlsx');
    const book = new exceljs.Workbook();
    await book.xlsx.readFile(file);
    const [sheet, about] = book.worksheets;
    expect(about?.name).toBe('About');
    if (sheet === undefined) throw new Error('no sheet');
    const headings = (sheet.getRow(1).values as string[]).slice(1);
    const column = (name: string) => headings.indexOf(name) + 1;
    const rows = sheet.getRows(2, sheet.rowCount - 1) ?? [];
    expect(rows).toHaveLength(matched);
    expect(new Set(rows.map((row) => row.getCell(column('Action')).value))).toEqual(
      new Set(['RENEWAL_FAILED']),
    );
    const times = rows.map((row) => (row.getCell(column('Time (UTC)')).value as Date).getTime());
    expect(times).toEqual([...times].sort((a, b) => b - a));
    const manifest = JSON.parse(readFileSync(`${file}.manifest.json`, 'utf8'));
    expect(manifest).toMatchObject({
      rows: matched,
      query: 'action:RENEWAL_FAILED since:30d',
      sha256: createHash('sha256').update(readFileSync(file)).digest('hex'),
    });
    // Pages, with their fonts, from the bundle as from the sources.
    deck.press('x');
    await deck.until(/ that match[\s\S]*Enter Write/);
    deck.press(`${CLEAR}jobs.pdf\r`);
    await deck.until(/Wrote \d+ records? to .*jobs\.pdf/);
    const { pages, count, info } = await readPdf(join(world.home.work, 'jobs.pdf'));
    expect(info).toMatchObject({ Title: 'Jobs' });
    for (const { shown } of pages) expect(shown.map(({ text }) => text)).toContain(`of ${count}`);
  });
});

describe('a report through :report', () => {
  test('is written behind the footer, and is what its manifest says', async () => {
    await using deck = openConsole({ home: world.home });
    await deck.until(synced);
    deck.press(':report daily\r');
    await deck.until(/what .*\[daily\][\s\S]*window +\[24h\][\s\S]*file +daily-\{from\}\.xlsx/);
    deck.press(`${CLEAR}{name}-of-{window}.json\r`);
    await deck.until(/Wrote the daily report, [\d,]+ rows, to .*daily-of-24h\.json/);
    const file = join(world.home.work, 'daily-of-24h.json');
    const report = JSON.parse(readFileSync(file, 'utf8'));
    const [checked] = report.tables as { title: string; rows: { finding: string; records: number }[] }[];
    expect(checked?.title).toBe('Daily check');
    for (const { finding, records } of checked?.rows.slice(1) ?? []) {
      const found = report.tables.find(({ title }: { title: string }) => title === finding);
      expect(found.rows).toHaveLength(records);
    }
    expect(JSON.parse(readFileSync(`${file}.manifest.json`, 'utf8'))).toMatchObject({
      kind: 'report',
      query: 'daily 24h',
      sha256: createHash('sha256').update(readFileSync(file)).digest('hex'),
    });
    // In the dialog of a view they stand beside it.
    deck.press('x');
    await deck.until(/what +\[Alerts\] +compliance +weekly +daily/);
    deck.press('\u001b[A\u001b[C');
    await deck.until(/\[compliance\][\s\S]*\[quarterly\]/);
    // Of which entries it is, is typed on lines of their own; after them the name.
    const down = '\u001b[B';
    deck.press(`${down}\u001b[C${down}APIKEY${down}${down}${down}${down}${CLEAR}tokens.json`);
    await deck.until(/\[24h\][\s\S]*types +APIKEY[\s\S]*status +\[any\][\s\S]*file +tokens\.json/);
    deck.press('\r');
    await deck.until(/Wrote the compliance report, [\d,]+ rows, to .*tokens\.json/);
    const tokens = join(world.home.work, 'tokens.json');
    const { about, tables } = JSON.parse(readFileSync(tokens, 'utf8'));
    expect(about).toContainEqual(['Narrowed to', 'resource_type:APIKEY']);
    const { rows } = tables.find(({ title }: { title: string }) => title === 'Audit entries');
    for (const row of rows) expect(row['resource.type']).toBe('APIKEY');
    deck.press(':report nothing\r');
    await deck.until('There is no report nothing. Known: compliance, weekly, daily.');
  });
});
