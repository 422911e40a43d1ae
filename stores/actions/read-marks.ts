/** Read marks: one, all that match, and taking them back. */
import type { Selection } from '../../src/cache/ask.ts';
import { failureOf } from '../../src/domain/failure.ts';
import { grouped } from '../../src/domain/grouped.ts';
import type { Ref } from '../../src/domain/record.ts';
import type { SyncEvent } from '../../src/sync/events.ts';
import { isRefusedLookUp } from '../../src/sync/look-ups.ts';
import { isRefusal } from '../../src/sync/outbox.ts';
import type { Console } from '../console.ts';
import { message, say } from '../context.ts';
import { currentRow, keyOf, withKeys } from '../derive.ts';
import { titleOf } from '../detail/fields.ts';
import { selectionOf } from '../loading/rows.ts';
import type { Intent } from '../overlay.ts';
import type { Message, Undo } from '../state.ts';
import { setMuted } from './causes.ts';
import { rowsOf } from './marked-rows.ts';
import { actsOnMarks, dropMarks, type Target, targetOf } from './marks.ts';
import { sampleOf } from './sample.ts';
import { takeBack } from './taking-back.ts';

/** More marks than this in one go are refused: a frozen list of them would not be one any more. */
const MOST_MARKS = 100_000;
const SAMPLE = 5;

/** Platforms that want to be told; marks of the others stay in the cache. */
function tellers(console: Console): readonly string[] {
  return console.services.platforms.filter(({ marksRead }) => marksRead).map(({ name }) => name);
}

export async function toggleRead(console: Console): Promise<void> {
  if (actsOnMarks(console)) return readMarked(console);
  const row = currentRow(console.store.getState());
  if (row === null || row.record.kind !== 'alert') return;
  const read = !row.record.read;
  // Shown at once, before the cache has it: the key must feel like one.
  showRead(console, [row.ref], read);
  await mark(
    console,
    [row.ref],
    read,
    `Marked ${read ? 'read' : 'unread'}: ${titleOf(row.record)} (${keyOf(console.store.getState(), 'undo')} undoes${isAway(console, row.record.platform) ? '; sent later' : ''})`,
  );
}

/** Whether a mark only gets to its platform once that answers again. */
function isAway(console: Console, platform: string): boolean {
  const own = console.store.getState().platforms.find(({ name }) => name === platform);
  const away = own?.condition === 'out of reach' || own?.condition === 'not authorised';
  return away && tellers(console).includes(platform);
}

/** Lays the mark on the rows that are here and on the open detail. */
function showRead(console: Console, refs: readonly Ref[], read: boolean): void {
  const at = console.services.clock();
  const marked = new Set(refs);
  console.set((state) => {
    const { alerts } = state.lists;
    const rows = alerts.window.rows.map((row) =>
      marked.has(row.ref) && row.record.kind === 'alert'
        ? { ...row, record: { ...row.record, read, readAt: read ? at : null } }
        : row,
    );
    const open = state.detail;
    const found = rows.find((row) => row.ref === open?.ref && marked.has(row.ref));
    const detail = open !== null && found !== undefined ? { ...open, row: found } : open;
    return {
      ...state,
      detail,
      lists: { ...state.lists, alerts: { ...alerts, window: { ...alerts.window, rows } } },
    };
  });
}

/** m on marked alerts: read, or unread where all of them are read; what nobody has seen row by row is asked about first. */
async function readMarked(console: Console): Promise<void> {
  const target = await targetOf(console);
  if (target.listed) return askRead(console, target);
  const rows = await rowsOf(console, 'alerts', target.refs);
  const read = rows.some(({ record }) => record.kind === 'alert' && !record.read);
  showRead(console, target.refs, read);
  dropMarks(console);
  const many = `${grouped(rows.length)} marked ${rows.length === 1 ? 'alert' : 'alerts'}`;
  await mark(
    console,
    target.refs,
    read,
    withKeys(console.store.getState(), `${many}: ${read ? 'read' : 'unread'} ({undo} undoes)`),
  );
}

/** Asks whether to mark the marked alerts read; they are frozen already. */
async function askRead(console: Console, target: Target): Promise<void> {
  const { refs } = target;
  const lines = await sampleOf(console, target);
  const many = `${grouped(refs.length)} marked ${refs.length === 1 ? 'alert' : 'alerts'}`;
  const intent: Intent = { kind: 'mark-read', refs };
  console.set((state) => ({
    ...state,
    overlay: { kind: 'confirm', title: `Mark ${many} read?`, lines, intent },
  }));
}

