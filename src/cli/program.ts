import { shellWord } from '../domain/shell-word.ts';

/** `certdeck` with the options a further command needs to look at the same things. */
export function programWith(options: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(options).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name} ${shellWord(value)}`],
  );
  return ['certdeck', ...given].join(' ');
}
