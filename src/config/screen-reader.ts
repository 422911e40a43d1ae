/** `screen_reader` of the configuration: a value of its own at the top of the file. */
import type { ConfigSection } from './section.ts';

export const SCREEN_READER_SECTION: ConfigSection = {
  check(value, report) {
    if (typeof value === 'boolean') return value;
    report(['screen_reader'], 'screen_reader has to be true or false', 'Write screen_reader = true.');
    return false;
  },
  schema: () => ({
    type: 'boolean',
    default: false,
    description: 'the console in lines, one a move, for a screen reader',
  }),
};
