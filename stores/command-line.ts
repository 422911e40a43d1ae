/** The command line that prints what a pane shows. Pure. */
import type { Sort } from '../src/cache/ask.ts';
import { shellWord } from '../src/domain/shell-word.ts';
import type { PaneId } from './panes.ts';

/** The commands by the pane they print. */
export const COMMANDS: Readonly<Record<PaneId, string>> = {
  alerts: 'alerts',
  jobs: 'jobs',
  audit: 'audit',
  statistics: 'stats',
};

/** `certdeck jobs --sort attention 'status:failed since:24h'`; `program` is the part before the command. */
export function commandLine(
  program: string,
  pane: PaneId,
  query: string,
  sort: readonly Sort[],
  fields: readonly string[] = [],
): string {
  const order = sortWords(sort);
  const words = [
    program,
    COMMANDS[pane],
    ...(order === null ? [] : ['--sort', order]),
    ...(fields.length === 0 ? [] : ['--fields', shellWord(fields.join(','))]),
    // A query that begins with a minus could be taken for an option.
    ...(query === '' ? [] : query.startsWith('-') ? ['--', shellWord(query)] : [shellWord(query)]),
  ];
  return words.join(' ');
}

/** Null for the order a list has by itself: newest first. */
function sortWords(sort: readonly Sort[]): string | null {
  const own = [...sort];
  // Time breaks ties, newest first, without being told.
  const last = own.at(-1);
  if (last?.field === 'time' && last.descending) own.pop();
  return own.length === 0
    ? null
    : own.map(({ field, descending }) => (descending ? `${field}-desc` : field)).join(',');
}

/** The pane a command prints; null when there is no such command. */
export function paneOfCommand(word: string): PaneId | null {
  const found = Object.entries(COMMANDS).find(([pane, command]) => command === word || pane === word);
  return (found?.[0] as PaneId | undefined) ?? null;
}
