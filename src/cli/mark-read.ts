/** Read marks for scripts: kept locally at once, told to the platform by the next sync. */
import type { Settings } from '../config/settings.ts';
import { FailureError } from '../domain/failure.ts';
import { parseRef, type Ref } from '../domain/record.ts';
import { usageError } from './arguments.ts';
import type { Context } from './context.ts';
import { openFor } from './open-for.ts';
import { askFor } from './query.ts';
import type { Services } from './services.ts';
import { settingsFor } from './settings.ts';

/** Marks go to the cache in pieces of this many. */
const PIECE = 1_000;

export async function runMarkRead(
  refs: readonly Ref[],
  extra: readonly string[],
  context: Context,
): Promise<number> {
  if (extra.length > 0)
    throw usageError('--mark-read takes references, not a query', 'Use --mark-all-read QUERY.');
  const wrong = refs.find((ref) => parseRef(ref)?.kind !== 'alert');
  if (wrong !== undefined) {
    throw usageError(`${JSON.stringify(wrong)} is no reference to an alert`, 'Write platform/alert/id.');
  }
  const settings = await settingsFor(context, { secrets: false });
  await using opened = await openForMarks(settings, context);
  const { cache } = opened;
  const known = await Promise.all(refs.map(async (ref) => ((await cache.record(ref)) === null ? [] : [ref])));
  const changed = await mark(opened, known.flat(), context);
  tell(context, changed, refs.length);
  const missing = refs.filter((_, index) => known[index]?.length === 0);
  for (const ref of missing) context.talk.say(`There is no alert ${ref} in the cache.`);
  return missing.length === 0 ? 0 : 1;
}

export async function runMarkAllRead(query: string, context: Context): Promise<number> {
  const settings = await settingsFor(context, { secrets: false });
  const { selection } = askFor(context, 'alert', query, settings);
  const unread = { ...selection, query: query === '' ? 'is:unread' : `(${query}) is:unread` };
  await using opened = await openForMarks(settings, context);
  const asking = { signal: context.io.signal };
  // The list is taken once: what arrives meanwhile has been seen by nobody.
  const refs = await opened.cache.refs(unread, Number.MAX_SAFE_INTEGER, asking);
  let changed = 0;
  for (let at = 0; at < refs.length && !context.io.signal.aborted; at += PIECE) {
    changed += await mark(opened, refs.slice(at, at + PIECE), context);
  }
  tell(context, changed, refs.length);
  return 0;
}

async function openForMarks(settings: Settings, context: Context): Promise<Services> {
  if (context.globals['read-only']) {
    throw new FailureError({
      code: 'READ_ONLY',
      what: 'read marks cannot be set with --read-only',
      next: 'Leave --read-only out.',
    });
  }
  return openFor(settings, context);
}

async function mark({ cache, platforms }: Services, refs: readonly Ref[], { io }: Context): Promise<number> {
  const keep = platforms.filter(({ actions }) => actions.markRead !== undefined).map(({ name }) => name);
  const { changed } = await cache.markRead(refs, true, io.clock(), keep);
  return changed.length;
}

function tell({ talk }: Context, changed: number, asked: number): void {
  const already = asked - changed;
  talk.say(`${changed} marked read${already > 0 ? `, ${already} unchanged` : ''}.`);
}
