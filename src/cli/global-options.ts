import type { Options, Values } from './command.ts';

/** What every command understands. */
export const GLOBAL_OPTIONS = {
  config: { type: 'text', value: 'FILE', about: 'the configuration (CERTDECK_CONFIG)' },
  cache: { type: 'text', value: 'DIR', about: 'where the cache is kept (CERTDECK_CACHE)' },
  'read-only': { type: 'flag', about: 'write nothing into the cache and nothing to a platform' },
  'log-file': {
    type: 'text',
    value: 'FILE',
    about: 'append what happens as JSON lines; secrets never get there',
  },
  'no-color': { type: 'flag', about: 'no colours (NO_COLOR)' },
  'screen-reader': { type: 'flag', about: 'the console in lines, one a move (INK_SCREEN_READER)' },
  help: { type: 'flag', about: 'show this' },
  version: { type: 'flag', about: 'show the version' },
} as const satisfies Options;

export type GlobalValues = Values<typeof GLOBAL_OPTIONS>;

/** Options before the command's name that take the next word with them. */
const WITH_VALUE = new Set(
  Object.entries(GLOBAL_OPTIONS).flatMap(([name, { type }]) => (type === 'flag' ? [] : [`--${name}`])),
);

/** Where in `argv` the command's name stands; -1 when there is none. */
export function commandIndex(argv: readonly string[]): number {
  for (let index = 0; index < argv.length; index++) {
    const word = argv[index] ?? '';
    if (word === '--') return -1;
    if (WITH_VALUE.has(word)) index++;
    else if (!word.startsWith('-')) return index;
  }
  return -1;
}
