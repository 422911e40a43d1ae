/** What `y`, `Y` and `p` put on the clipboard of the user's own terminal. */
import { grouped } from '../../src/domain/grouped.ts';
import { maskJson } from '../../src/domain/masked-json.ts';
import { parseRef } from '../../src/domain/record.ts';
import { recordJson, recordText } from '../../src/domain/record-json.ts';
import { MASK, maskText } from '../../src/domain/secrets.ts';
import { jsonText } from '../../src/domain/text.ts';
import { pathText } from '../../src/query/path-values.ts';
import { isPath } from '../columns/chosen.ts';
import type { Console } from '../console.ts';
import { say } from '../context.ts';
import { currentItem, currentRow, withKeys } from '../derive.ts';
import { valueUnderCursors } from './columns.ts';
import { lineUnderCursor } from './details.ts';
import { recordsOf } from './marked-rows.ts';
import { actsOnMarks, targetOf } from './marks.ts';

/**
 * There is no answer from the terminal, so the console says what was sent, not that it arrived. What is too long for
 * the clipboard of a terminal goes to a file.
 */
export function copyText(console: Console, text: string, what: string): void {
  if (console.services.copy(text)) say(console, `Sent to the clipboard: ${what} (${sizeOf(text)})`, 'ok');
  else void toFile(console, text, what);
}

const sizeOf = (text: string): string => {
  const characters = text.length;
  return characters < 10_000
    ? `${grouped(characters)} characters`
    : `${grouped(Math.round(characters / 1_000))} kB`;
};

/** So much every clipboard takes (characters). */
const SHORT = 10_000;

async function toFile(console: Console, text: string, what: string): Promise<void> {
  const { keepCopy } = console.services;
  const long =
    text.length < SHORT
      ? 'This terminal has no clipboard'
      : `${sizeOf(text)} are too long for the clipboard of a terminal`;
  if (keepCopy === undefined)
    return say(
      console,
      withKeys(console.store.getState(), `${long}: {export.open} exports to a file`),
      'warning',
    );
  const kept = await keepCopy(text);
  if (kept.ok) say(console, `${long}; written to ${kept.value}: ${what}`, 'warning');
  else say(console, `${long}, and no file was written: ${kept.failure.what}`, 'error');
}

/** Marked records that are copied whole; more are for a file. */
const MOST_COPIED = 1_000;

/** y on marks: their ids, one a line. */
async function copyIds(console: Console): Promise<void> {
  const { refs } = await targetOf(console);
  const ids = refs.map((ref) => parseRef(ref)?.id ?? ref);
  copyText(console, ids.join('\n'), `${grouped(ids.length)} ids, one a line`);
}

/** Y on marks: the records as JSON lines. */
async function copyRecords(console: Console): Promise<void> {
  const { refs } = await targetOf(console);
  if (refs.length > MOST_COPIED) {
    return say(
      console,
      withKeys(
        console.store.getState(),
        `${grouped(refs.length)} records are too many to copy: {export.open} exports them to a file`,
      ),
      'warning',
    );
  }
  const answer = await console.requests.ask('copy', async (signal) => {
    const lines: string[] = [];
    for await (const part of recordsOf(console, refs, signal)) {
      lines.push(...part.map((record) => jsonText(maskJson(recordJson(record)).value)));
    }
    return lines;
  });
  if (answer.kind === 'late') return;
  if (answer.kind === 'failed') return say(console, 'The records could not be read', 'error');
  copyText(console, answer.value.join('\n'), `${grouped(answer.value.length)} records as JSON, one a line`);
}

export function copyValue(console: Console): Promise<void> | undefined {
  if (actsOnMarks(console)) return copyIds(console);
  copyOne(console);
  return undefined;
}

function copyOne(console: Console): void {
  const state = console.store.getState();
  const line = state.focus === 'detail' ? lineUnderCursor(console) : null;
  if (line?.value !== undefined) {
    if (line.node?.secret === 'masked' || (line.node === undefined && line.value.includes(MASK))) {
      say(
        console,
        withKeys(state, 'A masked secret: {text.secret} shows it, then it can be copied'),
        'warning',
      );
      return;
    }
    copyText(console, line.value, 'the value under the cursor');
    return;
  }
  const under = valueUnderCursors(state);
  if (under !== null) {
    copyUnderCursors(console, under.id, under.value);
    return;
  }
  const item = currentItem(state);
  const row = currentRow(state);
  if (row !== null) copyText(console, row.record.id, `id ${row.record.id.slice(0, 60)}`);
  else if (item !== null) copyText(console, String(item.value ?? ''), item.label);
}

/** The value of the column under the cursor, exact: a list has the values of documents cut. */
function copyUnderCursors(console: Console, id: string, value: string | null): void {
  const row = currentRow(console.store.getState());
  const what = `${id} of this record`;
  if (value === null || row === null) say(console, 'There is nothing in this column');
  else if (value === MASK)
    say(
      console,
      withKeys(console.store.getState(), 'A masked secret: {text.secret} in the record shows it'),
      'warning',
    );
  else if (!isPath(id)) copyText(console, value, what);
  else {
    void console.services.cache
      .record(row.ref)
      .then((whole) => copyText(console, (whole && pathText(whole.record, id)) ?? value, what))
      .catch(() => say(console, 'The record could not be read', 'error'));
  }
}

export function copyRecord(console: Console): Promise<void> | undefined {
  if (actsOnMarks(console)) return copyRecords(console);
  copyWhole(console);
  return undefined;
}

function copyWhole(console: Console): void {
  const row = currentRow(console.store.getState());
  if (row === null) return;
  void console.services.cache
    .recordText(row.ref)
    .then((found) => {
      const { text, masked } = found ?? recordText(row.record);
      const what =
        masked === 0
          ? 'the record as JSON'
          : `the record as JSON, ${masked} ${masked === 1 ? 'secret' : 'secrets'} masked`;
      copyText(console, text, what);
    })
    .catch(() => say(console, 'The record could not be read', 'error'));
}

export function copyPath(console: Console): void {
  const path = lineUnderCursor(console)?.node?.jq;
  if (path === undefined) {
    say(console, 'No JSON node under the cursor');
    return;
  }
  const shown = maskText(path);
  copyText(console, shown, shown);
}
