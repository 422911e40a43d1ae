/** Turns the words after a command's name into checked values. */
import { FailureError } from '../domain/failure.ts';
import { nearest } from '../domain/nearest.ts';
import { parseDuration } from '../domain/time.ts';
import type { Arguments, Command, Option, Options } from './command.ts';
import { GLOBAL_OPTIONS, type GlobalValues } from './global-options.ts';
import { splitQueries } from './query-argument.ts';

export interface Parsed {
  readonly args: Arguments<Options>;
  readonly globals: GlobalValues;
}

export function usageError(what: string, next: string): FailureError {
  return new FailureError({ code: 'USAGE', what, next });
}

/** The arguments of a command; throws a USAGE failure that says what was meant instead. */
export async function parseArguments(command: Command, argv: readonly string[]): Promise<Parsed> {
  const specs: Options = { ...GLOBAL_OPTIONS, ...command.options };
  const { words, literal } = splitQueries(argv);
  const raw = await split(command, specs, words);
  const loose = raw._.map(String);
  const unknown = loose.find((word) => word.startsWith('-') && word !== '-');
  if (unknown !== undefined) throw unknownOption(unknown, command, Object.keys(specs));
  const values: Record<string, unknown> = {};
  for (const [name, spec] of Object.entries(specs)) values[name] = checkedValue(name, spec, raw[name]);
  const globals = values as unknown as GlobalValues;
  const positionals = [...loose, ...literal];
  if (!globals.help && !globals.version) checkPositionals(command, positionals);
  return { args: { options: values as never, positionals }, globals };
}

/** Words by option; without any, nothing has to be loaded to split them: the console starts sooner. */
async function split(command: Command, specs: Options, words: readonly string[]) {
  const none: { readonly [name: string]: unknown; readonly _: readonly (string | number)[] } = { _: [] };
  if (words.length === 0) return none;
  const { parser } = await import('./parser.ts');
  return parser(specs, hint(command)).parseAsync([...words]);
}

const hint = ({ name }: Command) => `See \`certdeck ${name} --help\`.`.replace('  ', ' ');

function unknownOption(word: string, command: Command, names: readonly string[]): FailureError {
  const bare = word.replace(/^-+/, '').replace(/=.*$/s, '');
  const near = nearest(bare, names);
  const queryHint = command.positionals.some(({ name }) => name === 'QUERY')
    ? ` If it is part of the query, write it after \`--\`.`
    : '';
  const next = near === null ? hint(command) : `Did you mean --${near}?`;
  return usageError(`there is no option ${word.replace(/=.*$/s, '')}`, `${next}${queryHint}`);
}

/** yargs gives a list where an option came twice; the last word of a list is the one that counts. */
function checkedValue(name: string, spec: Option, raw: unknown): unknown {
  if (spec.type === 'texts') return (Array.isArray(raw) ? raw : raw === undefined ? [] : [raw]).map(String);
  const last: unknown = Array.isArray(raw) ? raw.at(-1) : raw;
  if (spec.type === 'flag') return last === true;
  if (last === undefined) return spec.type === 'choice' ? spec.default : undefined;
  const text = String(last);
  switch (spec.type) {
    case 'text':
      if (text === '') throw usageError(`--${name} is empty`, `Write --${name} ${spec.value}.`);
      return text;
    case 'choice': {
      if (spec.choices.includes(text)) return text;
      const near = nearest(text, spec.choices);
      const next = near === null ? `Write one of ${spec.choices.join(', ')}.` : `Did you mean ${near}?`;
      throw usageError(`--${name} cannot be ${JSON.stringify(text)}`, next);
    }
    case 'count':
      if (/^\d{1,12}$/.test(text)) return Number(text);
      throw usageError(
        `--${name} has to be a whole number, not ${JSON.stringify(text)}`,
        `Write --${name} 100.`,
      );
    case 'duration': {
      const ms = parseDuration(text);
      if (ms !== null && ms > 0) return ms;
      throw usageError(
        `--${name} has to be a duration, not ${JSON.stringify(text)}`,
        `Write a number with a unit: --${name} 30m, 24h or 7d.`,
      );
    }
    default:
      return spec satisfies never;
  }
}

function checkPositionals(command: Command, given: readonly string[]): void {
  const { positionals } = command;
  const missing = positionals.slice(given.length).find(({ required }) => required);
  if (missing !== undefined) throw usageError(`${missing.name} is missing: ${missing.about}`, hint(command));
  const extra = given[positionals.length];
  if (extra !== undefined && positionals.at(-1)?.many !== true) {
    const takesQuery = positionals.at(-1)?.name === 'QUERY';
    const whole = given.slice(positionals.length - 1).join(' ');
    throw usageError(
      `${JSON.stringify(extra)} is one argument too many`,
      takesQuery ? `QUERY is one argument: put it in quotes, '${whole}'.` : hint(command),
    );
  }
  positionals.forEach(({ name, choices }, index) => {
    const word = given[index];
    if (word === undefined || choices === undefined || choices.includes(word)) return;
    const near = nearest(word, choices);
    const next = near === null ? `Write one of ${choices.join(', ')}.` : `Did you mean ${near}?`;
    throw usageError(`${name} cannot be ${JSON.stringify(word)}`, next);
  });
}
