/** Every rule does what the examples beside it say, in whichever order its entries come. */
import { describe, expect, test } from 'vitest';
import { activeRules } from '../../src/rules/plan.ts';
import { RULES } from '../../src/rules/registry.ts';
import { runRules } from '../../src/rules/run.ts';

/** Every rule but one switched off. */
const only = (name: string, thresholds = {}) => ({
  choices: Object.fromEntries(
    RULES.map((rule) => [
      rule.name,
      { enabled: rule.name === name, thresholds: rule.name === name ? thresholds : {} },
    ]),
  ),
  brings: {},
});

describe.each(RULES)('$name', ({ name, examples, derives, settings }) => {
  test('has examples, and thresholds within their bounds', () => {
    expect(examples.length).toBeGreaterThan(0);
    expect(settings.filter((one) => one.default < one.least || one.default > one.most)).toEqual([]);
  });

  test.each(examples)('$about', ({ given, found, thresholds }) => {
    const plan = only(name, thresholds);
    const records = runRules(given, plan).map(({ record }) => record);
    expect(records).toMatchObject(found);
    expect(runRules(given.toReversed(), plan).map(({ record }) => record)).toEqual(records);
    for (const record of records) {
      expect(record).toMatchObject({ kind: derives, origin: `rule:${name}`, platform: 'p' });
    }
    expect(new Set(records.map(({ id }) => id)).size).toBe(records.length);
  });

  test('tells which entries it rests on', () => {
    const given = examples.flatMap((example) => example.given);
    const refs = new Set(given.map(({ platform, kind, id }) => `${platform}/${kind}/${id}`));
    for (const { raw } of runRules(given, only(name, examples[0]?.thresholds))) {
      const { rule, restsOn } = JSON.parse(raw);
      expect(rule).toBe(name);
      expect(restsOn.length).toBeGreaterThan(0);
      expect(restsOn.filter((ref: string) => !refs.has(ref))).toEqual([]);
    }
  });
});

describe('a plan', () => {
  test('leaves platforms alone that bring the kind themselves, and rules that are off', () => {
    const names = (brings: Record<string, readonly ('alert' | 'job')[]>, choices = {}) =>
      activeRules({ brings, choices }, 'p').map(({ rule }) => rule.name);
    expect(names({})).toEqual(RULES.map(({ name }) => name));
    expect(names({ p: ['alert', 'job'] })).toEqual([]);
    expect(names({ p: ['alert'] })).toEqual(['event-jobs']);
    expect(names({}, { 'event-jobs': { enabled: false, thresholds: {} } })).not.toContain('event-jobs');
  });
});
