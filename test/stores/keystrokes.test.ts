/** Whatever arrives while keys are typed: none is lost, and each is about the row it was pressed on. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AuditEntry } from '../../src/domain/audit.ts';
import type { Ref } from '../../src/domain/record.ts';
import { markedRefs } from '../../stores/marks.ts';
import { openConsole } from './harness.ts';
import { alert, entries, entry, NOW } from './records.ts';

/** Rows arrive at 50 a second: one every 20 ms, which is about every frame. */
const ARRIVAL = 20;

type Step =
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'arrive'; readonly count: number; readonly age: number }
  | { readonly kind: 'turn' };

const steps = (acting: string) =>
  fc.array(
    fc.oneof(
      {
        weight: 6,
        arbitrary: fc
          .constantFrom('j', 'k', 'j', 'C-d', 'C-u', 'g', 'G', 'e')
          .map((key): Step => ({ kind: 'key', key })),
      },
      { weight: 5, arbitrary: fc.constant<Step>({ kind: 'key', key: acting }) },
      {
        weight: 4,
        // Some of now, some late and somewhere in the midst of the list.
        arbitrary: fc
          .record({ count: fc.integer({ min: 1, max: 3 }), age: fc.integer({ min: -5, max: 90 }) })
          .map((arrival): Step => ({ kind: 'arrive', ...arrival })),
      },
      { weight: 4, arbitrary: fc.constant<Step>({ kind: 'turn' }) },
    ),
    { minLength: 5, maxLength: 60 },
  );

describe('complaint 11: a key never hits another row', () => {
  test.each(['y', 'Space'])('%s among random keys, while rows arrive at 50 a second', async (acting) => {
    await fc.assert(
      fc.asyncProperty(steps(acting), async (all) => {
        const { console, cache, clock, copied, idle } = await openConsole(entries(80));
        const { store } = console;
        console.press({ kind: 'key', name: '3', text: '3', raw: '3' });
        await idle();
        const under = (): Ref | null => store.getState().lists.audit.place.selected;
        const waiting = (): boolean => store.getState().lists.audit.pending;
        const hit: Ref[] = [];
        let arrived = 0;
        /** What the last frame showed under the cursor. */
        let drawn = under();
        for (const each of all) {
          if (each.kind === 'arrive') {
            clock.now += ARRIVAL * each.count;
            const news = Array.from({ length: each.count }, (): AuditEntry => {
              arrived += 1;
              return entry(`n${arrived}`, { timestamp: NOW - each.age * 1_000 });
            });
            cache.put(...news);
            continue;
          }
          if (each.kind === 'turn') {
            await new Promise((resolve) => setImmediate(resolve));
            // Nothing but a key moves the cursor to another record.
            expect(under()).toBe(drawn);
            continue;
          }
          const acts = each.key === acting;
          if (acts && drawn !== null) hit.push(drawn);
          const text = each.key.length === 1 ? each.key : null;
          console.press({ kind: 'key', name: each.key, text, raw: '' });
          // What asks for rows is drawn when they are here; keys typed before that are the other test's.
          if (each.key === 'e' || waiting()) await idle();
          if (acts) expect(under()).toBe(drawn);
          drawn = under();
        }
        await idle();
        expect(under()).toBe(drawn);
        if (acting === 'y') expect(copied.map((id) => `prod/audit/${id}`)).toEqual(hit);
        const odd = hit.filter(
          (ref, at) => hit.indexOf(ref) === at && hit.filter((one) => one === ref).length % 2 === 1,
        );
        if (acting === 'Space')
          expect(new Set(markedRefs(store.getState().own.marks.audit))).toEqual(new Set(odd));
        console.close();
      }),
      { numRuns: 60 },
    );
  });

  test('keys typed ahead of an answer are about the rows of that answer, all of them and in their order', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom('j', 'k', 'y'), { minLength: 1, maxLength: 30 }),
        async (keys) => {
          const all = Array.from({ length: 40 }, (_, at) => alert(`a${at}`, { createdAt: NOW - at }));
          const { console, cache, copied, idle } = await openConsole(all);
          cache.hold();
          console.press({ kind: 'key', name: '>', text: '>', raw: '>' });
          for (const key of keys) console.press({ kind: 'key', name: key, text: key, raw: key });
          await new Promise((resolve) => setImmediate(resolve));
          // The rows of the older order are still there: nothing is done to them.
          expect(copied).toEqual([]);
          cache.letGo();
          await idle();
          const order = all.map(({ id }) => id);
          let at = 0;
          const wanted: string[] = [];
          for (const key of keys) {
            if (key === 'j') at = Math.min(order.length - 1, at + 1);
            if (key === 'k') at = Math.max(0, at - 1);
            if (key === 'y') wanted.push(order[at] ?? '');
          }
          expect(copied).toEqual(wanted);
          console.close();
        },
      ),
      { numRuns: 40 },
    );
  });
});
