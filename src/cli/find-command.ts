import { nearest } from '../domain/nearest.ts';
import { usageError } from './arguments.ts';
import type { Command } from './command.ts';
import { COMMANDS, loadConsole } from './commands.ts';
import { commandIndex } from './global-options.ts';

/** The command a line names, and its words without the name; no name means the console. */
export async function findCommand(
  argv: readonly string[],
): Promise<{ readonly command: Command; readonly words: readonly string[] }> {
  const index = commandIndex(argv);
  const name = argv[index];
  if (name === undefined) return { command: await loadConsole(), words: argv };
  if (!Object.hasOwn(COMMANDS, name)) {
    const near = nearest(name, Object.keys(COMMANDS));
    throw usageError(
      `there is no command ${JSON.stringify(name)}`,
      near === null ? 'See `certdeck --help`.' : `Did you mean \`certdeck ${near}\`?`,
    );
  }
  const load = COMMANDS[name] ?? loadConsole;
  return { command: await load(), words: argv.toSpliced(index, 1) };
}
