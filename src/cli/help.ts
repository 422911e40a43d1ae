/** Help, written from the same literals the parser reads. */
import type { Command } from './command.ts';
import { COMMANDS } from './commands.ts';
import { GLOBAL_OPTIONS } from './global-options.ts';
import { parser, yargsOptions } from './parser.ts';

const WIDTH = 100;

/** How a command is called: `export KIND [QUERY]`. */
export function usageOf({ name: command, positionals }: Command): string {
  const words = positionals.map(({ name, required, many = false }) => {
    const word = many ? `${name}...` : name;
    return required ? word : `[${word}]`;
  });
  return [command, ...words].filter((word) => word !== '').join(' ');
}

/** The help of a command as text; that of the console also lists the commands. */
export async function helpOf(command: Command): Promise<string> {
  const built = parser(command.options, '')
    .usage(`certdeck ${usageOf(command)} [options]`.replace('  ', ' '))
    .options(yargsOptions(GLOBAL_OPTIONS, 'Everywhere:'))
    .wrap(WIDTH);
  const [usage, ...options] = (await built.getHelp()).split('\n\n');
  const sections = [
    usage ?? '',
    command.about,
    ...(command.name === '' ? [section('Commands:', await commandLines())] : []),
    ...(command.positionals.length > 0
      ? [
          section(
            'Arguments:',
            command.positionals.map(({ name, about }) => [name, about]),
          ),
        ]
      : []),
    ...options,
    ...(command.examples === undefined
      ? []
      : [
          section(
            'Examples:',
            command.examples.map((line) => [line]),
          ),
        ]),
  ];
  return `${sections.join('\n\n')}\n`;
}

async function commandLines(): Promise<readonly (readonly string[])[]> {
  const commands = await Promise.all(Object.values(COMMANDS).map((load) => load()));
  return commands.map((command) => [usageOf(command), command.about]);
}

function section(title: string, rows: readonly (readonly string[])[]): string {
  const width = Math.max(...rows.map(([first = '', second]) => (second === undefined ? 0 : first.length)));
  const lines = rows.map(([first = '', second]) =>
    second === undefined ? `  ${first}` : `  ${first.padEnd(width)}  ${second}`,
  );
  return [title, ...lines].join('\n');
}
