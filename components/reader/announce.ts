/** From what was said to what is to be said: lines, and what goes on behind a line that is being typed. Pure. */
import type { Said, Spoken } from './spoken.ts';

/** What to write; it begins where `before` left off. */
export function announcement(before: Spoken | null, after: Spoken): string {
  const lines = [
    ...(isOther(before?.where, after.where) ? [after.where.text] : []),
    ...(after.at !== null && isOther(before?.at, after.at) ? [after.at.text] : []),
    ...(after.message !== null && after.message !== before?.message ? [after.message] : []),
    ...refused(before, after),
  ].filter((line) => line !== '');
  const typing = typed(before, after, lines.length > 0);
  // A line that is being typed ends before anything else is said.
  const ended = before?.prompt && (lines.length > 0 || typing.anew || after.prompt === null) ? '\n' : '';
  return ended + lines.map((line) => `${line}\n`).join('') + typing.text;
}

/** The choices there are for what is being typed, and the line again; '' where it has none. */
export function choicesTold({ prompt }: Spoken): string {
  return prompt?.choices ? `\n${prompt.choices}\n${prompt.label}: ${prompt.text}` : '';
}

/** Half a query has a problem at almost every key: it is told to who presses Enter. */
function refused(before: Spoken | null, { prompt }: Spoken): readonly string[] {
  const was = before?.prompt;
  if (!prompt?.problem || !was) return [];
  return was.text === prompt.text && was.judged !== prompt.judged ? [prompt.problem] : [];
}

function isOther(before: Said | null | undefined, after: Said): boolean {
  return before === null || before === undefined || before.key !== after.key;
}

function typed(
  before: Spoken | null,
  { prompt }: Spoken,
  said: boolean,
): { readonly text: string; readonly anew: boolean } {
  if (prompt === null) return { text: '', anew: false };
  const was = before?.prompt ?? null;
  const same = was !== null && was.label === prompt.label;
  if (same && was.text === prompt.text && !said) return { text: '', anew: false };
  if (same && !said && prompt.text.startsWith(was.text)) {
    return { text: prompt.text.slice(was.text.length), anew: false };
  }
  return { text: `${prompt.label}: ${prompt.text}`, anew: true };
}
