import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDirect } from '../../src/cache/direct.ts';
import { openEarly, readEarly } from '../../src/cache/open.ts';
import type { ChangeNotice } from '../../src/cache/stored.ts';
import { audit, page } from './records.ts';

let root: string;
let dir: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'certdeck-early-'));
  dir = join(root, 'cache');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

test('a sound file is read before anybody writes, and written when somebody does', async () => {
  const before = openDirect({ dir });
  await before.remember('word', 'kept');
  await before.close();
  const reader = readEarly(dir);
  expect((await reader.opened).ready).toBe(true);
  const { cache, opened } = openEarly({ dir, reader });
  const answer = cache.recall('word');
  await opened;
  expect(await answer).toBe('kept');
  await cache.remember('word', 'changed');
  expect(await cache.recall('word')).toBe('changed');
  await cache.close();
});

test('what another process writes before the writing thread is there is told all the same', async () => {
  const other = openDirect({ dir });
  await other.commit(page([audit({ id: 'e1' })]));
  const reader = readEarly(dir);
  await reader.opened;
  await other.commit(page([audit({ id: 'e2' })]));
  const { cache, startWriting } = openEarly({ dir, reader });
  const heard = new Promise<ChangeNotice>((resolve) => cache.onChange(resolve));
  await startWriting();
  expect(await heard).toEqual({ kinds: ['audit'], platforms: ['prod'], foreign: true });
  await other.close();
  await cache.close();
});

test('a file that is not there yet is made first; what was asked meanwhile is answered', async () => {
  const reader = readEarly(dir);
  const { cache, opened, startWriting } = openEarly({ dir, reader });
  const answer = cache.known();
  await opened;
  expect(await answer).toMatchObject({ alert: 0 });
  await startWriting();
  expect(existsSync(cache.path)).toBe(true);
  await cache.close();
});

test('without leave to write a missing file stays missing', async () => {
  const { cache, opened, startWriting } = openEarly({ dir, readOnly: true, reader: readEarly(dir) });
  await opened;
  await startWriting();
  expect(await cache.known()).toMatchObject({ alert: 0 });
  await expect(cache.remember('a', 1)).rejects.toMatchObject({ failure: { code: 'READ_ONLY' } });
  expect(existsSync(cache.path)).toBe(false);
  await cache.close();
});

test('a damaged file is set aside before it is read', async () => {
  mkdirSync(dir);
  writeFileSync(join(dir, 'cache.sqlite'), 'this is no database, whatever its name says. '.repeat(50));
  const reader = readEarly(dir);
  const { cache, opened } = openEarly({ dir, reader });
  const answer = cache.known();
  await opened;
  expect(cache.setAside).toMatch(/cache\.sqlite\.damaged-/);
  expect(await answer).toMatchObject({ audit: 0 });
  await cache.close();
});

test('closed while its writer still opens the file, it keeps the process until that is closed too', async () => {
  const program = `
    const { openEarly, readEarly } = await import(${JSON.stringify(new URL('../../src/cache/open.ts', import.meta.url).href)});
    const dir = ${JSON.stringify(dir)};
    const { cache, opened, startWriting } = openEarly({ dir, reader: readEarly(dir) });
    await opened;
    startWriting().catch(() => {});
    await cache.close();
    console.log('closed');
  `;
  await openDirect({ dir }).close();
  const file = join(root, 'program.mjs');
  writeFileSync(file, program);
  const ran = await promisify(execFile)(process.execPath, [file]);
  expect(ran).toEqual({ stdout: 'closed\n', stderr: '' });
});
