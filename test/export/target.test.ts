/** What is left of a file that a run was killed over. */
import { existsSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openTarget } from '../../src/export/target.ts';
import { temporaryFolder } from '../temporary-folder.ts';

test('parts that come later have no name: nothing of them is left, however the run ends', async () => {
  const folder = temporaryFolder('spool');
  const target = await openTarget(join(folder, 'a.xlsx'));
  const spools = await Promise.all([target.file.spool(), target.file.spool()]);
  await spools[1]?.write(Buffer.from('later'));
  expect(readdirSync(folder)).toHaveLength(1);
  const pieces: string[] = [];
  for await (const piece of spools[1]?.read() ?? []) pieces.push(Buffer.from(piece).toString());
  expect(pieces.join('')).toBe('later');
  await target.discard();
  expect(readdirSync(folder)).toEqual([]);
});

test('what a killed run left of the same name goes with the next, and nothing else does', async () => {
  const folder = temporaryFolder('swept');
  const at = (name: string, days: number) => {
    writeFileSync(join(folder, name), 'x');
    const then = Date.now() / 1_000 - days * 86_400;
    utimesSync(join(folder, name), then, then);
  };
  at('.a.csv.0123456789ab.tmp', 2);
  const kept = [
    '.a.csv.1123456789ab.tmp',
    '.b.csv.0123456789ab.tmp',
    '.a.csv.notes.tmp',
    'a.csv.0123456789ab.tmp',
  ];
  for (const [index, name] of kept.entries()) at(name, index === 0 ? 0 : 2);
  const target = await openTarget(join(folder, 'a.csv'));
  expect(existsSync(join(folder, '.a.csv.0123456789ab.tmp'))).toBe(false);
  await target.discard();
  expect(readdirSync(folder).sort()).toEqual([...kept].sort());
});
