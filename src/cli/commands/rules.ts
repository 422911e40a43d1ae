import { formatDuration } from '../../domain/time.ts';
import { choiceOf } from '../../rules/plan.ts';
import { RULES } from '../../rules/registry.ts';
import type { RuleSetting } from '../../rules/rule.ts';
import { usageError } from '../arguments.ts';
import { defineCommand } from '../command.ts';
import type { Context } from '../context.ts';
import { TEST_FORMATS, type TestFormat, testRules } from '../rules-test.ts';
import { settingsOrNone } from '../settings.ts';
import { Table } from '../table.ts';

export const RULES_COMMAND = defineCommand({
  name: 'rules',
  about: 'The rules that derive alerts and jobs from audit entries, or what they would find in a file',
  examples: ['certdeck rules', 'certdeck rules test audit.jsonl --format jsonl'],
  positionals: [
    { name: 'test', required: false, choices: ['test'], about: 'run the rules over the records of FILE' },
    { name: 'FILE', required: false, about: 'records as json or jsonl, as exports and lists write them' },
  ],
  options: {
    format: { type: 'choice', choices: TEST_FORMATS, default: 'table', about: 'how to print what is found' },
  },
  async run({ options, positionals }, context) {
    const [test, file] = positionals;
    const settings = await settingsOrNone(context);
    if (test === undefined) return printRules(settings.rules ?? {}, context);
    if (file === undefined) throw usageError('FILE is missing', 'Write certdeck rules test FILE.');
    return testRules(file, options.format as TestFormat, settings, context);
  },
});

const TITLES = ['RULE', 'DERIVES', 'STATE', 'SETTINGS', 'ABOUT'];

async function printRules(
  choices: Parameters<typeof choiceOf>[1],
  { io, out, paint }: Context,
): Promise<number> {
  const rows = RULES.map((rule) => {
    const { enabled, thresholds } = choiceOf(rule, choices);
    const settings = rule.settings.map(
      (one) => `${one.name} = ${valueText(one, thresholds[one.name] ?? one.default)}`,
    );
    return [rule.name, rule.derives, enabled ? 'on' : 'off', settings.join(', ') || '-', rule.about];
  });
  const width = io.stdout.isTTY === true ? io.stdout.columns || 80 : null;
  await out.write(new Table({ titles: TITLES, width, paint }).lines(rows));
  return 0;
}

/** As the configuration has it. */
function valueText({ type }: RuleSetting, value: number): string {
  return type === 'duration' ? `"${formatDuration(value).replaceAll(' ', '')}"` : String(value);
}
