/**
 * Pages of Spring Data: `page` from 0 and `size` asked; `content`, `totalElements`, `totalPages`, `number`
 * and `size` answered (docs.spring.io/spring-data/commons). The order of the rows is not ours to choose:
 * a list that comes oldest first is walked from its last page up, so that what is newest still comes first.
 */
import { isObject, type Json } from '../domain/json.ts';

export type SpringCursor = {
  /** From 0. */
  readonly page: number;
  readonly walk: 'down' | 'up';
  /** `totalElements` of the page before; null when unknown. */
  readonly total: number | null;
};

export const FIRST_PAGE: SpringCursor = { page: 0, walk: 'down', total: null };

/** A stored cursor; anything unreadable starts over. */
export function springCursor(stored: Json): SpringCursor {
  const page = isObject(stored) ? countOf(stored.page) : null;
  if (!isObject(stored) || page === null) return FIRST_PAGE;
  return { page, walk: stored.walk === 'up' ? 'up' : 'down', total: countOf(stored.total) };
}

/** One answer, whichever of its forms: a page, a page with its figures under `page`, or a bare list. */
export interface SpringPage {
  readonly content: readonly Json[];
  readonly total: number | null;
  /** How many pages there are; null when the platform does not say. */
  readonly pages: number | null;
  /** The page the platform says this is. */
  readonly number: number | null;
  readonly last: boolean;
}

/** Null when the JSON is no page of any form. */
export function readSpringPage(body: unknown): SpringPage | null {
  if (Array.isArray(body)) return { content: body, total: body.length, pages: 1, number: 0, last: true };
  if (!isObject(body)) return null;
  // No content is how some write an empty page; it is one only with the figures to prove it.
  const content = body.content ?? (countOf(body.totalElements) === 0 ? [] : null);
  if (!Array.isArray(content)) return null;
  const figures = isObject(body.page) ? body.page : body;
  const total = countOf(figures.totalElements);
  const size = countOf(figures.size) ?? 0;
  const counted = total === null || size === 0 ? null : Math.ceil(total / size);
  return {
    content,
    total,
    pages: countOf(figures.totalPages) ?? counted,
    number: countOf(figures.number),
    last: body.last === true,
  };
}

const countOf = (value: Json | undefined): number | null =>
  Number.isSafeInteger(value) && Number(value) >= 0 ? Number(value) : null;

/** The last page, when the list comes oldest first and has more than one: the walk begins there. */
export function lastPage(answer: SpringPage): SpringCursor | null {
  if (answer.pages === null || answer.pages < 2) return null;
  return { page: answer.pages - 1, walk: 'up', total: answer.total };
}

/** The cursor after an answer; null at the end of the list. */
export function nextSpring({ page, walk, total }: SpringCursor, answer: SpringPage): SpringCursor | null {
  if (walk === 'up') return page === 0 ? null : { page: page - 1, walk, total: answer.total };
  const { content, pages, number, last } = answer;
  const back = pagesBack(total, answer);
  if (back > 0) return { page: Math.max(0, page - back), walk, total: answer.total };
  // Past the end some repeat their last page for ever: only the figures tell the end.
  const clamped = number !== null && number < page;
  if (last || clamped || (pages === null ? content.length === 0 : page + 1 >= pages)) return null;
  return { page: page + 1, walk, total: answer.total };
}

/** Rows that vanished since the page before moved the rest up: that many pages are read again. */
function pagesBack(before: number | null, { total, content }: SpringPage): number {
  if (before === null || total === null || total >= before || content.length === 0) return 0;
  return Math.ceil((before - total) / content.length);
}
