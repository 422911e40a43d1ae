import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type OpenedConsole, openConsole } from './support/open-console.ts';
import { type OwnPlatform, openOwn, WITHOUT_RULES } from './support/own-platform.ts';
import { synced } from './support/screen.ts';

const ESC = '\u001b';
/** What a terminal must never be sent: a new title, a cleared screen, a filled clipboard, colours, text turned round. */
const SEQUENCES = [
  `${ESC}]0;OWNED\u0007`,
  `${ESC}]2;OWNED${ESC}\\`,
  '\u009d0;OWNED\u009c',
  `${ESC}[2J${ESC}[31m`,
  '\u009b41m',
  `${ESC}]52;c;T1dORUQ=\u0007`,
  '\u202eOWNED\u2066',
  'a\tb\r\nc\u0008\u0007\u007f',
].join(' ');
const SCRIPTS = '👩‍💻🔥 証明書の更新 تجديد الشهادة é́ ก็';
const LONG = `${'long-name-'.repeat(30)}`;
const END = 'the-very-end';
const HOSTILE = `${SCRIPTS} ${SEQUENCES} ${LONG} ${END}`;

const hour = (back: number): string => new Date(Date.now() - back * 3_600_000).toISOString();
const named = { type: HOSTILE, id: HOSTILE };
const ALERTS = Array.from({ length: 3 }, (_, at) => ({
  id: `${at}-${HOSTILE}`,
  severity: 'ERROR',
  type: HOSTILE,
  title: HOSTILE,
  message: HOSTILE,
  entityType: HOSTILE,
  entityId: HOSTILE,
  createdAt: hour(at + 1),
  read: false,
}));
const JOBS = ['FAILED', 'RUNNING', 'FAILED'].map((status, at) => ({
  id: `${at}-${HOSTILE}`,
  name: HOSTILE,
  type: HOSTILE,
  status,
  caId: HOSTILE,
  scheduledAt: hour(3),
  startedAt: hour(3),
  completedAt: status === 'FAILED' ? hour(at + 1) : null,
  triggeredBy: named,
  payload: { [HOSTILE]: HOSTILE, inner: JSON.stringify({ [HOSTILE]: [HOSTILE] }) },
  output: { certificateId: HOSTILE, externalRequestId: HOSTILE },
  error: HOSTILE,
}));
const AUDIT = Array.from({ length: 3 }, (_, at) => ({
  id: `${at}-${HOSTILE}`,
  timestamp: hour(at + 1),
  action: `${HOSTILE}_FAILED`,
  entityType: HOSTILE,
  entityId: HOSTILE,
  actorType: HOSTILE,
  actorId: HOSTILE,
  details: { [HOSTILE]: { list: [HOSTILE] } },
}));

const SIZES = [
  [80, 24],
  [100, 30],
  [120, 40],
  [200, 60],
] as const;

let own: OwnPlatform;
beforeAll(async () => {
  own = await openOwn({ alerts: ALERTS, jobs: JOBS, audit: AUDIT }, { further: WITHOUT_RULES });
});
afterAll(() => own[Symbol.asyncDispose]());

/** Bytes of the records that would mean something to a terminal. What the console itself draws with is not among them. */
const CONTROL =
  /[\u0000-\u0006\u000b\u000c\u000e-\u001a\u001c-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/;
/** Title, icon name, or a clipboard that was not asked for. */
const HARM = /\u001b\](?:[0-2]|52);|\u001b\[[23]J[^\u001b]*OWNED/;

function harmless(deck: OpenedConsole): void {
  expect(CONTROL.exec(deck.raw())?.[0]).toBeUndefined();
  expect(HARM.exec(deck.raw())?.[0]).toBeUndefined();
}

/** The columns of the list stand under their titles in every row: a blank before each, whatever is in the row. */
function aligned(deck: OpenedConsole, header: RegExp): void {
  const rows = deck.cells();
  const at = rows.findIndex((row) => header.test(row.join('')));
  const titles = [...(rows[at]?.join('') ?? '').matchAll(/(?<= )[A-Z][A-Za-z]+(?: by)?/g)];
  expect(titles.length).toBeGreaterThan(2);
  const list = rows.slice(at + 1, at + 4);
  expect(list).toHaveLength(3);
  for (const { index, 0: title } of titles) {
    // Titles of numbers stand at the end of their column.
    if (/^(?:Age|Time|Started|Duration)$/.test(title)) continue;
    for (const row of list) expect(`${title}|${row[index - 1]}`).toBe(`${title}| `);
  }
  // Names this long are cut, and each says so.
  for (const row of list) expect(row.join('')).toContain('…');
}

const rowsIn = (screen: string): number => screen.split('\n').filter((line) => line.includes('🔥')).length;

/** All keys before have been drawn: they are answered in their order. */
async function drawn(deck: OpenedConsole): Promise<void> {
  deck.press('?');
  await deck.until('type an action or a key');
  deck.press(ESC);
  await deck.until((screen) => !screen.includes('type an action or a key'));
}

describe('records that want to own the terminal', () => {
  test('every pane, detail and dialog stays aligned and harmless at four sizes', async () => {
    await using deck = openConsole({ home: own.home, columns: 80, rows: 24 });
    await deck.until(synced);
    for (const [columns, rows] of SIZES) {
      deck.resize(columns, rows);
      for (const [key, title, header] of [
        ['1', /\[1 Alerts/, /^ +Severity/],
        ['2', /\[2 Jobs/, /^ +Status/],
        ['3', /\[3 Audit/, /Outcome|Time.*Action/],
      ] as const) {
        deck.press(key);
        await deck.until((screen) => title.test(screen) && rowsIn(screen) >= 3);
        aligned(deck, header);
      }
      deck.press('4');
      await deck.until('[4 Statistics');
    }
    harmless(deck);
    // Every tab of every kind of record, wrapped and not, as trees and as text; then what lies over them.
    deck.resize(80, 24);
    for (const [key, tabs] of [
      ['1', 3],
      ['2', 8],
      ['3', 3],
    ] as const) {
      deck.press(`${key}g\r`);
      await deck.until(/━ .*…/);
      for (let tab = 0; tab < tabs; tab++) {
        deck.press('wwssGg]');
        await drawn(deck);
      }
      deck.press(ESC);
      for (const [keys, dialog] of [
        ['.', 'Go on with'],
        ['c', 'Copy'],
        ['s', 'Sort by'],
        ['C', 'Columns'],
      ] as const) {
        deck.press(keys);
        await deck.until((screen) => screen.includes(`─ ${dialog}`));
        deck.press(ESC);
        await deck.until((screen) => !screen.includes(`─ ${dialog}`));
      }
      deck.press('lll');
      await deck.until(/\[[^\]\n]*\][^\n]*\n(?:.*\n)*?.*\[[^\]\n]*\]/);
      deck.press(ESC);
    }
    // The whole of a name can be read where it is wrapped.
    deck.press('2g\r');
    const error = await deck.until(/\[Error\]/);
    expect(error.replace(/\s+/g, '')).toContain(END);
    harmless(deck);
    deck.press(`${ESC}Q`);
    expect(await deck.exit).toMatchObject({ code: 0, left: [] });
  });
});
