import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { AnyRecord } from '../../src/domain/record.ts';
import { type VerifyAsk, verifyExport } from '../../src/export/proof/verify.ts';
import { exportView } from '../../src/export/run.ts';
import { job, NOW } from '../query/records.ts';
import { cacheOf } from './cache.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'verify-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const { privateKey: KEY, publicKey: PUBLIC } = generateKeyPairSync('ed25519');

async function exported(name: string, at = NOW, key: KeyObject | null = KEY, records: AnyRecord[] = [job()]) {
  const out = join(folder, name);
  const selection = { kind: 'job', query: 'status:failed', now: at, longRunningAfter: 1 } as const;
  const asked = { selection, columns: null, format: 'csv', toolVersion: '9.9.9', coverage: [] };
  const done = await exportView(asked, { cache: cacheOf(records), out, clock: () => at, key });
  if (!done.ok) throw new Error(done.failure.what);
  return out;
}

const told = async (file: string, ask: VerifyAsk = {}) =>
  (await verifyExport(file, ask)).findings.map(({ level, file, what }) => [
    level,
    file.slice(folder.length + 1),
    what,
  ]);

/** Every third byte in turn becomes another one: no member of a manifest is so short that it were left out. */
function* changed(file: string): Generator<number> {
  const bytes = readFileSync(file);
  for (let at = 0; at < bytes.length; at += 3) {
    const own = bytes[at] ?? 0;
    bytes[at] = own ^ 1;
    writeFileSync(file, bytes);
    yield at;
    bytes[at] = own;
  }
  writeFileSync(file, bytes);
}

describe('one export', () => {
  test('is as it was written, by its own name or that of its manifest', async () => {
    const file = await exported('a.csv');
    const verified = await verifyExport(file, { trusted: PUBLIC });
    expect(verified).toMatchObject({ file, looked: 1, findings: [] });
    expect(verified.signedBy).toMatch(/^[0-9a-f]{64}$/);
    expect(await verifyExport(`${file}.manifest.json`, { trusted: PUBLIC })).toEqual(verified);
  });

  test('a changed byte anywhere in it is found and named', async () => {
    const file = await exported('a.csv');
    for (const at of changed(file)) {
      const found = await told(file);
      expect(found, `byte ${at}`).toEqual([
        ['changed', 'a.csv', 'its bytes are not those its manifest was made for'],
      ]);
    }
    expect(await told(file)).toEqual([]);
  });

  test.each([
    ['signed', KEY],
    ['only sealed', null],
  ])('a changed byte anywhere in its manifest, %s, is found and named', async (_, key) => {
    const file = await exported('a.csv', NOW, key);
    for (const at of changed(`${file}.manifest.json`)) {
      const found = (await told(file)).filter(([level]) => level !== 'note');
      expect(found.length, `byte ${at}`).toBeGreaterThan(0);
      expect(found[0]?.[1], `byte ${at}`).toBe('a.csv.manifest.json');
    }
  });

  test('a seal made anew after a change is no signature', async () => {
    const file = await exported('a.csv');
    const other = await exported('b.csv', NOW, null, []);
    const manifest = `${file}.manifest.json`;
    const { proof } = JSON.parse(readFileSync(manifest, 'utf8'));
    const forged = JSON.parse(readFileSync(`${other}.manifest.json`, 'utf8'));
    const text = JSON.stringify(
      { ...forged, proof: { ...forged.proof, signature: proof.signature } },
      null,
      2,
    );
    writeFileSync(manifest, `${text}\n`);
    writeFileSync(file, readFileSync(other));
    expect(await told(file, { alone: true })).toEqual([
      ['changed', 'a.csv.manifest.json', 'its signature is not one of what it says'],
    ]);
    writeFileSync(manifest, readFileSync(`${other}.manifest.json`));
    expect((await told(file, { alone: true }))[0]).toMatchObject([
      'note',
      'a.csv.manifest.json',
      /not signed/,
    ]);
    expect(await told(file, { alone: true, trusted: PUBLIC })).toEqual([
      ['changed', 'a.csv.manifest.json', 'it is not signed'],
    ]);
  });

  test('a good signature of somebody else is told from one of the key asked for', async () => {
    const file = await exported('a.csv', NOW, generateKeyPairSync('ed25519').privateKey);
    expect(await told(file)).toEqual([]);
    const [[level, , what] = []] = await told(file, { trusted: PUBLIC });
    expect([level, what]).toMatchObject(['changed', /^it is signed by another key: [0-9a-f]{64}$/]);
  });

  test('without a manifest, a file or a seal it cannot be told', async () => {
    const file = await exported('a.csv');
    const manifest = `${file}.manifest.json`;
    const text = readFileSync(manifest, 'utf8');
    const { proof: _, ...old } = JSON.parse(text);
    writeFileSync(manifest, `${JSON.stringify(old, null, 2)}\n`);
    expect(await told(file)).toMatchObject([['missing', 'a.csv.manifest.json', /no seal/]]);
    for (const junk of ['', '[]', '{', 'null', '{"proof":7}']) {
      writeFileSync(manifest, junk);
      expect((await told(file))[0]).toMatchObject([
        junk.includes('proof') ? 'missing' : 'changed',
        'a.csv.manifest.json',
        /./,
      ]);
    }
    writeFileSync(manifest, text);
    rmSync(file);
    expect(await told(file)).toEqual([['missing', 'a.csv', 'it cannot be read (ENOENT)']]);
    rmSync(manifest);
    expect(await told(file)).toMatchObject([['missing', 'a.csv.manifest.json', /nothing can be checked/]]);
  });
});

