/** What `alerts`, `jobs`, `audit` and `stats` share: print the records a query matches. */
import type { Cache } from '../cache/port.ts';
import type { Kind } from '../domain/record.ts';
import { redacted } from '../domain/redaction.ts';
import { formatDuration, toIso } from '../domain/time.ts';
import { usageError } from './arguments.ts';
import { catchUp } from './catch-up.ts';
import type { Arguments, Options, Positional } from './command.ts';
import type { Context } from './context.ts';
import { exitCodeOf } from './exit-code.ts';
import { LIST_FORMATS, type ListFormat, needsBodies, recordWriter } from './formats.ts';
import { openFor } from './open-for.ts';
import { pagesOf } from './pages.ts';
import { askFor } from './query.ts';
import { columnsFor, sortFor } from './record-fields.ts';
import { REVEAL, redactionFor } from './redaction.ts';
import type { Standing } from './services.ts';
import { settingsFor } from './settings.ts';
import { tellStaleRules } from './stale-rules.ts';
import { viewedBy } from './view-option.ts';

/** A table on a screen is for looking, not for holding everything. */
const TABLE_LIMIT = 200;

export const QUERY: Positional = {
  name: 'QUERY',
  required: false,
  about: "which ones, as one argument: 'status:failed since:24h'; without it, all",
};

export const LIST_OPTIONS = {
  format: { type: 'choice', choices: LIST_FORMATS, default: 'table', about: 'how to print' },
  limit: { type: 'count', value: 'N', about: `print at most N (table: ${TABLE_LIMIT} unless told)` },
  sort: { type: 'text', value: 'FIELD[-desc]', about: 'order by a field; newest first without it' },
  fields: { type: 'text', value: 'a,b,c', about: 'print these fields only' },
  view: { type: 'text', value: 'NAME', about: 'ask what a saved view asks, in its order' },
  reveal: REVEAL,
  sync: { type: 'flag', about: 'catch up with the platforms first' },
  'fail-if-any': { type: 'flag', about: 'exit with 10 when something matched' },
} as const satisfies Options;

export type ListArguments = Arguments<typeof LIST_OPTIONS>;

/** `onTable` is told the cache once a table is printed, for what a person has to know besides. */
export async function runList(
  kind: Kind,
  args: ListArguments,
  context: Context,
  onTable: (cache: Cache) => Promise<void> = async () => {},
): Promise<number> {
  const { options } = args;
  const settings = await settingsFor(context, { secrets: options.sync && 'platforms' });
  const format = options.format as ListFormat;
  const columns = options.fields === undefined ? null : columnsFor(kind, options.fields);
  const ordered = options.sort === undefined ? undefined : sortFor(kind, options.sort);
  const typed = args.positionals[0] ?? '';
  // What is wrong with a query is told before anything is opened.
  const alone = options.view === undefined ? askFor(context, kind, typed, settings) : null;
  if (options.limit === 0)
    throw usageError('--limit 0 would print nothing', 'Leave it out, or write a larger number.');
  await using services = await openFor(settings, context, { write: options.sync });
  const viewed =
    options.view === undefined ? null : await viewedBy(options.view, kind, typed, settings, services.cache);
  const asked = alone ?? askFor(context, kind, viewed?.query ?? typed, settings);
  const sort = ordered ?? viewed?.sort ?? undefined;
  const codes = options.sync ? await catchUp(services, {}, context) : [];
  const { io, out, paint } = context;
  // Rules derive these two.
  if (!options.sync && (kind === 'alert' || kind === 'job')) await tellStaleRules(services, context);
  const { signal } = io;
  const width = io.stdout.isTTY === true ? io.stdout.columns || 80 : null;
  const style = { kind, columns, width, paint };
  const writer = recordWriter(format, style);
  const limit = options.limit ?? (format === 'table' ? TABLE_LIMIT : Number.POSITIVE_INFINITY);
  // The clock moved on while the platforms were asked.
  const selection = options.sync ? { ...asked.selection, now: io.clock() } : asked.selection;
  const redaction = await redactionFor(settings, context, {
    asked: options.reveal,
    what: { by: 'list', kind, query: selection.query },
  });
  // Whether anything matched is the answer, however little of it is read.
  if (options['fail-if-any']) out.dropWhenGone();
  let shown = 0;
  await out.write(writer.begin);
  const request = { selection, ...(sort ? { sort } : {}), whole: needsBodies(format, style) };
  for await (const rows of pagesOf(services.cache, request, limit, signal)) {
    shown += rows.length;
    await out.write(writer.page(rows.map(({ record }) => redacted(record, redaction))));
    if (out.isGone) break;
  }
  const matched = shown < limit ? shown : (await services.cache.count(selection, { signal })).matched;
  const coverage = await services.coverage(kind, asked.tree, selection.now);
  await out.write(writer.end({ shown, matched, coverage }));
  if (format === 'table') {
    tellTable(context, kind, shown, matched, coverage);
    await onTable(services.cache);
  }
  return exitCodeOf([...codes, ...(options['fail-if-any'] && matched > 0 ? [10] : [])]);
}

