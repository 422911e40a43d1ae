/** `since:`, `until:` and `at:`, which bind to the kind's own time. */
import { type Item, itemText } from './item.ts';
import type { Reading } from './term.ts';
import { instantAgo, timeExtent } from './times.ts';
import type { Node, Span } from './tree.ts';

/**
 * One bound. A duration is so long before now (`at:24h`: the last 24 hours); a day, minute or second counts
 * whole: `until:2026-08-20` includes that day. Null after an error was reported.
 */
export function timeNode(
  bound: 'since' | 'until' | 'at',
  item: Item,
  span: Span,
  { context, report }: Reading,
): Node | null {
  const text = itemText(item);
  const { now } = context;
  const dots = bound === 'at' ? text.indexOf('..') : -1;
  const ends = dots < 0 ? [text, text] : [text.slice(0, dots), text.slice(dots + 2)];
  const [first = null, last = null] = ends.map((end) => extent(end, now, bound === 'at' && dots < 0));
  const wrong = (ends[0] !== '' && first === null) || (ends[1] !== '' && last === null);
  if (wrong || text === '' || text === '..') {
    const message = `\`${text}\` is not a time such as 24h, 7d, yesterday, 2026-08-20 or 2026-08-20T09:00Z`;
    report('error', item.span, message);
    return null;
  }
  const from = bound === 'until' ? null : (first?.from ?? null);
  const to = bound === 'since' ? null : (last?.to ?? null);
  if (from !== null && to !== null && from > to) {
    report('hint', item.span, 'this range ends before it begins, so nothing is in it');
  }
  return { kind: 'time', from, to, span };
}

function extent(text: string, now: number, upToNow: boolean) {
  const ago = instantAgo(text, now);
  return ago === null ? timeExtent(text, now) : { from: ago, to: upToNow ? now : ago };
}
