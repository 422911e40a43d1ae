/** Where a cache lies. Apart from what opens it: the thread that draws loads no SQLite. */
import { join } from 'node:path';

export const CACHE_FILE = 'cache.sqlite';

export type Place = { readonly dir: string } | { readonly memory: true };

export function pathOf(place: Place): string {
  return 'memory' in place ? ':memory:' : join(place.dir, CACHE_FILE);
}
