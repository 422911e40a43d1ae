/** The questions about a new platform, read from its kind's declaration. Pure. */
import { type AnswerProblem, answerProblem } from '../../src/config/check-answer.ts';
import { settingLabel, settingsOf } from '../../src/config/schema.ts';
import type { Json, JsonObject } from '../../src/domain/json.ts';
import type { PlatformKind, Setting, SettingType } from '../../src/platforms/declaration.ts';

/** Where a secret is kept: a variable of the environment, a file of its own, or the configuration itself. */
export type SecretPlace = 'env' | 'file' | 'typed';

export type Answers = Readonly<Record<string, Json>>;

/** What has to be known of a platform of this kind: its name, its address, and what the kind requires. */
export function questionsOf(kind: PlatformKind): readonly Setting[] {
  return settingsOf(kind).filter(({ name, required }) => required === true && name !== 'kind');
}

/** What may be said in the file besides. */
export function furtherSettings(kind: PlatformKind): readonly Setting[] {
  return settingsOf(kind).filter(({ required }) => required !== true);
}

/** The text a question begins with: what was answered before, else a likely answer. Never a secret. */
export function offered(
  setting: Setting,
  place: SecretPlace | null,
  kind: PlatformKind,
  answers: Answers,
): string {
  const before = answers[setting.name];
  if (setting.type === 'secret') return offeredPlace(setting, place, kind, answers);
  if (before !== undefined) return written(before);
  if (setting.name === 'name') return kind.kind;
  return written(setting.default ?? '');
}

function offeredPlace(
  { name }: Setting,
  place: SecretPlace | null,
  kind: PlatformKind,
  answers: Answers,
): string {
  if (place !== 'env' && place !== 'file') return '';
  const before = answers[name];
  const kept = isPlace(before) ? before[place] : undefined;
  if (typeof kept === 'string') return kept;
  if (place === 'file') return '';
  const words = `${written(answers.name ?? kind.kind)}_${name}`.toUpperCase().replace(/[^A-Z0-9]+/g, '_');
  return /^[0-9]/.test(words) ? `_${words}` : words;
}

function isPlace(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function written(value: Json): string {
  if (Array.isArray(value)) return value.map(written).join(', ');
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** An answer as it is shown again; of a secret only where it is kept. */
export function shown(answer: Json, name: string, kind: PlatformKind): string {
  const isSecret = questionsOf(kind).some((setting) => setting.name === name && setting.type === 'secret');
  if (!isSecret) return written(answer);
  if (!isPlace(answer)) return 'typed in';
  return typeof answer.env === 'string' ? `in $${answer.env}` : `in the file ${written(answer.file ?? '')}`;
}

const items = (text: string): string[] => text.split(',').map((item) => item.trim());
const asNumber = (text: string): Json => (Number.isFinite(Number(text)) ? Number(text) : text);
const asJson = (text: string): Json => {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
};

/** A line of text as the value the file would hold. What cannot be read stays text, and the check refuses it. */
const READ: Readonly<Record<Exclude<SettingType, 'secret'>, (text: string) => Json>> = {
  text: (text) => text,
  url: (text) => text,
  duration: (text) => text,
  number: asNumber,
  flag: (text) => (text === 'true' ? true : text === 'false' ? false : text),
  texts: items,
  numbers: (text) => items(text).map(asNumber),
  map: asJson,
  maps: asJson,
  retention: (text) => (text.startsWith('{') ? asJson(text) : text),
};

export type Answer =
  | { readonly ok: true; readonly value: Json }
  | { readonly ok: false; readonly problem: AnswerProblem };

/** The answer a line of text gives, checked as the file will be. */
export function readAnswer(setting: Setting, place: SecretPlace | null, line: string): Answer {
  const text = line.trim();
  const mayBeEmpty = setting.choices?.includes('') ?? false;
  if (text === '' && !mayBeEmpty) return refused(`${settingLabel(setting)} cannot be empty`, setting.help);
  // A key pasted here by mistake would otherwise end up in the file, and on the screen, as a name.
  if (place === 'env' && !/^[A-Za-z_][A-Za-z0-9_]*$/.test(text)) {
    return refused(
      'that is not the name of an environment variable',
      'A name has letters, digits and _, and does not begin with a digit.',
    );
  }
  const value =
    setting.type !== 'secret'
      ? READ[setting.type](text)
      : place === 'env' || place === 'file'
        ? { [place]: text }
        : text;
  const problem = answerProblem(setting, value);
  return problem === null ? { ok: true, value } : { ok: false, problem };
}

const refused = (what: string, fix: string): Answer => ({ ok: false, problem: { what, fix } });

/** The `[[platforms]]` table of the answers, in the order a person would write it. */
export function platformTable(kind: PlatformKind, answers: Answers): JsonObject {
  const asked = questionsOf(kind).filter(({ name }) => name !== 'name');
  return {
    name: answers.name ?? kind.kind,
    kind: kind.kind,
    ...Object.fromEntries(asked.map(({ name }) => [name, answers[name] ?? null])),
  };
}
