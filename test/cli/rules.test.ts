/** `certdeck rules`: what is in force, and what it would find in a file. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openDirect } from '../../src/cache/direct.ts';
import { recordJson } from '../../src/domain/record-json.ts';
import { CERTIFYCLOUDS } from '../../src/platforms/certifyclouds/declaration.ts';
import { RULES } from '../../src/rules/registry.ts';
import { certdeck, newHome } from './harness.ts';

const given = (name: string) =>
  (RULES.find((rule) => rule.name === name)?.examples[0]?.given ?? []).map((record) => recordJson(record));

test('prints every rule with its settings, with or without a configuration', async () => {
  const home = newHome();
  const plain = await certdeck(home, ['rules']);
  expect(plain.code).toBe(0);
  for (const { name } of RULES) expect(plain.stdout).toContain(name);
  expect(plain.stdout).toMatch(/failed-sign-ins +alert +on +attempts = 4, within = "10m"/);
  const folder = join(home, '.config', 'certdeck');
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, 'config.toml'),
    '[[platforms]]\nname = "here"\nkind = "host"\n[rules.failed-sign-ins]\nenabled = false\nwithin = "90s"\n',
  );
  const tuned = await certdeck(home, ['rules']);
  expect(tuned.stdout).toMatch(/failed-sign-ins +alert +off +attempts = 4, within = "1m30s"/);
});

test('tells what the rules find in json and jsonl, and which lines are no records', async () => {
  const home = newHome();
  const records = [...given('event-jobs'), ...given('account-locked')];
  writeFileSync(join(home, 'all.json'), JSON.stringify({ records, shown: records.length }));
  const table = await certdeck(home, ['rules', 'test', 'all.json']);
  expect(table.stderr).toContain('3 derived from 5 records');
  expect(table.code).toBe(0);
  expect(table.stdout).toMatch(
    /2026-08-20T10:00:45Z +event-jobs +job +SUCCESS +p +discovery scan scan-789 +2/,
  );
  const lines = [...records.map((record) => JSON.stringify(record)), 'no json', '{"kind":"audit"}'];
  writeFileSync(join(home, 'all.jsonl'), lines.join('\n'));
  const jsonl = await certdeck(home, ['rules', 'test', 'all.jsonl', '--format', 'jsonl']);
  expect(jsonl.code).toBe(1);
  expect(jsonl.stderr).toContain('all.jsonl: line 6: no JSON object');
  expect(jsonl.stderr).toContain('all.jsonl: line 7: platform: expected the name of a platform');
  const found = jsonl.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(found).toHaveLength(3);
  expect(found.find(({ kind }) => kind === 'job')).toMatchObject({
    origin: 'rule:event-jobs',
    restsOn: ['p/audit/a1', 'p/audit/a2'],
  });
});

test('lists say when the cache was derived by other rules, until it is brought in line', async () => {
  const home = newHome();
  const configured = (rules: string) =>
    writeFileSync(
      join(home, 'config.toml'),
      `[[platforms]]\nname = "p"\nkind = "certifyclouds"\nbase_url = "http://127.0.0.1:1"\nusername = "ada"\npassword = "word-word"\n${rules}`,
      { mode: 0o600 },
    );
  const derive = async (enabled: boolean) => {
    const choices = { 'event-jobs': { enabled, thresholds: {} } };
    const plan = {
      choices,
      brings: { p: CERTIFYCLOUDS.brings ?? [] },
      automates: { p: CERTIFYCLOUDS.automates ?? [] },
    };
    const cache = openDirect({ dir: join(home, 'cache') }, plan);
    const given = RULES.find(({ name }) => name === 'event-jobs')?.examples[0]?.given ?? [];
    await cache.commit({
      ...{ platform: 'p', stream: 'audit', kinds: ['audit'], rejected: [], at: 0, syncedAt: 0 },
      rows: given.map((record) => ({ record, raw: null })),
    });
    await cache.close();
  };
  const listed = (...argv: string[]) =>
    certdeck(home, [...argv, '--cache', join(home, 'cache')], {
      env: { CERTDECK_CONFIG: join(home, 'config.toml') },
    });
  const CHANGED = 'Rules have changed';
  configured('');
  await derive(true);
  expect((await listed('jobs')).stderr).not.toContain(CHANGED);
  configured('[rules.event-jobs]\nenabled = false\n');
  for (const command of ['jobs', 'alerts', 'check'])
    expect((await listed(command)).stderr).toContain(CHANGED);
  expect((await listed('audit')).stderr).not.toContain(CHANGED);
  await derive(false);
  expect((await listed('jobs')).stderr).not.toContain(CHANGED);
});

test('a file that is missing, or not named, is told', async () => {
  const home = newHome();
  expect(await certdeck(home, ['rules', 'test', 'nowhere.json'])).toMatchObject({ code: 1 });
  expect(await certdeck(home, ['rules', 'test'])).toMatchObject({ code: 2 });
  expect(await certdeck(home, ['rules', 'tset', 'x'])).toMatchObject({ code: 2 });
});
