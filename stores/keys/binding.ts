/** What a row of the key table says. */
import type { Facts } from '../facts.ts';

/**
 * Layers of meaning, most particular first in a stack. `global` holds everywhere but in prompts; `record`
 * is global too, for keys that act on the record under the cursor wherever the focus is.
 */
export type Scope =
  | 'global'
  | 'list'
  | 'text'
  | 'figures'
  | 'prompt'
  | 'help'
  | 'confirm'
  | 'panel'
  | 'ranges'
  | 'columns'
  | 'columnPath'
  | 'menu'
  | 'pivots'
  | 'strip'
  | 'lane'
  | 'palette'
  | 'views'
  | 'facets'
  | 'sql'
  | 'line'
  | 'export'
  | 'sheet';

export interface Binding {
  readonly id: string;
  readonly keys: readonly string[];
  readonly scope: Scope;
  readonly title: string;
  /** Rank among the five likeliest keys of its scope's footer; 1 comes first. */
  readonly footer?: number;
  /** The word beside the key in the footer, where the title is too long. */
  readonly short?: string;
  /** Its counterpart, whose key stands beside its own in the footer. */
  readonly beside?: string;
  /** Why it does nothing just now; null when it does. */
  readonly when?: (facts: Facts) => string | null;
}
