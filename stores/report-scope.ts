/** Which audit entries a report is of, as the dialog asks: typed lists and a choice. Pure. */
import { type Line, lineOf } from './line-editor.ts';
import type { ReportAsk } from './services.ts';

export const STATUSES = ['any', 'success', 'failure'] as const;

/** The lines of the dialog that are typed, besides the name. */
export type ScopeField = 'types' | 'actions';

export interface ReportScope {
  readonly status: (typeof STATUSES)[number];
  /** Names parted by commas; empty is all of them. */
  readonly types: Line;
  readonly actions: Line;
}

export const WHOLE: ReportScope = { status: 'any', types: lineOf(''), actions: lineOf('') };

const namesIn = ({ text }: Line): readonly string[] =>
  text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');

/** What is asked of the writer; undefined where nothing is narrowed. */
export function askedScope({ status, types, actions }: ReportScope): ReportAsk['scope'] {
  const [resourceTypes, named] = [namesIn(types), namesIn(actions)];
  if (status === 'any' && resourceTypes.length === 0 && named.length === 0) return undefined;
  return { resourceTypes, actions: named, outcome: status === 'any' ? null : status };
}
