/** The one place where the command line words what went wrong. */
import type { Loaded } from '../config/check.ts';
import type { ConfigProblem } from '../config/problem.ts';
import type { Settings } from '../config/settings.ts';
import { cellsOf } from '../domain/cells.ts';
import { type Failure, FailureError } from '../domain/failure.ts';
import { safeText } from '../domain/text.ts';
import type { ParsedQuery } from '../query/tree.ts';

/** A failure as lines: what happened, the likely cause, what to do. */
export function failureLines({ what, cause, next }: Failure): readonly string[] {
  return [
    `certdeck: ${what}`,
    ...(cause === undefined ? [] : [`  likely cause: ${cause}`]),
    ...(next === '' ? [] : [`  ${next}`]),
  ];
}

/** Every problem of a configuration, each with its place and its fix. */
export function problemLines(problems: readonly ConfigProblem[]): readonly string[] {
  return problems.flatMap(({ file, line, what, fix }) => [
    `${file}${line === null ? '' : `:${line}`}: ${what}`,
    `  ${fix}`,
  ]);
}

/** A configuration with problems, on its way to the edge that prints them all. */
export class ConfigError extends FailureError {
  readonly problems: readonly ConfigProblem[];
  /** There is no file at the usual place, and nobody named another. */
  readonly missing: boolean;
  /** The settings of a file that lacks platforms and nothing else. */
  readonly rest: Settings | null;
  constructor({ failure, problems, missing, rest }: Extract<Loaded, { ok: false }>) {
    super(failure);
    // A file that cannot be read at all is told once, by the failure itself.
    this.problems = failure.code === 'CONFIG_INVALID' ? problems : [];
    this.missing = missing;
    this.rest = rest ?? null;
  }
}

/** A query that cannot be read, on its way to the edge that points at the place. */
export class QueryError extends FailureError {
  readonly query: ParsedQuery;
  constructor(query: ParsedQuery) {
    const first = query.problems.find(({ level }) => level === 'error');
    super({
      code: 'QUERY_INVALID',
      what: `the query cannot be read: ${first?.message ?? 'unknown error'}`,
      next: 'Mend the place marked above, or see `certdeck --help`.',
    });
    this.query = query;
  }
}

/** Characters keep their number, so that a caret below still points at the right one. */
const oneLine = (text: string) => safeText(text.replace(/[\u0000-\u001f\u007f-\u009f]/g, ' '));

/** Characters of a query told on each side of a place. */
const AROUND = 100;

/** The query with a caret under each place that is wrong, and what is wrong there. */
export function queryLines({ text, problems }: ParsedQuery, level: 'error' | 'hint'): readonly string[] {
  const lines: string[] = [];
  for (const { span, message } of problems.filter((problem) => problem.level === level)) {
    // Of a long query only what stands around the place: the caret has to be on the same screen.
    const from = span.start > AROUND ? span.start - AROUND / 2 : 0;
    const to = Math.max(from + 2 * AROUND, span.start + 1);
    const before = (from > 0 ? '…' : '') + oneLine(text.slice(from, span.start));
    const marked = oneLine(text.slice(span.start, Math.min(span.end, to)));
    const after = oneLine(text.slice(Math.min(span.end, to), to)) + (to < text.length ? '…' : '');
    const caret = '^'.repeat(Math.max(1, cellsOf(marked)));
    lines.push(`  ${before}${marked}${after}`, `  ${' '.repeat(cellsOf(before))}${caret} ${message}`);
  }
  return lines;
}