/** Asks whether to mark every alert the query matches; the list is frozen before the question is put. */
export async function askReadAll(console: Console): Promise<void> {
  if (actsOnMarks(console)) return askRead(console, await targetOf(console));
  const { cache } = console.services;
  const list = console.store.getState().lists.alerts;
  const selection: Selection = { ...selectionOf(console, 'alerts', list), now: console.services.clock() };
  const unread = { ...selection, query: list.query === '' ? 'is:unread' : `(${list.query}) is:unread` };
  const answer = await console.requests.ask('read-all', async (signal) => {
    const refs = await cache.refs(unread, MOST_MARKS + 1, { signal });
    const sample = await cache.rows({ selection: unread, sort: list.sort, limit: SAMPLE }, { signal });
    return { refs, sample: sample.rows };
  });
  if (answer.kind === 'late') return;
  if (answer.kind === 'failed') return say(console, answer.failure.what, 'error');
  const { refs, sample } = answer.value;
  if (refs.length === 0) return say(console, 'No unread alert matches');
  if (refs.length > MOST_MARKS) {
    return say(
      console,
      `More than ${MOST_MARKS.toLocaleString('en')} alerts match: narrow the filter first`,
      'warning',
    );
  }
  console.set((state) => ({
    ...state,
    overlay: {
      kind: 'confirm',
      title: `Mark ${refs.length.toLocaleString('en')} ${refs.length === 1 ? 'alert' : 'alerts'} read?`,
      lines: [
        `query  ${list.query === '' ? '(everything)' : list.query}`,
        ...sample.map((row) => `  ${titleOf(row.record)}`),
        ...(refs.length > sample.length
          ? [`  … and ${(refs.length - sample.length).toLocaleString('en')} more`]
          : []),
      ],
      intent: { kind: 'mark-read', refs },
    },
  }));
}

export async function markAll(console: Console, refs: readonly Ref[]): Promise<void> {
  dropMarks(console);
  await mark(
    console,
    refs,
    true,
    `Marked ${refs.length.toLocaleString('en')} read (${keyOf(console.store.getState(), 'undo')} undoes)`,
  );
}

async function mark(console: Console, refs: readonly Ref[], read: boolean, text: string): Promise<void> {
  const { cache, clock } = console.services;
  const before = console.store.getState().message;
  try {
    const { changed } = await cache.markRead(refs, read, clock(), tellers(console));
    const undo: Undo = { kind: 'read', refs: changed, read: !read };
    // A poll that is just then under way may have sent it already, and its refusal be told before this.
    const kept = (said: Message | null): boolean => said !== before && said?.tone === 'error';
    console.set((state) => ({
      ...state,
      undo: changed.length === 0 ? state.undo : [undo, ...state.undo].slice(0, 50),
      message: kept(state.message) ? state.message : message(text, 'ok', clock()),
    }));
  } catch (thrown) {
    say(console, `Read mark not kept: ${failureOf(thrown).what}`, 'error');
  }
  sendMarks(console);
  console.refreshAll();
}

/** Tells the platforms now; what cannot be sent stays queued in the cache for the next poll. */
function sendMarks(console: Console): void {
  void console.services.sync?.flush().catch(() => undefined);
}

/** A platform that is out of reach says so in the header; one that says no to a mark would say so nowhere. */
export function tellRefused(console: Console, trouble: Trouble): void {
  const { platform, part, failure } = trouble;
  if (isRefusedLookUp(trouble)) {
    say(console, `${platform} does not let this key look up users; entries name them as of then`, 'warning');
  }
  if (part === 'sync')
    say(console, `${failure.what}${failure.cause === undefined ? '' : `: ${failure.cause}`}`, 'error');
  if (part !== 'read marks' || !isRefusal(failure)) return;
  say(console, `${platform} refuses a read mark; it is kept here, @ tells why`, 'error');
}

type Trouble = Extract<SyncEvent, { readonly kind: 'trouble' }>;

/** Takes back the last read marks, the last cause called known, the last change of a query, of marks, pins or notes. */
export async function undo(console: Console): Promise<void> {
  const [last, ...rest] = console.store.getState().undo;
  if (last === undefined) return;
  console.set((state) => ({ ...state, undo: rest }));
  if (last.kind === 'query') {
    console.restoreQuery(last.pane, last.query);
    return;
  }
  if (last.kind === 'mute') {
    await setMuted(console, last.cause, last.muted);
    return;
  }
  if (last.kind !== 'read') return takeBack(console, last);
  const { cache, clock } = console.services;
  // The next key may be about the mark: it must not meet the row as it was.
  showRead(console, last.refs, last.read);
  try {
    await cache.markRead(last.refs, last.read, clock(), tellers(console));
    const many = last.refs.length === 1 ? '1 alert' : `${last.refs.length.toLocaleString('en')} alerts`;
    say(console, `${many} ${last.read ? 'read again' : 'unread here again'}`, 'ok');
  } catch (thrown) {
    say(console, failureOf(thrown).what, 'error');
  }
  sendMarks(console);
  console.refreshAll();
}
