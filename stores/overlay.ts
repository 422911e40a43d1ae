/** What lies over the panes: at most one dialog, prompt or panel at a time. */
import type { Kind, Ref } from '../src/domain/record.ts';
import type { Standing } from '../src/forward/standing.ts';
import type { Completion } from '../src/query/complete.ts';
import type { Problem } from '../src/query/tree.ts';
import type { Aside } from '../src/sync/trouble.ts';
import type { Chooser } from './columns/chooser.ts';
import type { ExportForm } from './export-form.ts';
import type { Scope } from './keys/binding.ts';
import type { Line } from './line-editor.ts';
import type { LinePrompt } from './line-prompt.ts';
import type { FindingOverlay } from './overlays/finding.ts';
import type { ListPaneId } from './panes.ts';
import type { Pivot } from './pivots.ts';
import type { Sheet } from './sheet.ts';

export type Overlay =
  | Chooser
  | FindingOverlay
  /** `from`: what had the keys before; its own come first. */
  | { readonly kind: 'help'; readonly line: Line; readonly cursor: number; readonly from: Scope }
  | {
      readonly kind: 'prompt';
      readonly purpose: 'filter' | 'search' | 'command' | 'sql';
      readonly line: Line;
      readonly problems: readonly Problem[];
      /** Enter was pressed on it as it is: a problem where it is typed on is no longer one of being unfinished. */
      readonly refused?: boolean;
      readonly choices: readonly Completion[];
      /** The choice put into the line, -1 is none, and the line as it was typed. */
      readonly chosen: number;
      readonly typed: Line;
      /**
       * While the history is searched: what is sought, how many matches newer than the one shown are passed over,
       * and whether nothing has it.
       */
      readonly recall: { readonly sought: string; readonly skip: number; readonly none: boolean } | null;
    }
  | {
      readonly kind: 'confirm';
      readonly title: string;
      readonly lines: readonly string[];
      readonly intent: Intent;
    }
  | ExportForm
  | LinePrompt
  | Sheet
  /** With the rows set aside, by platform, once they are known. */
  | {
      readonly kind: 'platforms';
      readonly cursor: number;
      readonly aside: Readonly<Record<string, readonly Aside[]>>;
      /** How the targets that records are forwarded to stand, once that is known. */
      readonly targets?: readonly Standing[];
    }
  | {
      readonly kind: 'menu';
      readonly title: string;
      readonly items: readonly MenuItem[];
      readonly cursor: number;
    }
  /** Values of a record of a kind to go on with. */
  | {
      readonly kind: 'pivots';
      readonly of: Kind;
      readonly items: readonly Pivot[];
      readonly cursor: number;
    }
  /** The time ranges offered; index of the one under the cursor. */
  | { readonly kind: 'ranges'; readonly cursor: number };

/** A line of a menu; what it does is data. */
export interface MenuItem {
  readonly label: string;
  /** Safe for the screen. */
  readonly about: string;
  readonly choice:
    | { readonly kind: 'copy'; readonly text: string; readonly what: string }
    | { readonly kind: 'copy-record' }
    | { readonly kind: 'sort'; readonly field: string }
    | { readonly kind: 'unwatch'; readonly id: number }
    | { readonly kind: 'go'; readonly pane: ListPaneId; readonly query: string };
}

/** What a confirmed question does; data, so that what was shown is what is done. */
export type Intent =
  | { readonly kind: 'mark-read'; readonly refs: readonly Ref[] }
  | { readonly kind: 'quit' };
