/** What retention drops next that no archive has. */
import type { Keeping } from '../cache/stored.ts';
import { monthOf } from '../domain/month.ts';
import { BOUNDED_KINDS, type Bounds } from '../domain/retention.ts';
import { DAY, formatDuration, utcDate } from '../domain/time.ts';
import { newestOf } from '../export/archive/names.ts';
import { oldestFrom, type Series } from './archive-months.ts';
import type { Context } from './context.ts';
import { retentionWords } from './disk-words.ts';
import type { Services } from './services.ts';

/** A line for each platform and kind that has bounds, and records in no archive of the folder. */
export async function tellUnarchived(
  all: readonly Series[],
  folder: string,
  services: Pick<Services, 'cache' | 'keepings'>,
  { io, talk }: Context,
): Promise<void> {
  const now = io.clock();
  for (const series of all) {
    const kind = BOUNDED_KINDS.find((one) => one === series.kind);
    const keeping = services.keepings.find(({ platform }) => platform === series.platform);
    const bounds = kind === undefined ? undefined : keeping?.kinds[kind];
    if (bounds === undefined || keeping === undefined) continue;
    const first = await firstUnarchived(series, folder, services, now);
    if (first === null) continue;
    const name = `${series.platform} ${series.word}`;
    talk.say(
      `${name}: not archived from ${utcDate(first)} on; ${droppedWords(first, bounds, keeping.all, now)}`,
    );
  }
}

async function firstUnarchived(
  series: Series,
  folder: string,
  { cache }: Pick<Services, 'cache'>,
  now: number,
): Promise<number | null> {
  for (let from = 0; ; ) {
    const first = await oldestFrom(series, from, { cache }, now);
    if (first === null) return null;
    const month = monthOf(first);
    if ((await newestOf({ ...series, month, folder })) === null) return first;
    from = month.to;
  }
}

function droppedWords(first: number, bounds: Bounds, all: Keeping['all'], now: number): string {
  const { age } = bounds;
  const words = [];
  if (age !== null) {
    // The edge of an age is the beginning of a day: a day goes as a whole.
    const at = (Math.floor(first / DAY) + 1) * DAY + age;
    words.push(
      at <= now
        ? 'retention drops the first of it with the next sync'
        : `retention drops the first of it on ${utcDate(at)}, in ${formatDuration(at - now)}`,
    );
  }
  const sized = { age: null, records: bounds.records, bytes: bounds.bytes };
  const kept = [sized, { ...all, age: null }]
    .filter(({ records, bytes }) => records !== null || bytes !== null)
    .map((one) => retentionWords({ all: one, kinds: {} }).replace(/^everything /, ''));
  if (kept.length > 0) words.push(`retention keeps ${kept.join(', ')}, and drops the oldest first`);
  return words.join('; ');
}
