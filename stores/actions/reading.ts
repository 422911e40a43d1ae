/** Reading a text: wrapped or scrolled, decoded, with its secrets, as a tree or as text. */
import { cellsOf } from '../../src/domain/cells.ts';
import { KIND_TABLES, valueAt } from '../../src/domain/kinds.ts';
import { MASK } from '../../src/domain/secrets.ts';
import type { Console } from '../console.ts';
import { say } from '../context.ts';
import { detailHeight, detailWidth, withKeys } from '../derive.ts';
import { type DocumentLine, plainOf } from '../detail/document.ts';
import { linesBetween } from '../detail/document-lines.ts';
import { TEXTS } from '../detail/json-lines.ts';
import { decodedText, isWrapped } from '../detail/lines.ts';
import { tabOf } from '../detail/tabs.ts';
import type { ConsoleState, DetailState } from '../state.ts';
import { lineUnderCursor } from './details.ts';
import { fold } from './folding.ts';
import { changeDetail, linesOf } from './open-detail.ts';

const wrapped = ({ detail }: ConsoleState): boolean =>
  detail !== null && isWrapped(detail, tabOf(detail.row.record, detail.tab));

/** Long lines go on on the next one, or to the right out of sight. */
export function toggleWrap(console: Console): void {
  const now = wrapped(console.store.getState());
  changeDetail(console, (detail) => ({ ...detail, wrap: !now, left: 0, top: 0, cursor: 0 }));
  say(
    console,
    now
      ? withKeys(
          console.store.getState(),
          'Long lines go on to the right: {text.right} and {text.left} scroll',
        )
      : 'Long lines are wrapped',
  );
}

/** → and ←: where lines go on to the right they scroll, else they fold. */
export function sideways(console: Console, step: 1 | -1): void {
  const state = console.store.getState();
  const { detail } = state;
  if (detail === null) return;
  const room = detailWidth(state);
  const shown = linesBetween(linesOf(console, state), detail.top, detail.top + detailHeight(state));
  const widest = Math.max(0, ...shown.map((line) => cellsOf(plainOf(line))));
  const line = lineUnderCursor(console);
  const folds = line?.node?.folded === (step === 1);
  const goesOn = step === 1 ? widest > room + detail.left : detail.left > 0;
  if (wrapped(state) || !goesOn || (folds && detail.left === 0)) {
    fold(console, step === 1 ? 'unfold' : 'fold');
    return;
  }
  const left = detail.left + step * Math.floor(room / 2);
  changeDetail(console, (now) => ({
    ...now,
    left: Math.max(0, Math.min(left, widest - Math.floor(room / 2))),
  }));
}

/** A document as the text it is, or as a tree again. */
export function toggleText(console: Console): void {
  const { detail } = console.store.getState();
  if (detail === null || tabOf(detail.row.record, detail.tab)?.tree !== true) {
    say(console, 'This is text already; Payload, Output and JSON are trees');
    return;
  }
  changeDetail(console, (now) => ({ ...now, asText: !now.asText, left: 0, top: 0, cursor: 0 }));
}

/** What the line under the cursor is named by. */
function nameOf(line: DocumentLine): string | null {
  return line.node?.path ?? (line.value === undefined ? null : decodedText(line.value));
}

/** Puts below the value under the cursor what it says, or takes that away again. */
export async function toggleDecoded(console: Console): Promise<void> {
  const line = lineUnderCursor(console);
  const at = line === null ? null : nameOf(line);
  const { detail } = console.store.getState();
  if (line === null || at === null || detail === null) {
    say(console, 'No value under the cursor');
    return;
  }
  if (detail.decoded.some((one) => one.at === at)) {
    changeDetail(console, (now) => ({ ...now, decoded: now.decoded.filter((one) => one.at !== at) }));
    return;
  }
  if (line.node?.secret === 'masked' || line.value?.includes(MASK)) {
    say(
      console,
      withKeys(console.store.getState(), 'A masked secret: {text.secret} shows it, then it can be decoded'),
      'warning',
    );
    return;
  }
  const text = line.value ?? '';
  const value = line.node?.kind === 'number' ? Number(text) : text;
  // Read when it is first needed: it brings what knows certificates.
  const [{ decodeValue }, { compared }] = await Promise.all([
    import('../../src/platforms/decode/decode.ts'),
    import('../../src/platforms/decode/compare.ts'),
  ]);
  const now = console.services.clock();
  const decoded = decodeValue(value, now);
  const found = decoded === null ? null : compared(decoded, documentsOf(detail), now);
  if (found === null) {
    say(console, 'No PEM, certificate, request, token, base64 or instant');
    return;
  }
  const before = linesOf(console, console.store.getState()).length;
  changeDetail(console, (now) => ({ ...now, decoded: [...now.decoded, { at, ...found }] }));
  inSight(console, linesOf(console, console.store.getState()).length - before);
}

/** The documents of the record as text. */
function documentsOf({ whole, row }: DetailState): readonly string[] {
  const known = whole.kind === 'ready' ? whole.value : null;
  const { record } = known ?? row;
  const bodies = KIND_TABLES[record.kind].columns.flatMap(({ path, type }) => {
    const value = type === 'json' ? valueAt(record, path) : null;
    return value === null ? [] : [JSON.stringify(value)];
  });
  return [...bodies, ...Object.values(known?.texts ?? {})];
}

/** Scrolls so far that as many lines below the cursor are in sight as can be. */
function inSight(console: Console, lines: number): void {
  const height = detailHeight(console.store.getState());
  changeDetail(console, (now) => {
    const top = Math.min(now.cursor, now.cursor + lines - height + 1);
    return top > now.top ? { ...now, top } : now;
  });
}

/** Shows the secret under the cursor, or masks it again. Closing the detail masks all. */
export function toggleSecret(console: Console): void {
  const { detail } = console.store.getState();
  if (detail === null) return;
  const line = lineUnderCursor(console);
  const secret = line?.node?.secret ?? null;
  const at = secret === null ? TEXTS : (line?.node?.path ?? TEXTS);
  const shown = detail.revealed.includes(at);
  const isText = line?.node === undefined;
  if (secret === null && !(isText && (shown || line?.value?.includes(MASK)))) {
    say(console, 'Nothing under the cursor is masked');
    return;
  }
  const problem = shown ? null : (console.services.onReveal?.(detail.ref, at) ?? null);
  if (problem !== null) {
    say(console, problem, 'error');
    return;
  }
  const revealed = shown ? detail.revealed.filter((one) => one !== at) : [...detail.revealed, at];
  changeDetail(console, (now) => ({ ...now, revealed }));
  say(console, shown ? 'Masked again' : 'Shown until this record is closed', shown ? 'info' : 'warning');
}
