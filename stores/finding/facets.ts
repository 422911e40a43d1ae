/** The fields whose values are counted beside a list, as data; the lines of the panel. Pure. */
import { KIND_TABLES } from '../../src/domain/kinds.ts';
import { chosenValues, includes } from '../../src/query/field-terms.ts';
import type { FacetField, FacetsOverlay, FacetValue } from '../overlays/finding.ts';
import { isListPane, type ListPaneId, PANES } from '../panes.ts';
import type { ConsoleState } from '../state.ts';
import { scoreOf } from './fuzzy.ts';

/** Fields of few values first: they are counted at once, however many records there are. */
export const FACETS: Readonly<Record<ListPaneId, readonly string[]>> = {
  alerts: ['severity', 'type', 'platform', 'read', 'cause', 'origin'],
  jobs: ['status', 'type', 'platform', 'ca', 'actor', 'cause', 'origin'],
  audit: [
    'outcome',
    'action',
    'resource_type',
    'severity',
    'module',
    'platform',
    'actor',
    'actor_type',
    'account',
    'country',
  ],
};

/** Values shown of a field before anything is typed. */
const FEW = 6;

/** Where the value of a query field lies in a record: of several places the one a person reads. */
export function facetPath(pane: ListPaneId, field: string): string {
  const paths = KIND_TABLES[PANES[pane].kind].fields.find(({ name }) => name === field)?.paths ?? [field];
  return paths.find((path) => path.endsWith('.name')) ?? paths[0] ?? field;
}

/** A record without a name may have an id: what "none" means there no term can say. */
export function knowsNone(pane: ListPaneId, field: string): boolean {
  const paths = KIND_TABLES[PANES[pane].kind].fields.find(({ name }) => name === field)?.paths ?? [];
  return paths.length === 1;
}

export interface FacetLine {
  readonly field: string;
  readonly value: FacetValue;
  readonly chosen: boolean;
  readonly exact: boolean;
}

export const sameLine = (a: FacetLine, b: FacetLine): boolean =>
  a.field === b.field && a.value.value === b.value.value;

export interface FacetGroup extends FacetField {
  readonly lines: readonly FacetLine[];
  /** Values that are not among the lines. */
  readonly more: number;
}

/** The fields with the values to show: the first few and the chosen ones, or those that answer to what is typed. */
export function facetGroups(
  { fields, line }: FacetsOverlay,
  pane: ListPaneId,
  query: string,
): readonly FacetGroup[] {
  const typed = line.text.trim();
  return fields.flatMap((facet): readonly FacetGroup[] => {
    const { field, exact } = facet;
    const chosen = chosenValues(query, PANES[pane].kind, field) ?? [];
    const counted = facet.values ?? [];
    const uncounted = chosen.filter(
      (value) =>
        !includes(
          counted.map((each) => each.value),
          value,
        ),
    );
    const all = [...counted, ...uncounted.map((value) => ({ value, count: 0 }))].map(
      (value): FacetLine => ({ field, value, exact, chosen: includes(chosen, value.value) }),
    );
    const lines =
      typed === ''
        ? all.filter((each, index) => index < FEW || each.chosen)
        : all.filter(({ value }) => scoreOf(`${field} ${value.value ?? 'none'}`, typed)?.literal);
    return typed !== '' && lines.length === 0
      ? []
      : [{ ...facet, lines, more: typed === '' ? all.length - lines.length : 0 }];
  });
}

/** The values one can stand on, in the order they are shown. */
export function foundFacetLines(state: ConsoleState, overlay: FacetsOverlay): readonly FacetLine[] {
  if (!isListPane(state.pane)) return [];
  return facetGroups(overlay, state.pane, state.lists[state.pane].query).flatMap(({ lines }) => lines);
}
