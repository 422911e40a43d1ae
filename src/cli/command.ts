/** What a command is: one typed literal, read by the parser, the help and the documents. */
import type { Context } from './context.ts';

interface About {
  readonly about: string;
}

/** One option; `value` is the placeholder its help shows. */
export type Option = About &
  (
    | { readonly type: 'flag' }
    | { readonly type: 'text'; readonly value: string }
    | { readonly type: 'choice'; readonly choices: readonly string[]; readonly default: string }
    | { readonly type: 'count'; readonly value: string }
    /** Milliseconds, written `24h`. */
    | { readonly type: 'duration'; readonly value: string }
    /** May be given several times, or with several values. */
    | { readonly type: 'texts'; readonly value: string }
  );

export type Options = Readonly<Record<string, Option>>;

interface ValueTypes {
  readonly flag: boolean;
  readonly text: string | undefined;
  readonly choice: string;
  readonly count: number | undefined;
  readonly duration: number | undefined;
  readonly texts: readonly string[];
}

/** The checked values of a command line, by the names of the options. */
export type Values<O extends Options> = { readonly [K in keyof O]: ValueTypes[O[K]['type']] };

/** A positional argument, in the order of the command line; optional ones come last. */
export interface Positional {
  readonly name: string;
  readonly required: boolean;
  /** The last one may come again. */
  readonly many?: boolean;
  readonly about: string;
  readonly choices?: readonly string[];
}

export interface Arguments<O extends Options> {
  readonly options: Values<O>;
  readonly positionals: readonly string[];
}

export interface Command<O extends Options = Options> {
  readonly name: string;
  readonly about: string;
  /** Worked examples, each one line, shown by --help. */
  readonly examples?: readonly string[];
  readonly positionals: readonly Positional[];
  readonly options: O;
  /** The exit code where stdout cannot be written, of a command that has exit codes of its own. */
  readonly untold?: number;
  /** The exit code. */
  run(args: Arguments<O>, context: Context): Promise<number>;
}

/** Keeps the option types of a literal while the table of commands forgets them. */
export function defineCommand<const O extends Options>(command: Command<O>): Command {
  return command as unknown as Command;
}
