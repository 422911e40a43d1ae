/** Every rule does what the examples beside it say, in whichever order its entries come. */
import { describe, expect, test } from 'vitest';
import { finishStanding } from '../../src/rules/cases.ts';
import { activeRules, defaultThresholds } from '../../src/rules/plan.ts';
import { RULES } from '../../src/rules/registry.ts';
import type { Example, Rule } from '../../src/rules/rule.ts';
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

/** What a rule finds in an example: in its records, or in how the streams of a platform stand. */
function foundIn(rule: Rule, { given, streams, knownUpTo, thresholds }: Example, order = given) {
  if (streams === undefined) return runRules(order, only(rule.name, thresholds), knownUpTo);
  const all = { ...defaultThresholds(rule), ...thresholds };
  const standing = rule.ofStreams?.('p', streams, knownUpTo ?? 0, all) ?? null;
  return standing === null ? [] : [finishStanding(rule, 'p', standing)];
}

describe.each(RULES)('$name', (rule) => {
  const { name, examples, derives, settings } = rule;

  test('has examples, and thresholds within their bounds', () => {
    expect(examples.length).toBeGreaterThan(0);
    expect(settings.filter((one) => one.default < one.least || one.default > one.most)).toEqual([]);
  });

  test.each(examples)('$about', (example) => {
    const records = foundIn(rule, example).map(({ record }) => record);
    expect(records).toMatchObject(example.found);
    const backwards = foundIn(rule, example, example.given.toReversed());
    expect(backwards.map(({ record }) => record)).toEqual(records);
    for (const record of records) {
      expect(record).toMatchObject({ kind: derives, origin: `rule:${name}`, platform: 'p' });
    }
    expect(new Set(records.map(({ id }) => id)).size).toBe(records.length);
  });

  test('tells which entries it rests on', () => {
    const given = examples.flatMap((example) => example.given);
    const refs = new Set(given.map(({ platform, kind, id }) => `${platform}/${kind}/${id}`));
    for (const { raw } of examples.flatMap((example) => foundIn(rule, example))) {
      const noted = JSON.parse(raw);
      expect(noted.rule).toBe(name);
      expect(noted.restsOn.length > 0).toBe(rule.ofStreams === undefined);
      expect(noted.restsOn.filter((ref: string) => !refs.has(ref))).toEqual([]);
    }
  });
});

test('a burst that ends in a lock is one alert, which rests on the attempts', () => {
  const example = RULES.find(({ name }) => name === 'account-locked')?.examples.at(-1);
  const found = runRules(example?.given ?? [], { choices: {}, brings: {} });
  expect(found.map(({ record }) => record.origin)).toEqual(['rule:account-locked']);
  expect(JSON.parse(found[0]?.raw ?? '')).toMatchObject({ entries: 5 });
});

describe('a plan', () => {
  test('leaves platforms alone that bring the kind themselves, and rules that are off', () => {
    const names = (brings: Record<string, readonly ('alert' | 'job')[]>, choices = {}) =>
      activeRules({ brings, choices }, 'p').map(({ rule }) => rule.name);
    expect(names({})).toEqual(RULES.map(({ name }) => name));
    const everywhere = RULES.filter((rule) => rule.everywhere === true).map(({ name }) => name);
    expect(names({ p: ['alert', 'job'] })).toEqual(everywhere);
    expect(names({ p: ['alert'] })).toEqual(['event-jobs', ...everywhere]);
    expect(names({}, { 'event-jobs': { enabled: false, thresholds: {} } })).not.toContain('event-jobs');
  });
  test('leaves platforms alone that do not do by themselves what a rule waits for', () => {
    const names = (automates: Record<string, readonly ('renewal' | 'deployment')[]>) =>
      activeRules({ brings: {}, choices: {}, automates }, 'p').map(({ rule }) => rule.name);
    expect(names({ p: ['renewal'] })).toContain('renewal-missing');
    expect(names({ p: ['renewal'] })).not.toContain('deployment-missing');
  });
});
