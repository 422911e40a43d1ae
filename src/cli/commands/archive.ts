import { resolve } from 'node:path';
import { FailureError } from '../../domain/failure.ts';
import { monthOf } from '../../domain/month.ts';
import { nearest } from '../../domain/nearest.ts';
import { KINDS, type Kind } from '../../domain/record.ts';
import { utcDate } from '../../domain/time.ts';
import { instantAgo, timeExtent } from '../../query/times.ts';
import { archiveSeries, type Months, NO_MONTHS, type Series, sumOf } from '../archive-months.ts';
import { tellUnarchived } from '../archive-retention.ts';
import { usageError } from '../arguments.ts';
import { LIST_COMMANDS } from '../check-report.ts';
import { defineCommand } from '../command.ts';
import { exitCodeOf } from '../exit-code.ts';
import { folderFor } from '../folder-for.ts';
import { openFor } from '../open-for.ts';
import type { Services } from '../services.ts';
import { settingsFor } from '../settings.ts';
import { signingKey } from '../signing.ts';

const ALL = 'all';
const WORDS = new Map(Object.entries(LIST_COMMANDS).map(([kind, word]) => [word, kind as Kind]));

export const ARCHIVE = defineCommand({
  name: 'archive',
  about: 'Write whole months of the cache into verified, compressed files, before retention drops them',
  examples: [
    'certdeck archive --before 2026-07-01 --out /srv/archive',
    'certdeck archive --before 30d --kind audit --platform prod --complete-only',
  ],
  positionals: [],
  options: {
    before: {
      type: 'text',
      value: 'DATE',
      about: 'the months that lie wholly before it: 2026-07-01, 2026-07, or 30d for so long ago',
    },
    out: { type: 'text', value: 'DIR', about: 'where to; this folder without it' },
    kind: { type: 'choice', choices: [ALL, ...WORDS.keys()], default: ALL, about: 'which records' },
    platform: { type: 'texts', value: 'NAME', about: 'of this platform only (again for more)' },
    'complete-only': { type: 'flag', about: 'leave out months that the cache does not hold whole' },
  },
  async run({ options }, context) {
    const { io } = context;
    const limit = limitOf(options.before, io.clock());
    const folder = resolve(io.cwd, options.out ?? '.');
    const settings = await settingsFor(context, { secrets: false });
    // Before anything is written: a key that cannot be used is told now.
    const key = await signingKey(context);
    await using services = await openFor(settings, context, { write: false, inThread: true });
    const kinds = options.kind === ALL ? KINDS : KINDS.filter((kind) => WORDS.get(options.kind) === kind);
    const series = await seriesIn(services, kinds, options.platform);
    await folderFor(folder, 0o700);
    let all = NO_MONTHS;
    const ask = { folder, key, limit, completeOnly: options['complete-only'] };
    try {
      for (const one of series) all = sumOf(all, await archiveSeries(one, ask, services, context));
    } catch (thrown) {
      throw io.signal.aborted ? stopped() : thrown;
    }
    context.talk.say(`before ${utcDate(limit)}: ${summaryOf(all)}`);
    await tellUnarchived(series, folder, services, context);
    return exitCodeOf(all.codes);
  },
});

function summaryOf({ written, kept, left }: Months): string {
  const months = (n: number) => `${n} ${n === 1 ? 'month' : 'months'}`;
  if (written + kept + left === 0) return 'the cache has nothing to archive';
  return [
    `${months(written)} archived`,
    ...(kept > 0 ? [`${kept} archived already`] : []),
    ...(left > 0 ? [`${left} left out`] : []),
  ].join(', ');
}

/** The first instant that is not archived: the beginning of the month DATE is in, or of this month. */
function limitOf(text: string | undefined, now: number): number {
  if (text === undefined) {
    throw usageError('--before is missing', `Write --before ${utcDate(monthOf(now).from)}, or --before 30d.`);
  }
  const before = instantAgo(text, now) ?? timeExtent(text, now)?.from ?? null;
  if (before === null || before < 0) {
    throw usageError(
      `--before cannot be ${JSON.stringify(text)}`,
      'Write a date such as 2026-07-01, a month such as 2026-07, or 30d for so long ago.',
    );
  }
  return monthOf(Math.min(before, now)).from;
}

/** What there is of each kind and platform. */
async function seriesIn(
  { cache, settings }: Services,
  kinds: readonly Kind[],
  wanted: readonly string[],
): Promise<readonly Series[]> {
  const found: Series[] = [];
  const names = new Set(settings.platforms.map(({ name }) => name));
  for (const kind of kinds) {
    for (const { value: platform } of await cache.valueCounts(
      kind,
      'platform',
      '',
      Number.MAX_SAFE_INTEGER,
    )) {
      names.add(platform);
      if (wanted.length === 0 || wanted.includes(platform))
        found.push({ kind, platform, word: LIST_COMMANDS[kind] });
    }
  }
  for (const name of wanted) {
    if (names.has(name)) continue;
    const near = nearest(name, [...names]);
    const next = near === null ? `Known: ${[...names].join(', ')}.` : `Did you mean ${JSON.stringify(near)}?`;
    throw usageError(`there is no platform ${JSON.stringify(name)}`, next);
  }
  return found.sort((a, b) => (a.platform < b.platform ? -1 : a.platform > b.platform ? 1 : 0));
}

const stopped = () =>
  new FailureError({
    code: 'CANCELLED',
    what: 'archiving was stopped',
    next: 'The months above are archived; run it again for the others.',
  });
