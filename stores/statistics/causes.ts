/** Failures of one cause, as a term of a query. Pure. */
import { quoteText } from '../../src/query/print.ts';

/** Null stands for jobs without an error text. */
export function causeTerm(cause: string | null): string {
  return cause === null ? 'no:cause' : `cause=${quoteText(cause)}`;
}
