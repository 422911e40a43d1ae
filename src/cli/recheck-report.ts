/** What reading a platform's log again found, in words and as an exit code. Pure. */
import { safeLine } from '../domain/text.ts';
import { toIso } from '../domain/time.ts';
import type { Recheck, RecheckedEntry } from '../sync/recheck.ts';

/** Findings that are told one by one; JSON has all. */
const TOLD = 50;

/** 0 where the platform still tells what the cache has, 1 where it dropped or changed something, 5 where it could not be read whole. */
export function recheckExit({ missing, changed, partial }: Recheck): 0 | 1 | 5 {
  if (missing.length + changed.length > 0) return 1;
  return partial === null ? 0 : 5;
}

/** The lines of a report; no line of it holds anything a terminal acts on. */
export function recheckLines(platform: string, found: Recheck): readonly string[] {
  const { window, held, given, missing, changed, older, partial } = found;
  const span = `${toIso(window.from)} to ${toIso(window.to)}`;
  return [
    safeLine(`${platform}: gave ${number(given)} of ${number(held)} audit entries of ${span} again`),
    ...told('DROPPED', missing, 'the platform no longer has it'),
    ...told('CHANGED', changed, 'the platform tells it otherwise now'),
    ...(older === 0
      ? []
      : [`note  ${number(older)} are older than what the platform gives; it may keep them no longer`]),
    ...(partial === null ? [] : [`MISSING  ${safeLine(`not read as a whole: ${partial.what}`)}`]),
  ];
}

function told(word: string, entries: readonly RecheckedEntry[], what: string): readonly string[] {
  const lines = entries
    .slice(0, TOLD)
    .map(({ ref, time }) => `${word}  ${safeLine(`${ref} of ${toIso(time)}: ${what}`)}`);
  const more = entries.length - lines.length;
  return more > 0 ? [...lines, `and ${number(more)} more`] : lines;
}

const number = (n: number): string => n.toLocaleString('en');
