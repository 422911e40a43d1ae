import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openCache } from '../../src/cache/open.ts';
import { heldCache } from '../../src/cli/held-cache.ts';
import { newHome } from './harness.ts';

test('a cache whose file is deleted says so, and takes nothing the user wants kept', async () => {
  const dir = join(newHome(), 'cache');
  const cache = await openCache({ dir });
  const held = heldCache(cache, Promise.resolve(), 5);
  await held.cache.remember('before', 1);
  const { promise: gone, resolve } = Promise.withResolvers<void>();
  held.onGone(resolve);
  rmSync(dir, { recursive: true });
  await gone;
  await expect(held.cache.annotate([], 'x', 0)).rejects.toThrow('the file of the cache was deleted');
  expect(await held.cache.recall('before')).toBe(1);
  held.close();
  await held.cache.close();
});

test('it is noticed at the first mark, before anybody has looked, and another file in its place is none', async () => {
  const dir = join(newHome(), 'cache');
  const cache = await openCache({ dir });
  const held = heldCache(cache, Promise.resolve(), 60_000);
  await held.cache.remember('before', 1);
  rmSync(dir, { recursive: true });
  const other = await openCache({ dir });
  await expect(held.cache.remember('after', 1)).rejects.toThrow('was deleted');
  expect(await other.recall('after')).toBeNull();
  held.close();
  await other.close();
  await held.cache.close();
});
