import { describe, expect, test } from 'vitest';
import type { DemoPlatform } from '../../src/demo/start.ts';
import { dyingAfter, rig } from './rig.ts';
import { SUBJECTS } from './subjects.ts';

const subject = SUBJECTS.find(({ kind }) => kind === 'digicert-one') as (typeof SUBJECTS)[number];
const refs = (held: Map<string, string>) => [...held.keys()].sort();

function platformOf(all: readonly DemoPlatform[]): DemoPlatform {
  const found = all.find(({ kind }) => kind === subject.kind);
  if (found === undefined) throw new Error('no stand-in');
  return found;
}

describe('digicert-one', () => {
  test.each([1, 2, 3])(
    'a second that fills pages is not cut in two by a kill after commit %i',
    async (kill) => {
      const { sync, held, truth, demo, time, reopen } = await rig(subject, { cap: 90 });
      time.now += 60_000;
      demo.hooks.addEntries(300);
      time.now += 60_000;
      const control = new AbortController();
      await sync(dyingAfter(kill, control)).catchUp({ signal: control.signal });
      await reopen();
      const [outcome] = await sync().catchUp();
      expect(outcome?.streams).toMatchObject([{ complete: true, failure: null }]);
      expect(refs(await held())).toEqual(refs(await truth()));
    },
  );

  test('entries written while nobody looked, all in one second, are all news', async () => {
    const { sync, held, truth, demo, time } = await rig(subject, { cap: 90 });
    const engine = sync();
    await engine.catchUp();
    time.now += 600_000;
    demo.hooks.addEntries(400);
    time.now += 1_000;
    await engine.refresh();
    expect(refs(await held())).toEqual(refs(await truth()));
  });

  test('everybody who acted is looked up: found, deleted and missing are told apart', async () => {
    const { sync, cache, demo } = await rig(subject, { entries: 900 });
    await sync().catchUp();
    const selection = { kind: 'audit' as const, query: '', now: 0, longRunningAfter: 0 };
    const { rows } = await cache.rows({ selection, limit: 10_000 });
    const ids = new Set(
      rows.flatMap(({ record }) => (record.kind === 'audit' && record.actor?.id ? [record.actor.id] : [])),
    );
    const profiles = await cache.profiles(
      'prod',
      [...ids].map((id) => ({ type: 'user', id })),
    );
    expect(profiles).toHaveLength(ids.size);
    const { credentials, baseUrl } = platformOf(demo.platforms);
    for (const { id, status } of profiles) {
      const answer = await fetch(`${baseUrl}/account/api/v1/user/${id}`, {
        headers: { 'x-api-key': credentials.api_key ?? '' },
      });
      const body = (await answer.json()) as { status?: string };
      const told = answer.status === 404 ? 'missing' : body.status === 'DELETED' ? 'deleted' : 'found';
      expect(`${id} ${status}`).toBe(`${id} ${told}`);
    }
    expect(new Set(profiles.map(({ status }) => status)).size).toBeGreaterThan(1);
  });

  test('people nobody was told about before the process died are looked up by the next', async () => {
    const one = await rig(subject, { cap: 90 });
    const { sync, reopen, proxy } = one;
    const control = new AbortController();
    proxy.fault({ path: /\/user\//, skip: 0, times: 1_000, spoil: () => 'cut' });
    await sync(dyingAfter(3, control)).catchUp({ signal: control.signal });
    await reopen();
    proxy.mend();
    await sync().catchUp();
    expect(await one.cache.unknown('prod', 10)).toEqual([]);
  });
});
