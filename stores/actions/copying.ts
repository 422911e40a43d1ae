/** What `y`, `Y` and `p` put on the clipboard of the user's own terminal. */
import { recordJson } from '../../src/domain/record-json.ts';
import { jsonText } from '../../src/domain/text.ts';
import type { Console } from '../console.ts';
import { say } from '../context.ts';
import { currentItem, currentRow } from '../derive.ts';
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
    copyText(console, line.value, 'the value under the cursor');
    return;
  }
  const item = currentItem(state);
  const row = currentRow(state);
  if (row !== null) copyText(console, row.record.id, `id ${row.record.id.slice(0, 60)}`);
  else if (item !== null) copyText(console, String(item.value ?? ''), item.label);
}

export function copyRecord(console: Console): void {
  const row = currentRow(console.store.getState());
  if (row === null) return;
  void console.services.cache
    .record(row.ref)
    .then((whole) =>
      copyText(console, jsonText(recordJson(whole?.record ?? row.record), 2), 'the record as JSON'),
    )
    .catch(() => say(console, 'The record could not be read', 'error'));
}

export function copyPath(console: Console): void {
  const path = lineUnderCursor(console)?.node?.path;
  if (path === undefined) {
    say(console, 'No JSON node under the cursor');
    return;
  }
  copyText(console, path, path);
}
