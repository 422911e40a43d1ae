/** Checks the tables `[rules.NAME]` against what each rule declares. */
import { nearest } from '../domain/nearest.ts';
import type { Setting } from '../platforms/declaration.ts';
import type { RuleChoice, RuleChoices } from '../rules/plan.ts';
import { RULES } from '../rules/registry.ts';
import type { Rule, RuleSetting } from '../rules/rule.ts';
import type { Report } from './problem.ts';
import { checkTable, isTable, type Table, unknownKeys } from './tables.ts';
import type { Place } from './values.ts';

/** What other tables say for settings of rules that are left out, ms. */
type Alike = Readonly<Record<NonNullable<RuleSetting['like']>, number>>;

/** A choice for every rule, defaults filled in. */
export function checkRules(value: unknown, alike: Alike, report: Report): RuleChoices {
  if (value !== undefined && !isTable(value)) {
    report(['rules'], 'rules has to be tables by the names of rules', `Write [rules.${RULES[0]?.name}].`);
  }
  const tables = isTable(value) ? value : {};
  const names = RULES.map(({ name }) => name);
  for (const name of Object.keys(tables)) {
    if (names.includes(name)) continue;
    const near = nearest(name, names);
    const fix = near === null ? `Write one of ${names.join(', ')}.` : `Did you mean ${JSON.stringify(near)}?`;
    report(['rules', name], `there is no rule ${JSON.stringify(name)}`, fix);
  }
  return Object.fromEntries(
    RULES.map((rule) => [
      rule.name,
      checkRule(rule, Object.hasOwn(tables, rule.name) ? tables[rule.name] : {}, alike, report),
    ]),
  );
}

function checkRule(rule: Rule, value: unknown, alike: Alike, report: Report): RuleChoice {
  const place: Place = { path: ['rules', rule.name], label: `rule ${rule.name}`, report };
  if (!isTable(value)) report(place.path, `${place.label} has to be a table`, `Write [rules.${rule.name}].`);
  const table: Table = isTable(value) ? value : {};
  unknownKeys(table, ['enabled', ...rule.settings.map(({ name }) => name)], place);
  const settings = rule.settings.map((one) =>
    one.like === undefined ? one : { ...one, default: alike[one.like] },
  );
  const values = checkTable(table, settings satisfies readonly Setting[], place, []);
  return {
    enabled: isEnabled(table, place),
    thresholds: Object.fromEntries(
      rule.settings.map((setting) => [setting.name, wholeNumber(values[setting.name], setting.name, place)]),
    ),
  };
}

function isEnabled(table: Table, { path, label, report }: Place): boolean {
  const value = Object.hasOwn(table, 'enabled') ? table.enabled : true;
  if (typeof value === 'boolean') return value;
  report([...path, 'enabled'], `${label}: enabled has to be true or false`, 'Write enabled = false.');
  return true;
}

/** Counts are whole, and so are durations in milliseconds. */
function wholeNumber(value: unknown, name: string, { path, label, report }: Place): number {
  const number = Number(value ?? 0);
  if (!Number.isInteger(number)) {
    report(
      [...path, name],
      `${label}: ${name} has to be a whole number`,
      `Write ${name} = ${Math.ceil(number)}.`,
    );
  }
  return number;
}