/** What a person has to know about a table: that it was cut, that nothing matched, of which data, what is missing. */
function tellTable(
  { talk, io }: Context,
  kind: Kind,
  shown: number,
  matched: number,
  coverage: readonly Standing[],
): void {
  const noun = NOUNS[kind];
  const lacks = coverage.map((each) => lackOf(each, io.clock()));
  const some = lacks.some((lack) => lack !== null) ? 'at least ' : '';
  if (matched > shown)
    talk.say(`${shown} of ${some}${matched} ${noun}; --limit N prints more, --format jsonl all.`);
  if (matched === 0) {
    talk.say(`No ${noun} match.`);
    for (const { platform, stream, from, to, syncedAt, complete } of coverage) {
      if (syncedAt === null) continue;
      const whole = complete ? ', complete' : '';
      talk.say(`Looked at ${platform}: ${stream} from ${minute(from)} to ${minute(to)}${whole}.`);
    }
  } else if (some !== '' && matched === shown) talk.say(`At least these ${matched} ${noun}:`);
  for (const lack of lacks) if (lack !== null) talk.say(lack);
}

/** What keeps a count from being exact; null where nothing does. */
function lackOf(
  { platform, stream, syncedAt, holes: all, keptFrom, condition, to }: Standing,
  now: number,
): string | null {
  const name = `${platform}: ${stream}`;
  if (syncedAt === null) return `${name} has not been synced yet; run \`certdeck sync --once\`.`;
  const holes = all.filter((hole) => keptFrom === null || hole.to >= keptFrom);
  if (holes.length < all.length && holes.length === 0 && keptFrom !== null)
    return `${name} is kept from ${minute(keptFrom)} on (retention); what is older is not held.`;
  const [first] = holes;
  if (first !== undefined) {
    const more = holes.length === 1 ? '' : ` and ${holes.length - 1} more`;
    const from = Math.max(first.from, keptFrom ?? first.from);
    const where = `${minute(from)} to ${minute(first.to)}`;
    return `${name} has holes in the window asked for (${where}${more}); run \`certdeck sync --once\`.`;
  }
  if (condition === 'fresh' || condition === 'polling' || to < syncedAt) return null;
  const age = formatDuration(Math.max(0, now - syncedAt));
  return `${name} is ${condition}, last heard ${age} ago; \`certdeck sync --once\` asks again.`;
}

/** `2026-08-20 09:00Z`. */
function minute(at: number): string {
  return `${toIso(at)?.slice(0, 16).replace('T', ' ') ?? '-'}Z`;
}

export const NOUNS: Readonly<Record<Kind, string>> = {
  alert: 'alerts',
  job: 'jobs',
  audit: 'audit entries',
  statistic: 'statistics',
};
