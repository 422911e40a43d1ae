import { shellWord } from '../domain/shell-word.ts';

/** `certdeck` with the options a further command needs to look at the same things. */
export function programWith(options: Readonly<Record<string, string | undefined>>): string {
  return ['certdeck', ...given(options)].join(' ');
}

/** This very program, wherever it lies, with such options, as a shell starts it. */
export function thisProgram(options: Readonly<Record<string, string | undefined>>): string {
  const [script = ''] = process.argv.slice(1);
  return [...[process.execPath, ...process.execArgv, script].map(shellWord), ...given(options)].join(' ');
}

const given = (options: Readonly<Record<string, string | undefined>>): readonly string[] =>
  Object.entries(options).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name} ${shellWord(value)}`],
  );
