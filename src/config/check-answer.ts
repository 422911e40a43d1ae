/** Checks one answer of the first-run questions by the rules the file is checked with. */
import type { Json } from '../domain/json.ts';
import type { Setting } from '../platforms/declaration.ts';
import { checkName } from './check-name.ts';
import type { ConfigProblem, Report } from './problem.ts';
import { settingLabel } from './schema.ts';
import { checkSecret, checkValue, type Place } from './values.ts';

export type AnswerProblem = Pick<ConfigProblem, 'what' | 'fix'>;

/** What is wrong with a value as the file would hold it; null when nothing is. Reads no secret. */
export function answerProblem(setting: Setting, value: Json): AnswerProblem | null {
  const problems: AnswerProblem[] = [];
  const report: Report = (_path, what, fix) => void problems.push({ what, fix });
  const place: Place = { path: [setting.name], label: settingLabel(setting), report };
  const { type } = setting;
  if (type === 'secret') checkSecret(value, setting, place);
  else checkValue(value, { ...setting, type }, place);
  if (setting.name === 'name') checkName(value, 0, new Map(), { ...place, path: [] });
  return problems[0] ?? null;
}
