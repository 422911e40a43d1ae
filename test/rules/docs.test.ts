/** The document tells of the rules what the literals say. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { formatDuration } from '../../src/domain/time.ts';
import { RULES } from '../../src/rules/registry.ts';
import type { RuleSetting } from '../../src/rules/rule.ts';

const defaultOf = ({ type, default: value }: RuleSetting): string =>
  type === 'duration' ? `"${formatDuration(value).replaceAll(' ', '')}"` : String(value);

function tables(): string {
  const rules = RULES.map(
    ({ name, derives, about, reads }) => `| \`${name}\` | ${derives} | ${about} | ${reads} |`,
  );
  const settings = RULES.flatMap((rule) =>
    rule.settings.map((one) => `| \`${rule.name}\` | \`${one.name} = ${defaultOf(one)}\` | ${one.help} |`),
  );
  return [
    '| rule | derives | what | reads |',
    '| --- | --- | --- | --- |',
    ...rules,
    '',
    '| rule | setting | meaning |',
    '| --- | --- | --- |',
    ...settings,
  ].join('\n');
}

/** The formatter sets the columns of a table; what stands in them is what counts. */
const bare = (text = ''): string => text.replace(/ +/g, ' ').replace(/-{3,}/g, '---').trim();

test('the document lists the rules the program has', () => {
  const document = readFileSync(join(import.meta.dirname, '../../docs/rules.md'), 'utf8');
  expect(bare(document.split('<!-- rules -->')[1])).toBe(bare(tables()));
});
