/** The man page, written from the same literals as `--help` (groff's man macros, man-pages(7)). */
import { VERSION } from '../domain/version.ts';
import type { Command, Option, Options } from './command.ts';
import { COMMANDS, loadConsole } from './commands.ts';
import { EXIT_CODES } from './exit-code.ts';
import { GLOBAL_OPTIONS } from './global-options.ts';
import { usageOf } from './help.ts';

/** Environment variables that say something to the program. */
const ENVIRONMENT: readonly (readonly [string, string])[] = [
  ['CERTDECK_CONFIG', 'the configuration, as --config'],
  ['CERTDECK_CACHE', 'where the cache is kept, as --cache'],
  ['NO_COLOR', 'no colours when it is set to anything'],
  ['INK_SCREEN_READER', 'true: the console in lines, for a screen reader'],
  ['COLORFGBG', 'tells a dark terminal from a light one where it does not answer itself'],
  ['LC_ALL, LC_CTYPE, LANG', 'a locale without UTF-8 gets ASCII signs'],
  ['VISUAL, EDITOR, PAGER', 'what a text is opened in'],
  ['XDG_CONFIG_HOME, XDG_STATE_HOME', 'where the configuration and the cache lie'],
];

const FILES: readonly (readonly [string, string])[] = [
  ['~/.config/certdeck/config.toml', 'the configuration; certdeck config schema tells what it may hold'],
  ['~/.local/state/certdeck/cache/', 'the cache'],
];

/** The whole page; the same for the same tables. */
export async function manPage(): Promise<string> {
  const console = await loadConsole();
  const commands = await Promise.all(Object.values(COMMANDS).map((load) => load()));
  return [
    `.\\" Written by scripts/docs.mjs from the tables of the program.`,
    `.TH CERTDECK 1 "" "certdeck ${VERSION}" "User Commands"`,
    '.SH NAME',
    `certdeck \\- ${escaped(lowerFirst(console.about.replace(/\.$/, '')))}`,
    '.SH SYNOPSIS',
    ...[console, ...commands].flatMap((command) => [
      '.br',
      `\\fBcertdeck\\fR ${synopsis(command)}`.trimEnd(),
    ]),
    '.SH DESCRIPTION',
    escaped(
      'Without a command, certdeck opens the console on the configured platforms; in it, ? lists every key. The commands print and change the same records for scripts: data goes to standard output, talk to standard error. QUERY is one argument in the query language of the console.',
    ),
    '.SH COMMANDS',
    ...commands.flatMap(commandText),
    '.SH OPTIONS',
    'These hold for every command.',
    ...optionsText(GLOBAL_OPTIONS),
    '.SH EXIT STATUS',
    ...EXIT_CODES.flatMap(([code, meaning]) => tagged(String(code), meaning)),
    '.PP',
    escaped('certdeck check ends with 0 (ok), 1 (warning), 2 (critical) or 3 (unknown).'),
    '.SH ENVIRONMENT',
    ...ENVIRONMENT.flatMap(([name, meaning]) => tagged(name, meaning)),
    '.SH FILES',
    ...FILES.flatMap(([name, meaning]) => tagged(name, meaning)),
    '',
  ].join('\n');
}

function synopsis(command: Command): string {
  const words = usageOf(command).replace(command.name, '').trim();
  return [command.name === '' ? '' : `\\fB${escaped(command.name)}\\fR`, escaped(words), '[options]']
    .filter((word) => word !== '')
    .join(' ');
}

function commandText(command: Command): readonly string[] {
  const { positionals, options, examples = [] } = command;
  return [
    `.SS certdeck ${escaped(usageOf(command))}`,
    escaped(`${command.about}.`.replace('..', '.')),
    ...positionals.flatMap(({ name, about }) => tagged(name, about)),
    ...optionsText(options),
    ...(examples.length === 0 ? [] : ['.PP', 'Examples:', '.nf', ...examples.map(escaped), '.fi']),
  ];
}

const optionsText = (options: Options): readonly string[] =>
  Object.entries(options).flatMap(([name, option]) =>
    tagged(`--${name}${placeholder(option)}`, aboutOf(option)),
  );

function placeholder(option: Option): string {
  if (option.type === 'flag') return '';
  return option.type === 'choice' ? ` ${option.choices.join('|')}` : ` ${option.value}`;
}

const aboutOf = (option: Option): string =>
  option.type === 'choice' ? `${option.about} (${option.default} without it)` : option.about;

const tagged = (tag: string, text: string): readonly string[] => [
  '.TP',
  `\\fB${escaped(tag)}\\fR`,
  escaped(text),
];

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

/** A backslash begins a request, a minus is a hyphen unless escaped, a dot or quote at the start is a macro. */
function escaped(text: string): string {
  return text.replaceAll('\\', '\\e').replaceAll('-', '\\-').replace(/^[.']/, '\\&$&');
}
