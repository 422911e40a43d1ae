/** Runs that write the same name at the same time, as two schedules may. */
import { readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { verifyExport } from '../../src/export/proof/verify.ts';
import { type Said, withManifest } from '../../src/export/proof/with-manifest.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const folder = temporaryFolder('turn');
const file = join(folder, 'report.json');
const SAID: Said = {
  ...{ tool: 'certdeck', version: '9', createdAt: '2026-08-20T12:00:00.000Z', timezone: 'UTC', rows: 1 },
  ...{ platforms: [], coverage: [], columns: [], redaction: { secrets: true, personal: [], how: 'mask' } },
};
const write = (text: string) =>
  withManifest(file, { kind: 'report', query: 'daily' }, {}, async (target) => {
    await target.write(text);
    return SAID;
  });

test('the file of one is never left beside the manifest of another', async () => {
  for (let round = 0; round < 20; round++) {
    await Promise.all(['one', 'two', 'three'].map((name) => write(`${name} ${round}`)));
    const { findings } = await verifyExport(file, { alone: true });
    expect(findings.filter(({ level }) => level !== 'note')).toEqual([]);
  }
  expect(readdirSync(folder).sort()).toEqual(['report.json', 'report.json.manifest.json']);
});

test('one that was killed in the midst of it keeps nobody waiting', async () => {
  const lock = join(folder, '.report.json.lock');
  writeFileSync(lock, '');
  const longAgo = Date.now() / 1_000 - 120;
  utimesSync(lock, longAgo, longAgo);
  await write('after');
  expect(readFileSync(file, 'utf8')).toBe('after');
  expect(readdirSync(folder)).not.toContain('.report.json.lock');
});
