/** What could stand at the end of a command line. Knows the tables of commands and fields; the cache is asked. */

import { KIND_TABLES } from '../../domain/kinds.ts';
import type { Kind } from '../../domain/record.ts';
import { complete as completeQuery } from '../../query/complete.ts';
import type { Command, Option, Options } from '../command.ts';
import { COMMANDS, loadConsole } from '../commands.ts';
import { commandIndex, GLOBAL_OPTIONS } from '../global-options.ts';

export interface Candidate {
  readonly text: string;
  readonly help: string;
}

export type Candidates = 'files' | readonly Candidate[];

/** What only this user's cache and configuration know. */
export interface Known {
  platforms(): Promise<readonly string[]>;
  /** The names of the configured targets. */
  targets(): Promise<readonly string[]>;
  /** Names of saved views of a kind of record. */
  views(kind: Kind): Promise<readonly Candidate[]>;
  values(kind: Kind, field: string, prefix: string): Promise<readonly string[]>;
}

/** Names of commands and of `KIND`, and the kinds they mean. */
const KINDS: Readonly<Record<string, Kind>> = {
  alerts: 'alert',
  jobs: 'job',
  audit: 'audit',
  stats: 'statistic',
};

/** Options, and positional arguments, that name a file. */
const FILES = new Set(['FILE', 'DIR']);

export async function candidates(before: readonly string[], word: string, known: Known): Promise<Candidates> {
  const index = commandIndex(before);
  const name = before[index];
  if (name !== undefined && !Object.hasOwn(COMMANDS, name)) return [];
  const command = await (name === undefined ? loadConsole : (COMMANDS[name] ?? loadConsole))();
  const options: Options = { ...command.options, ...GLOBAL_OPTIONS };
  const own = before.filter((_, at) => at !== index);
  const ended = own.includes('--');
  const last = own.at(-1) ?? '';
  const pending = ended ? undefined : optionNamed(options, last);
  if (pending !== undefined && pending.type !== 'flag')
    return ofOption(last, pending, word, command, own, known);
  const inline = ended ? null : /^(--[a-z-]+)=(.*)$/s.exec(word);
  if (inline !== null) {
    const [, flag = '', value = ''] = inline;
    const option = optionNamed(options, flag);
    const found = option === undefined ? [] : await ofOption(flag, option, value, command, own, known);
    return found === 'files' ? found : found.map(({ text, help }) => ({ text: `${flag}=${text}`, help }));
  }
  if (word.startsWith('-') && !ended) return optionNames(options, word);
  if (name === undefined) return begun(await commandNames(), word);
  return ofPositional(command, positionalsIn(options, own), word, known);
}

const optionNamed = (options: Options, word: string): Option | undefined =>
  word.startsWith('--') && Object.hasOwn(options, word.slice(2)) ? options[word.slice(2)] : undefined;

const begun = (all: readonly Candidate[], word: string): readonly Candidate[] =>
  all.filter(({ text }) => text.toLowerCase().startsWith(word.toLowerCase()));

const optionNames = (options: Options, word: string): readonly Candidate[] =>
  begun(
    Object.entries(options).map(([name, { about }]) => ({ text: `--${name}`, help: about })),
    word,
  );

async function commandNames(): Promise<readonly Candidate[]> {
  const commands = await Promise.all(Object.values(COMMANDS).map((load) => load()));
  return commands.map(({ name, about }) => ({ text: name, help: about }));
}

/** The arguments that are no options, as far as they are typed. */
function positionalsIn(options: Options, words: readonly string[]): readonly string[] {
  const found: string[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    if (word === '--') return [...found, ...words.slice(at + 1)];
    const option = optionNamed(options, word);
    if (option === undefined) {
      if (!word.startsWith('--')) found.push(word);
    } else if (option.type !== 'flag') at += 1;
  }
  return found;
}

/** The kind of record a command line is about. */
const kindOf = (command: Command, positionals: readonly string[]): Kind | null =>
  KINDS[command.name] ?? KINDS[positionals[0] ?? ''] ?? null;

async function ofOption(
  flag: string,
  option: Option,
  word: string,
  command: Command,
  words: readonly string[],
  known: Known,
): Promise<Candidates> {
  if (option.type === 'choice') return begun(plain(option.choices), word);
  if (flag === '--to' && command.name === 'forward') return begun(plain(await known.targets()), word);
  if (flag === '--platform') return begun(plain(await known.platforms()), word);
  const kind = kindOf(command, positionalsIn(command.options, words));
  if (flag === '--view' && kind !== null) return begun(await known.views(kind), word);
  if (flag === '--fields' && kind !== null) return listed(fieldNames(kind), word);
  if (flag === '--sort' && kind !== null) {
    return listed(
      fieldNames(kind).flatMap(({ text, help }) => [
        { text, help },
        { text: `${text}-desc`, help: `${help}, the other way round` },
      ]),
      word,
    );
  }
  if (option.type === 'duration') return begun(plain(['24h', '7d', '30d']), word);
  return 'value' in option && FILES.has(option.value) ? 'files' : [];
}

const plain = (texts: readonly string[]): readonly Candidate[] => texts.map((text) => ({ text, help: '' }));

const fieldNames = (kind: Kind): readonly Candidate[] =>
  KIND_TABLES[kind].fields.map(({ name, help }) => ({ text: name, help }));

/** The last of several names divided by commas. */
function listed(all: readonly Candidate[], word: string): readonly Candidate[] {
  const head = word.slice(0, word.lastIndexOf(',') + 1);
  return begun(all, word.slice(head.length)).map(({ text, help }) => ({ text: head + text, help }));
}

async function ofPositional(
  command: Command,
  typed: readonly string[],
  word: string,
  known: Known,
): Promise<Candidates> {
  const last = command.positionals.at(-1);
  const positional = command.positionals[typed.length] ?? (last?.many === true ? last : undefined);
  if (positional === undefined) return [];
  const { name, choices } = positional;
  if (choices !== undefined) return begun(plain(choices), word);
  if (FILES.has(name)) return 'files';
  const kind = kindOf(command, typed);
  if (name !== 'QUERY' || kind === null) return [];
  const found = await completeQuery({
    text: word,
    cursor: word.length,
    kind,
    values: (field, prefix) => known.values(kind, field, prefix),
  });
  return found.map(({ span, text, help }) => ({ text: word.slice(0, span.start) + text, help }));
}
