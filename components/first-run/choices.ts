/** What can be chosen at each step, and where it leads: one table for the screen and the keys. */
import type { PlatformKind } from '../../src/platforms/declaration.ts';
import type { SecretPlace } from './questions.ts';
import {
  addPlatform,
  answer,
  chooseKind,
  choosePlace,
  type FirstRun,
  goBack,
  leave,
  questionAt,
  testAgain,
  writeAgain,
  writeAnyway,
} from './steps.ts';

export interface Choice {
  readonly label: string;
  readonly about: string;
  readonly pick: (state: FirstRun) => FirstRun;
}

const BACK: Choice = { label: 'Change the answers', about: 'back to the last question', pick: goBack };
const QUIT: Choice = {
  label: 'Quit',
  about: 'nothing is written',
  pick: (state) => leave(state, { kind: 'quit' }),
};

const WELCOME: readonly Choice[] = [
  {
    label: 'Try the demo',
    about: 'embedded platforms; needs no account',
    pick: (state) => leave(state, { kind: 'demo' }),
  },
  {
    label: "Look at this machine's certificates",
    about: 'its files and no other; no account',
    pick: (state) => leave(state, { kind: 'host' }),
  },
  { label: 'Add a platform', about: 'asks, tests, then writes the file', pick: addPlatform },
  QUIT,
];

const PLACES: readonly (readonly [SecretPlace, string, string])[] = [
  ['env', 'In an environment variable', 'the file names the variable'],
  ['file', 'In a file of its own', 'the file names its path'],
  ['typed', 'Type or paste it now', 'in the file itself, which only you read'],
];

/** The choices of a step, in their order; none where something is typed or waited for. */
export function choicesOf(state: FirstRun, kinds: readonly PlatformKind[]): readonly Choice[] {
  switch (state.step.kind) {
    case 'welcome':
      return WELCOME;
    case 'kinds':
      return kinds.map((kind) => ({
        label: kind.kind,
        about: kind.about,
        pick: (now) => chooseKind(now, kind),
      }));
    case 'question':
      return questionChoices(state);
    case 'refused':
      return [
        BACK,
        { label: 'Test again', about: 'with the same answers', pick: testAgain },
        { label: 'Save anyway', about: 'the console goes on trying', pick: writeAnyway },
        QUIT,
      ];
    case 'unwritten':
      return [{ label: 'Try again', about: 'write the same file', pick: writeAgain }, BACK, QUIT];
    case 'written':
      return [
        {
          label: 'Open the console',
          about: 'and begin the first sync',
          pick: (now) => leave(now, { kind: 'configured' }),
        },
        { ...QUIT, about: '`certdeck` opens the console' },
      ];
    case 'testing':
    case 'writing':
    case 'left':
      return [];
    default:
      return state.step satisfies never;
  }
}

function questionChoices(state: FirstRun): readonly Choice[] {
  const setting = questionAt(state);
  if (setting === null || state.step.kind !== 'question') return [];
  if (setting.type === 'secret' && state.step.place === null) {
    return PLACES.map(([place, label, about]) => ({ label, about, pick: (now) => choosePlace(now, place) }));
  }
  return (setting.choices ?? []).map((value) => ({
    label: value,
    about: '',
    pick: (now) => answer(now, value),
  }));
}
