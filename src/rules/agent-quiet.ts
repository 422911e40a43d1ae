import { DAY, formatDuration, HOUR, utcDate } from '../domain/time.ts';
import { isOwn } from './cases.ts';
import { agentOf, instantText, nameOf } from './entry-text.ts';
import { entry } from './example.ts';
import { wordsOf } from './phase.ts';
import type { Evidence, Rule } from './rule.ts';

/** How far back the usual pause of an agent is read from. */
const HABIT = 14 * DAY;
/** An agent that is heard of again takes the alert back, up to this long after. */
const LATE = 30 * DAY;
/** Fewer appearances are no habit. */
const FEWEST = 6;
/** Others tell that it is away: that is no sign of life. */
const AWAY = ['offline', 'disconnected', 'unreachable', 'down', 'lost'];

/** Not every platform notices that an agent is away: but its log grows silent about it. */
export const AGENT_QUIET: Rule = {
  name: 'agent-quiet',
  about:
    'An agent or sensor that used to appear in the log regularly, and has not for several times its usual pause',
  reads: 'audit entries that name an agent, sensor or connector, and jobs that one triggered',
  derives: 'alert',
  settings: [
    {
      name: 'patience',
      type: 'number',
      default: 8,
      least: 2,
      most: 1_000,
      help: 'how many of its usual pauses it may be silent',
    },
    {
      name: 'at_least',
      type: 'duration',
      default: 24 * HOUR,
      least: HOUR,
      most: LATE,
      help: 'a shorter silence is never told',
    },
  ],
  actions: (action) => !wordsOf(action).some((word) => AWAY.includes(word)),
  alsoReads: ['job'],
  waits: true,
  latest: true,
  keys: (record) => {
    const name = nameOf(agentOf(record));
    return name === null ? [] : [name];
  },
  reach: () => ({ before: HABIT, after: LATE }),
  least: () => FEWEST,
  derive: (one, { patience = 8, at_least = 0 }) => {
    const last = one.entries.at(-1);
    const before = one.entries.filter(({ at }) => at >= (last?.at ?? 0) - HABIT);
    const first = before[0];
    if (last === undefined || first === undefined) return [];
    if (!isOwn(one, last.at) || before.length < FEWEST) return [];
    const pause = (last.at - first.at) / (before.length - 1);
    const silence = Math.max(at_least, pause * patience);
    const due = last.at + silence;
    return [
      {
        anchor: last.record.id,
        due,
        restsOn: before.map(({ record }): Evidence => record),
        record: {
          kind: 'alert',
          severity: 'warning',
          type: 'AGENT_QUIET',
          // The alert stays as it is while the silence grows: a date stays true.
          title: `Nothing heard of ${one.key} since ${utcDate(last.at)}`,
          message: `It appeared ${before.length} times within ${formatDuration(last.at - first.at)}, last ${instantText(last.at)}.`,
          entity: agentOf(last.record),
          createdAt: due,
        },
      },
    ];
  },
  examples: [
    {
      about: 'a sensor that scanned every hour, and does no more; one that scans once a week may be silent',
      given: [
        ...[0, 1, 2, 3, 4, 5].map((hour) =>
          entry(`s${hour}`, `2026-08-20T0${hour}:00:00Z`, {
            action: 'Complete scan',
            resource: { type: 'Scans', id: null, name: null },
            description: 'Scan completed\n Name: dc1\n Sensor: edge-1',
          }),
        ),
        entry('w1', '2026-08-20T01:00:00Z', {
          action: 'Complete scan',
          description: 'Scan completed\n Name: dc2\n Sensor: edge-2',
        }),
        entry('o1', '2026-08-20T09:00:00Z', {
          action: 'Sensor offline',
          description: 'Sensor does not answer\n Sensor: edge-1',
        }),
      ],
      knownUpTo: Date.UTC(2026, 7, 22),
      found: [
        {
          type: 'AGENT_QUIET',
          title: 'Nothing heard of edge-1 since 2026-08-20',
          entity: { type: 'sensor', id: null, name: 'edge-1' },
          createdAt: Date.UTC(2026, 7, 21, 5),
        },
      ],
    },
  ],
};
