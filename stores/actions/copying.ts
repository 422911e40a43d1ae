/** What `y`, `Y` and `p` put on the clipboard of the user's own terminal. */
import { recordJson } from '../../src/domain/record-json.ts';
import { MASK, maskJson } from '../../src/domain/secrets.ts';
import { jsonText } from '../../src/domain/text.ts';
import { pathText } from '../../src/query/path-values.ts';
import { isPath } from '../columns/chosen.ts';
import type { Console } from '../console.ts';
import { say } from '../context.ts';
import { currentItem, currentRow } from '../derive.ts';
import { valueUnderCursors } from './columns.ts';
import { lineUnderCursor } from './details.ts';

/** There is no answer from the terminal, so the console says what was sent, not that it arrived. */
export function copyText(console: Console, text: string, what: string): void {
  const sent = console.services.copy(text);
  say(
    console,
    sent ? `Sent to the clipboard: ${what}` : `Too long for the clipboard of a terminal: x exports to a file`,
    sent ? 'ok' : 'warning',
  );
}

export function copyValue(console: Console): void {
  const state = console.store.getState();
  const line = state.focus === 'detail' ? lineUnderCursor(console) : null;
  if (line?.value !== undefined) {
    if (line.node?.secret === 'masked' || (line.node === undefined && line.value.includes(MASK))) {
      say(console, 'A masked secret: V shows it, then it can be copied', 'warning');
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
  else if (value === MASK) say(console, 'A masked secret: V in the record shows it', 'warning');
  else if (!isPath(id)) copyText(console, value, what);
  else {
    void console.services.cache
      .record(row.ref)
      .then((whole) => copyText(console, (whole && pathText(whole.record, id)) ?? value, what))
      .catch(() => say(console, 'The record could not be read', 'error'));
  }
}

export function copyRecord(console: Console): void {
  const row = currentRow(console.store.getState());
  if (row === null) return;
  void console.services.cache
    .record(row.ref)
    .then((whole) => {
      const { value, masked } = maskJson(recordJson(whole?.record ?? row.record));
      const what = masked === 0 ? 'the record as JSON' : `the record as JSON, ${masked} secrets masked`;
      copyText(console, jsonText(value, 2), what);
    })
    .catch(() => say(console, 'The record could not be read', 'error'));
}

export function copyPath(console: Console): void {
  const path = lineUnderCursor(console)?.node?.jq;
  if (path === undefined) {
    say(console, 'No JSON node under the cursor');
    return;
  }
  copyText(console, path, path);
}
