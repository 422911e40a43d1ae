/** The only file that knows yargs. */
import yargs from 'yargs';
import { FailureError } from '../domain/failure.ts';
import { usageError } from './arguments.ts';
import type { Option, Options } from './command.ts';

/** A yargs that knows these options and neither prints nor exits. */
export function parser(specs: Options, hint: string) {
  return yargs([])
    .scriptName('certdeck')
    .locale('en')
    .help(false)
    .version(false)
    .exitProcess(false)
    .fail((message, error) => {
      if (error instanceof FailureError) throw error;
      const said = message ?? error?.message ?? 'the arguments cannot be understood';
      throw usageError(
        said.replace(/^Not enough arguments following: (.*)$/, 'the option --$1 needs a value'),
        hint,
      );
    })
    .parserConfiguration({
      'unknown-options-as-args': true,
      'camel-case-expansion': false,
      'dot-notation': false,
      'boolean-negation': false,
      'parse-numbers': false,
      'parse-positional-numbers': false,
    })
    .options(yargsOptions(specs, 'Options:'));
}

const YARGS_TYPES = {
  flag: 'boolean',
  text: 'string',
  choice: 'string',
  count: 'string',
  duration: 'string',
  texts: 'array',
} as const satisfies Record<Option['type'], string>;

/** Our options in the words of yargs. */
export function yargsOptions(specs: Options, group: string) {
  return Object.fromEntries(
    Object.entries(specs).map(([name, spec]) => [
      name,
      {
        type: YARGS_TYPES[spec.type],
        requiresArg: spec.type !== 'flag',
        group,
        description: spec.type === 'choice' ? `${spec.about}: ${spec.choices.join(', ')}` : spec.about,
        ...(name === 'help' ? { alias: 'h' } : {}),
      },
    ]),
  );
}
