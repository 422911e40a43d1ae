/** What the screen says at each step. Pure; every text from outside is made safe here. */

import { settingLabel } from '../../src/config/schema.ts';
import type { Failure } from '../../src/domain/failure.ts';
import { safeLine } from '../../src/domain/text.ts';
import type { PlatformKind, Setting } from '../../src/platforms/declaration.ts';
import type { KeyRow } from '../../stores/keys.ts';
import type { Tone } from '../theme.ts';
import { type Answering, keyWords } from './presses.ts';
import { furtherSettings, offered, questionsOf, type SecretPlace, shown } from './questions.ts';
import { type FirstRun, questionAt } from './steps.ts';

export interface Line {
  readonly tone: Tone;
  readonly text: string;
}

/** A line that is being typed. */
export interface Field {
  readonly initial: string;
  readonly masked: boolean;
}

export interface Words {
  readonly title: string;
  readonly lines: readonly Line[];
  readonly field: Field | null;
  /** The keys that do something here. */
  readonly keys: string;
}

export interface Surroundings {
  /** The configuration file to be written. */
  readonly file: string;
  /** It is there already, with settings and without a platform. */
  readonly hasFile: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The table of keys as the user has changed it. */
  readonly rows: readonly KeyRow[];
}

const say = (text: string, tone: Tone = 'plain'): Line => ({ tone, text: safeLine(text) });

/** Whether a line is typed at this step. */
export function answeringAt(state: FirstRun): Answering {
  const setting = questionAt(state);
  if (setting === null || state.step.kind !== 'question') return 'choosing';
  const isChosen = setting.type === 'secret' ? state.step.place === null : setting.choices !== undefined;
  return isChosen ? 'choosing' : 'typing';
}

export function wordsOf(state: FirstRun, { file, hasFile, rows }: Surroundings): Words {
  const { step, platform } = state;
  const answering = answeringAt(state);
  const { choose, back } = keyWords(answering, rows);
  const out = `${state.past.length > 0 ? `${back} back · ` : ''}Ctrl-C quits`;
  const takes = `${answering === 'choosing' ? `${choose} choose · ` : ''}Enter takes · `;
  const plain = (title: string, lines: readonly Line[], keys = takes + out): Words => ({
    title,
    lines,
    field: null,
    keys,
  });
  switch (step.kind) {
    case 'welcome':
      return plain('Welcome', [
        say('Alerts, jobs, audit logs and statistics of certificate platforms, in one terminal.'),
        say(
          hasFile
            ? `${file} has settings, but no platform yet: it is added to them.`
            : `There is no configuration yet at ${file}.`,
          'dim',
        ),
      ]);
    case 'kinds':
      return plain('Add a platform', [say('Which kind of platform is it?')]);
    case 'question':
      return question(state, takes + out);
    case 'testing':
      return plain(nameOf(state), [say('Asking it with these answers ...', 'info')], out);
    case 'refused':
      return plain(`${nameOf(state)} did not pass the test`, failureLines(step.failure, platform));
    case 'writing':
      return plain(nameOf(state), [say(`Writing ${file} ...`, 'info')], out);
    case 'unwritten':
      return plain('The configuration could not be written', failureLines(step.failure, platform));
    case 'written':
      return plain(`${nameOf(state)} is configured`, written(step.proof, file, platform));
    case 'left':
      return plain('', [], '');
    default:
      return step satisfies never;
  }
}

const nameOf = ({ answers, platform }: FirstRun): string =>
  safeLine(String(answers.name ?? platform?.kind ?? ''));

function question(state: FirstRun, keys: string): Words {
  const { step, platform, answers } = state;
  const setting = questionAt(state);
  if (setting === null || platform === null || step.kind !== 'question') {
    return { title: '', lines: [], field: null, keys };
  }
  const title = `${platform.kind}: ${settingLabel(setting)}`;
  const earlier = questionsOf(platform)
    .slice(0, step.index)
    .map((asked) =>
      say(`${settingLabel(asked)}: ${shown(answers[asked.name] ?? null, asked.name, platform)}`, 'dim'),
    );
  const about = say(setting.help);
  if (answeringAt(state) === 'choosing') {
    const lines = setting.type === 'secret' ? [about, say('Where is it kept?')] : [about];
    return { title, lines: [...earlier, ...lines], field: null, keys };
  }
  return {
    title,
    lines: [...earlier, setting.type === 'secret' && step.place !== null ? PLACE_LINES[step.place] : about],
    field: {
      initial: offered(setting, step.place, platform, answers),
      masked: step.place === 'typed',
    },
    keys,
  };
}

const PLACE_LINES: Readonly<Record<SecretPlace, Line>> = {
  env: say('Name of the environment variable. It is read each time certdeck starts.'),
  file: say('Path of the file that holds it, and nothing else. It is read each time certdeck starts.'),
  typed: say('Kept in the configuration file, which only you can read. Never shown again.'),
};

/** What is known of an environment variable while its name is typed; its value is not read. */
export function variableNote(name: string, env: Surroundings['env']): string {
  if (name.trim() === '') return '';
  const isSet = (env[name.trim()] ?? '') !== '';
  return isSet ? 'It is set.' : 'It is not set here: export it before the test can pass.';
}

/** Of settings as they were asked for: whoever answers questions has seen no file. */
function failureLines({ what, cause, next }: Failure, platform: PlatformKind | null): readonly Line[] {
  const asked = platform === null ? [] : questionsOf(platform);
  const inWords = (text: string): string =>
    asked.reduce((words, setting) => words.replaceAll(setting.name, settingLabel(setting)), text);
  return [
    say(inWords(what), 'error'),
    ...(cause === undefined ? [] : [say(`Likely cause: ${cause}`)]),
    ...(next === '' ? [] : [say(inWords(next))]),
  ];
}

function written(proof: string | null, file: string, platform: PlatformKind | null): readonly Line[] {
  const further: readonly Setting[] = platform === null ? [] : furtherSettings(platform);
  return [
    proof === null ? say('Saved without a passed test.', 'warning') : say(proof, 'ok'),
    say(`Written to ${file}, which only you can read.`),
    say(`Also settable there: ${further.map(({ name }) => name).join(', ')}.`, 'dim'),
  ];
}
