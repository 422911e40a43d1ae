/** What a dialog about many records repeats: what was asked, exactly how many, and a few of them. */
import { grouped } from '../../src/domain/grouped.ts';
import { safeLine } from '../../src/domain/text.ts';
import type { Console } from '../console.ts';
import { titleOf } from '../detail/fields.ts';
import { recordsOf } from './marked-rows.ts';
import type { Target } from './marks.ts';

const SAMPLE = 4;

/** Safe lines: the query of a frozen list, some titles, and how many more there are. */
export async function sampleOf(console: Console, { refs, query }: Target): Promise<readonly string[]> {
  const titles: string[] = [];
  for await (const part of recordsOf(console, refs.slice(0, SAMPLE))) titles.push(...part.map(titleOf));
  const more = refs.length - titles.length;
  return [
    query === null ? 'marked by hand' : `query  ${query === '' ? '(everything)' : safeLine(query)}`,
    ...titles.map((title) => `  ${title}`),
    ...(more > 0 ? [`  … and ${grouped(more)} more`] : []),
  ];
}
