import { describe, expect, test } from 'vitest';
import { HOUR, MINUTE } from '../../src/domain/time.ts';
import { type Harness, openConsole } from './harness.ts';
import { createMemoryCache } from './memory-cache.ts';
import { alert, job, NOW } from './records.ts';

/** Timers that end when they are told to. */
function timers() {
  const waiting = new Set<{ readonly ms: number; readonly run: () => void }>();
  return {
    after(ms: number, run: () => void) {
      if (ms < 1_000) {
        const timer = setImmediate(run);
        return () => clearImmediate(timer);
      }
      const one = { ms, run };
      waiting.add(one);
      return () => void waiting.delete(one);
    },
    end(ms: number) {
      for (const one of [...waiting].filter((timer) => timer.ms === ms)) {
        waiting.delete(one);
        one.run();
      }
    },
  };
}

const said = ({ console }: Harness): string => console.store.getState().message?.text ?? '';

async function watching() {
  const told: string[] = [];
  const { after, end } = timers();
  const services = { after, notify: (text: string) => void told.push(text) };
  const harness = await openConsole([job('old', { status: 'FAILED' })], { services });
  await harness.type(':watch jobs status:failed\r');
  const put = async (id: string): Promise<void> => {
    harness.cache.put(job(id, { status: 'FAILED', name: `renew ${id}` }));
    await harness.idle();
  };
  return { harness, told, end, put };
}

describe('a watched query', () => {
  test('tells what matches anew, not what did before, from any pane', async () => {
    const { harness, told, put } = await watching();
    expect(said(harness)).toBe('Watching Jobs: status:failed');
    await harness.type('3');
    harness.cache.put(alert('other'));
    harness.cache.put(job('fine', { status: 'SUCCESS' }));
    await harness.idle();
    expect(told).toEqual([]);
    await put('web01');
    expect(told).toEqual(['1 new in Jobs, status:failed: renew web01']);
    expect(said(harness)).toBe('1 new in Jobs, status:failed: renew web01');
  });

  test('tells at most once a minute, then of all that came meanwhile', async () => {
    const { told, end, put } = await watching();
    for (const id of ['a', 'b', 'c']) await put(id);
    expect(told).toHaveLength(1);
    end(MINUTE);
    expect(told[1]).toBe('2 new in Jobs, status:failed: renew c');
    end(MINUTE);
    expect(told).toHaveLength(2);
  });

  test('ends when it is picked from the list of all', async () => {
    const { harness, told, put } = await watching();
    await harness.type(':watch\r');
    expect(harness.console.store.getState().overlay).toMatchObject({
      kind: 'menu',
      items: [{ label: 'Jobs', about: 'status:failed, not told yet' }],
    });
    await harness.type('\r');
    await put('web01');
    expect(told).toEqual([]);
    expect(harness.console.store.getState().watches).toEqual([]);
  });

  test('that cannot be read is not watched, and says why', async () => {
    const { harness } = await watching();
    await harness.type(':watch jobs status:(\r');
    expect(said(harness)).toMatch(/^Not watched: /);
    expect(harness.console.store.getState().watches).toHaveLength(1);
  });
});

describe('since the last look', () => {
  test('what came later is new, and a summary says what failed, still fails and has recovered', async () => {
    const then = NOW - 14 * HOUR;
    const at = (hours: number) => {
      const time = NOW - hours * HOUR;
      return { scheduledAt: time, startedAt: time, completedAt: time };
    };
    const records = [
      job('1', { name: 'a', status: 'FAILED', ...at(2) }),
      job('2', { name: 'b', status: 'FAILED', ...at(3) }),
      job('3', { name: 'b', status: 'FAILED', ...at(30) }),
      job('4', { name: 'c', status: 'FAILED', ...at(40) }),
      job('5', { name: 'c', status: 'SUCCESS', ...at(1) }),
      alert('new', { createdAt: NOW - HOUR, severity: 'error' }),
      alert('before', { createdAt: NOW - 20 * HOUR, severity: 'error' }),
    ];
    const cache = createMemoryCache(records);
    await cache.remember('looked:alerts', then);
    const harness = await openConsole([], { services: { cache } });
    expect(said(harness)).toContain('1 error new, 1 job newly failing, 1 job still failing, 1 job recovered');
    await harness.type(':away\r');
    expect(harness.console.store.getState().overlay).toMatchObject({
      kind: 'menu',
      items: expect.arrayContaining([expect.objectContaining({ label: '1 job recovered', about: 'c' })]),
    });
    await harness.type('\r');
    const { lists } = harness.console.store.getState();
    expect(lists.alerts.window.rows.map(({ record }) => record.id)).toEqual(['new']);
    await harness.type('0/\u0015is:new\r');
    expect(harness.console.store.getState().lists.alerts.window.rows.map(({ record }) => record.id)).toEqual([
      'new',
    ]);
  });

  test('is kept for the list that was in front when somebody leaves it', async () => {
    const harness = await openConsole([alert('a')]);
    expect(await harness.cache.recall('looked:alerts')).toBeNull();
    await harness.type('3');
    expect(await harness.cache.recall('looked:alerts')).toBe(NOW);
    harness.clock.now += HOUR;
    await harness.type('q');
    expect(await harness.cache.recall('looked:audit')).toBe(NOW + HOUR);
  });
});
