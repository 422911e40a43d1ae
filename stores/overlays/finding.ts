/** What lies over the panes while something is looked for: picker, palette, facets, the answer to SQL. */
import type { SqlAnswer } from '../../src/cache/ask.ts';
import type { Failure } from '../../src/domain/failure.ts';
import type { Line } from '../line-editor.ts';
import type { Tally } from '../list-state.ts';

/** A list that narrows as one types. */
interface Searched {
  readonly line: Line;
  /** Index of the line under the cursor among those that match. */
  readonly cursor: number;
}

export interface PaletteOverlay extends Searched {
  readonly kind: 'palette';
}

export interface ViewsOverlay extends Searched {
  readonly kind: 'views';
  /** How many records each view matches, by its name, as far as counted. */
  readonly counts: Readonly<Record<string, Tally>>;
}

/** The values of one field among the records of the query without its own term. */
export interface FacetField {
  readonly field: string;
  /** Null while they are being counted. */
  readonly values: readonly FacetValue[] | null;
  /** False where counting took too long: there are at least as many. */
  readonly exact: boolean;
  /** Why they cannot be told. */
  readonly failure: string | null;
}

export interface FacetValue {
  /** Null is "none". */
  readonly value: string | null;
  readonly count: number;
}

export interface FacetsOverlay extends Searched {
  readonly kind: 'facets';
  readonly fields: readonly FacetField[];
}

export interface SqlOverlay {
  readonly kind: 'sql';
  readonly text: string;
  readonly answer:
    | { readonly kind: 'loading' }
    | { readonly kind: 'ready'; readonly value: SqlAnswer }
    | { readonly kind: 'failed'; readonly failure: Failure };
  /** First row and first column shown. */
  readonly top: number;
  readonly left: number;
}

export type FindingOverlay = PaletteOverlay | ViewsOverlay | FacetsOverlay | SqlOverlay;
