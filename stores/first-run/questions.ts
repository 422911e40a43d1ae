/** What the first run asks to add a platform, read from how its kind introduces itself. Pure. */
import type { Json, JsonObject } from '../../src/domain/json.ts';
import type { PlatformKind, Setting, SettingType } from '../../src/platforms/declaration.ts';

export interface Question {
  readonly name: string;
  readonly type: SettingType;
  readonly help: string;
  readonly suggestion: string;
  readonly required: boolean;
}

type Kind = Pick<PlatformKind, 'kind' | 'hasBaseUrl' | 'settings'>;

/** Types that can be typed in one line; tables keep their defaults until the file is edited. */
const ASKED: ReadonlySet<SettingType> = new Set(['text', 'url', 'secret', 'number', 'texts', 'numbers']);

export function questionsOf({ kind, hasBaseUrl, settings }: Kind): readonly Question[] {
  const asked = settings.filter((setting) => setting.required === true || isList(setting));
  return [
    { name: 'name', type: 'text', help: 'how it is called on the screen', suggestion: kind, required: true },
    ...(hasBaseUrl
      ? [
          {
            name: 'base_url',
            type: 'url' as const,
            help: 'its address',
            suggestion: 'https://',
            required: true,
          },
        ]
      : []),
    ...asked
      .filter(({ type }) => ASKED.has(type))
      .map((setting) => ({
        name: setting.name,
        type: setting.type,
        help: setting.type === 'secret' ? `${setting.help}; or env:NAME, file:PATH` : setting.help,
        suggestion: '',
        required: setting.required === true,
      })),
  ];
}

function isList({ type, required }: Setting): boolean {
  return required !== true && type === 'texts';
}

/** The answers as the table that goes into the configuration; an empty answer leaves the default. */
export function draftOf(
  kind: string,
  questions: readonly Question[],
  answers: Readonly<Record<string, string>>,
): JsonObject {
  const draft: Record<string, Json> = { name: answers.name ?? kind, kind };
  for (const { name, type } of questions) {
    const answer = answers[name]?.trim() ?? '';
    if (name !== 'name' && answer !== '') draft[name] = answerValue(type, answer);
  }
  return draft;
}

function answerValue(type: SettingType, answer: string): Json {
  if (type === 'secret') {
    const kept = /^(env|file):(.+)$/.exec(answer);
    return kept === null ? answer : { [kept[1] ?? '']: kept[2]?.trim() ?? '' };
  }
  if (type === 'number') return Number(answer);
  const parts = answer.split(/[\s,]+/).filter((part) => part !== '');
  if (type === 'texts') return parts;
  return type === 'numbers' ? parts.map(Number) : answer;
}
