import type { Selection } from '../cache/ask.ts';
import type { Settings } from '../config/settings.ts';
import type { Kind } from '../domain/record.ts';
import { parseQuery } from '../query/parse.ts';
import type { Node } from '../query/tree.ts';
import type { Context } from './context.ts';
import { QueryError, queryLines } from './words.ts';

export interface Asked {
  readonly selection: Selection;
  readonly tree: Node;
}

/** The selection a query text means now; throws a QueryError that points at the place. Hints go to stderr. */
export function askFor(context: Context, kind: Kind, text: string, { alerts }: Settings): Asked {
  const now = context.io.clock();
  const { longRunningAfter } = alerts;
  const query = parseQuery(text, kind, { now, longRunningAfter });
  if (query.tree === null) throw new QueryError(query);
  for (const line of queryLines(query, 'hint')) context.talk.say(line);
  if (asksForNew(query.tree)) {
    context.talk.say(
      'is:new is what came since a console was last looked at; here nothing is: write since:.',
    );
  }
  return { selection: { kind, query: text, now, longRunningAfter }, tree: query.tree };
}

function asksForNew(node: Node): boolean {
  if (node.kind === 'and' || node.kind === 'or') return node.of.some(asksForNew);
  if (node.kind === 'not') return asksForNew(node.of);
  return node.kind === 'is' && node.state === 'new';
}
