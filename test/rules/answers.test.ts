import { describe, expect, test } from 'vitest';
import { answersFor, derivedKinds } from '../../src/rules/answers.ts';
import { RULES } from '../../src/rules/registry.ts';

const AUDIT = { kinds: ['audit'] } as const;
/** Every rule that derives a kind switched off. */
const without = (kind: 'alert' | 'job') =>
  Object.fromEntries(
    RULES.filter(({ derives }) => derives === kind).map(({ name }) => [
      name,
      { enabled: false, thresholds: {} },
    ]),
  );

describe('a stream answers for', () => {
  const derived = derivedKinds({ choices: {}, brings: {} }, 'p');

  test('what it brings, and what rules derive from that', () => {
    expect(answersFor(AUDIT, 'audit', derived)).toBe(true);
    expect(answersFor(AUDIT, 'alert', derived)).toBe(true);
    expect(answersFor(AUDIT, 'job', derived)).toBe(true);
    expect(answersFor({ kinds: ['job'] }, 'alert', derived)).toBe(true);
    expect(answersFor(AUDIT, 'statistic', derived)).toBe(false);
    expect(answersFor({ kinds: ['alert'] }, 'job', derived)).toBe(false);
    expect(answersFor({ kinds: ['statistic'] }, 'alert', derived)).toBe(false);
  });

  test('no more than it brings where nothing derives', () => {
    expect(answersFor(AUDIT, 'alert')).toBe(false);
    const noJobs = derivedKinds({ choices: without('job'), brings: {} }, 'p');
    expect(answersFor(AUDIT, 'job', noJobs)).toBe(false);
    expect(answersFor(AUDIT, 'alert', noJobs)).toBe(true);
    const noAlerts = derivedKinds({ choices: without('alert'), brings: {} }, 'p');
    expect(answersFor(AUDIT, 'alert', noAlerts)).toBe(false);
  });

  test('nothing that its platform reports itself, but for what no platform tells of itself', () => {
    const brings = { p: ['alert', 'job'] } as const;
    const itself = derivedKinds({ choices: {}, brings }, 'p');
    expect(answersFor(AUDIT, 'job', itself)).toBe(false);
    expect(answersFor({ kinds: ['job'] }, 'alert', itself)).toBe(true);
    expect(answersFor(AUDIT, 'job', derivedKinds({ choices: {}, brings }, 'another'))).toBe(true);
  });
});
