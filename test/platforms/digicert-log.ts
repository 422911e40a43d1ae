/** An audit log that answers like Account Manager: sorted, capped, dates inclusive; it grows on demand. */
import type { Reply, Seen } from '../support/http-server.ts';

export function digicertLog({ size, cap, step = 60_000 }: { size: number; cap: number; step?: number }) {
  const start = Date.UTC(2026, 5, 1);
  let entries = Array.from({ length: size }, (_, index) => index);
  const at = (index: number) => start + index * step;
  const entry = (index: number) => ({
    id: `e${index}`,
    account: { id: 'a1', name: 'Example account' },
    resource_type: 'USER',
    resource_id: `r${index}`,
    resource_name: 'jane',
    action: 'UPDATE',
    user: { id: `u${index % 7}`, name: 'jane' },
    timestamp: new Date(at(index)).toISOString().replace('.000', ''),
    description: 'Changed.',
    status: 'success',
  });
  /** Where the entries from an instant on begin. */
  const firstFrom = (instant: number): number => {
    let [low, high] = [0, entries.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (at(entries[middle] ?? 0) < instant) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return {
    at,
    size: () => entries.length,
    /** Newest first. */
    ids: () => entries.map((index) => `e${index}`).reverse(),
    add(many: number) {
      const next = (entries.at(-1) ?? -1) + 1;
      for (let index = next; index < next + many; index++) entries.push(index);
    },
    /** Removes `many` entries, beginning `from` entries below the newest. */
    drop(from: number, many: number) {
      entries = entries.toReversed().toSpliced(from, many).toReversed();
    },
    answer({ url }: Seen): Reply {
      const asked = url.searchParams;
      const from = Date.parse(asked.get('from') ?? '1970-01-01');
      const to = Date.parse(asked.get('to') ?? '2100-01-01') + 86_400_000;
      const matching = entries.slice(firstFrom(from), firstFrom(to));
      if (asked.get('sort') === 'timestamp:desc') matching.reverse();
      const offset = Number(asked.get('offset') ?? 0);
      const limit = Number(asked.get('limit') ?? 20);
      const items = matching.slice(offset, offset + Math.min(limit, cap)).map(entry);
      return { json: { total: matching.length, offset, limit, items } };
    },
  };
}