describe('a series', () => {
  const three = async () => {
    await exported('a.csv', NOW);
    await exported('b.csv', NOW + 1, KEY, []);
    return exported('c.csv', NOW + 2);
  };

  test('is walked back to its first', async () => {
    expect(await verifyExport(await three())).toMatchObject({ looked: 3, findings: [] });
  });

  test('a change in one long before is found and named', async () => {
    const last = await three();
    writeFileSync(join(folder, 'a.csv'), 'other');
    expect(await told(last)).toEqual([
      ['changed', 'a.csv', 'its bytes are not those its manifest was made for'],
    ]);
  });

  test('one that was made in place of another is found, though it is in order by itself', async () => {
    const last = await three();
    const before = readFileSync(join(folder, 'b.csv.manifest.json'));
    await exported('b.csv', NOW + 1, KEY, [job({ id: 'forged' })]);
    expect(before.equals(readFileSync(join(folder, 'b.csv.manifest.json')))).toBe(false);
    expect((await told(last)).filter(([level]) => level === 'changed')).toEqual([
      ['changed', 'b.csv.manifest.json', 'it is not the one that c.csv was made after'],
    ]);
  });

  test('a hole in it is told, and is none where only one was asked about', async () => {
    const last = await three();
    rmSync(join(folder, 'b.csv.manifest.json'));
    expect(await told(last)).toEqual([
      [
        'missing',
        'b.csv.manifest.json',
        'c.csv was made after it, and it is not here: the series has a hole',
      ],
    ]);
    expect(await told(last, { alone: true })).toEqual([]);
  });

  test('one that is written again leads on to those before the one it was written over', async () => {
    await exported('a.csv', NOW, KEY);
    await exported('b.csv', NOW + 1, KEY);
    await exported('c.csv', NOW + 2, KEY);
    await exported('c.csv', NOW + 3, KEY);
    const last = await exported('c.csv', NOW + 4, KEY);
    const { looked, findings } = await verifyExport(last);
    expect(looked).toBe(3);
    expect(findings).toMatchObject([{ level: 'note', what: expect.stringContaining('goes on with b.csv') }]);
    rmSync(join(folder, 'b.csv'));
    rmSync(join(folder, 'b.csv.manifest.json'));
    expect((await told(last)).at(-1)).toEqual([
      'missing',
      'b.csv.manifest.json',
      'c.csv was made after it, and it is not here: the series has a hole',
    ]);
    await exported('b.csv', NOW, KEY, [job({ id: 'forged' })]);
    expect((await told(last)).filter(([level]) => level === 'changed')).toEqual([
      ['changed', 'b.csv.manifest.json', 'it is not the one that c.csv was made after'],
    ]);
  });

  test('one that was written over ends it, with a word', async () => {
    await exported('a.csv', NOW);
    const last = await exported('a.csv', NOW + 1);
    expect(await told(last)).toMatchObject([['note', 'a.csv', /written over: the series ends here/]]);
  });

  test('a name that leads elsewhere is not followed', async () => {
    const last = await three();
    const manifest = `${last}.manifest.json`;
    const text = readFileSync(manifest, 'utf8').replace('"b.csv"', '"../b.csv"');
    writeFileSync(manifest, text);
    renameSync(join(folder, 'b.csv'), join(folder, 'gone.csv'));
    expect(await told(last)).toEqual([
      ['changed', 'c.csv.manifest.json', 'what it says is not what was sealed'],
    ]);
  });
});

test('a manifest that a change made no JSON is changed, not missing', async () => {
  const file = await exported('a.csv');
  writeFileSync(`${file}.manifest.json`, readFileSync(`${file}.manifest.json`, 'utf8').replace('{', '['));
  expect(await told(file)).toEqual([
    ['changed', 'a.csv.manifest.json', expect.stringMatching(/cannot be read/)],
  ]);
  rmSync(`${file}.manifest.json`);
  expect(await told(file)).toEqual([['missing', 'a.csv.manifest.json', expect.anything()]]);
});
