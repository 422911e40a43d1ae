/**
 * The keys as data: what each does, where it holds, when it is disabled and why. Help, footer and the
 * dispatcher read this one table.
 */
import type { Facts } from './facts.ts';
import { needsExport, needsList, needsRecord, needsWriting, onlyIn } from './facts.ts';
import { RANGE_KEYS } from './ranges.ts';

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
  | 'widget';

export interface Binding {
  readonly id: string;
  readonly keys: readonly string[];
  readonly scope: Scope;
  readonly title: string;
  /** Rank among the five likeliest keys of its scope's footer; 1 comes first. */
  readonly footer?: number;
  /** The word beside the key in the footer, where the title is too long. */
  readonly short?: string;
  /** Why it does nothing just now; null when it does. */
  readonly when?: (facts: Facts) => string | null;
}

export const BINDINGS = [
  { id: 'pane.alerts', keys: ['1'], scope: 'global', title: 'Go to Alerts' },
  { id: 'pane.jobs', keys: ['2'], scope: 'global', title: 'Go to Jobs' },
  { id: 'pane.audit', keys: ['3'], scope: 'global', title: 'Go to Audit' },
  { id: 'pane.statistics', keys: ['4'], scope: 'global', title: 'Go to Statistics' },
  { id: 'pane.next', keys: ['Tab'], scope: 'global', title: 'Next pane' },
  { id: 'pane.previous', keys: ['S-Tab'], scope: 'global', title: 'Previous pane' },
  { id: 'query.default', keys: ['0'], scope: 'global', title: "Back to the pane's default query" },
  {
    id: 'tab.next',
    keys: [']'],
    scope: 'global',
    title: 'Next tab of the detail, or next pane',
    short: 'Tab',
  },
  { id: 'tab.previous', keys: ['['], scope: 'global', title: 'Previous tab of the detail, or previous pane' },
  { id: 'help.open', keys: ['?'], scope: 'global', title: 'Find a key', short: 'Help', footer: 9 },
  { id: 'platforms.open', keys: ['@'], scope: 'global', title: 'Platforms: state, age, holes' },
  { id: 'time.mode', keys: ['t'], scope: 'global', title: 'Times relative, local or UTC' },
  { id: 'range.open', keys: ['T'], scope: 'global', title: 'Time range of the filter', when: needsList },
  {
    id: 'refresh.pane',
    keys: ['r', 'C-r'],
    scope: 'global',
    title: 'Poll the platforms and refresh this pane',
  },
  { id: 'refresh.all', keys: ['R'], scope: 'global', title: 'Poll the platforms and refresh everything' },
  { id: 'freeze', keys: ['='], scope: 'global', title: 'Freeze or thaw live updates' },
  {
    id: 'copy.value',
    keys: ['y'],
    scope: 'global',
    title: 'Copy the id, or the value under the cursor',
    when: needsRecord,
  },
  { id: 'copy.record', keys: ['Y'], scope: 'global', title: 'Copy the record as JSON', when: needsRecord },
  {
    id: 'export.open',
    keys: ['x'],
    scope: 'global',
    title: 'Export this view',
    short: 'Export',
    when: needsExport,
  },
  {
    id: 'export.again',
    keys: ['X', 'C-s'],
    scope: 'global',
    title: 'Repeat the last export',
    when: needsExport,
  },
  {
    id: 'read.toggle',
    keys: ['m'],
    scope: 'global',
    title: 'Mark the alert read or unread',
    short: 'Read',
    when: onlyIn('alerts', needsWriting(needsRecord)),
  },
  {
    id: 'read.all',
    keys: ['M'],
    scope: 'global',
    title: 'Mark all matching alerts read',
    short: 'All read',
    when: onlyIn('alerts', needsWriting()),
  },
  {
    id: 'undo',
    keys: ['u', 'z'],
    scope: 'global',
    title: 'Undo the last read mark or cleared filter',
    when: (facts) => (facts.undoable ? null : 'Nothing to undo'),
  },
  {
    id: 'move.other',
    keys: ['C-w'],
    scope: 'global',
    title: 'Move the focus between list and detail',
    when: (facts) => (facts.detailOpen ? null : 'No detail is open'),
  },
  {
    id: 'other.down',
    keys: ['J'],
    scope: 'global',
    title: 'Scroll the detail, or go to the next record',
    when: needsRecord,
  },
  {
    id: 'other.up',
    keys: ['K'],
    scope: 'global',
    title: 'Scroll the detail, or go to the previous record',
    when: needsRecord,
  },
  { id: 'detail.bigger', keys: ['+'], scope: 'global', title: 'Bigger detail', when: needsRecord },
  {
    id: 'detail.smaller',
    keys: ['_'],
    scope: 'global',
    title: 'Smaller detail',
    when: (facts) => (facts.detailOpen ? null : 'No detail is open'),
  },
  { id: 'redraw', keys: ['C-l'], scope: 'global', title: 'Redraw the screen' },
  { id: 'back', keys: ['q'], scope: 'global', title: 'Back one level; quits at the top', short: 'Back' },
  { id: 'quit', keys: ['Q'], scope: 'global', title: 'Quit' },
  { id: 'step.back', keys: ['Esc'], scope: 'global', title: 'Step back; never quits' },
  { id: 'cancel', keys: ['C-c'], scope: 'global', title: 'Cancel what is going on; twice quits' },

  { id: 'move.down', keys: ['j', 'Down'], scope: 'global', title: 'Down' },
  { id: 'move.up', keys: ['k', 'Up'], scope: 'global', title: 'Up' },
  { id: 'move.first', keys: ['g', 'Home'], scope: 'global', title: 'First' },
  { id: 'move.last', keys: ['G', 'End'], scope: 'global', title: 'Last' },
  { id: 'move.halfDown', keys: ['C-d'], scope: 'global', title: 'Half a page down' },
  { id: 'move.halfUp', keys: ['C-u'], scope: 'global', title: 'Half a page up' },
  { id: 'move.pageDown', keys: ['PgDn', 'C-f'], scope: 'global', title: 'Page down' },
  { id: 'move.pageUp', keys: ['PgUp', 'C-b'], scope: 'global', title: 'Page up' },

  {
    id: 'detail.open',
    keys: ['Enter', 'd'],
    scope: 'list',
    title: 'Open the record',
    short: 'Open',
    footer: 1,
    when: needsRecord,
  },
  { id: 'detail.preview', keys: ['p'], scope: 'list', title: 'Preview on or off', when: needsRecord },
  { id: 'filter.open', keys: ['/'], scope: 'list', title: 'Filter', footer: 2 },
  { id: 'sort.next', keys: ['>'], scope: 'list', title: 'Sort by the next column' },
  { id: 'sort.previous', keys: ['<'], scope: 'list', title: 'Sort by the previous column' },
  { id: 'sort.flip', keys: ['S'], scope: 'list', title: 'Flip the sort order' },
  { id: 'follow', keys: ['F'], scope: 'list', title: 'Follow the newest' },
  { id: 'problem.next', keys: ['e'], scope: 'list', title: 'Next error' },
  { id: 'problem.previous', keys: ['E'], scope: 'list', title: 'Previous error' },

  {
    id: 'figure.open',
    keys: ['Enter', 'd'],
    scope: 'figures',
    title: 'Open the records behind the figure',
    short: 'Records',
    footer: 1,
    when: (facts) => facts.figure,
  },
  { id: 'figure.left', keys: ['Left', 'h'], scope: 'figures', title: 'Previous group' },
  { id: 'figure.right', keys: ['Right', 'l'], scope: 'figures', title: 'Next group' },

  {
    id: 'search.open',
    keys: ['/'],
    scope: 'text',
    title: 'Search in the detail',
    short: 'Search',
    footer: 3,
  },
  { id: 'search.next', keys: ['n'], scope: 'text', title: 'Next match' },
  { id: 'search.previous', keys: ['N'], scope: 'text', title: 'Previous match' },
  { id: 'move.pageDown', keys: ['Space'], scope: 'text', title: 'Page down' },
  { id: 'move.pageUp', keys: ['b'], scope: 'text', title: 'Page up' },
  {
    id: 'node.toggle',
    keys: ['Enter'],
    scope: 'text',
    title: 'Fold or unfold, or follow to the record',
    short: 'Fold/follow',
    footer: 2,
  },
  { id: 'node.fold', keys: ['h', 'Left'], scope: 'text', title: 'Fold' },
  { id: 'node.unfold', keys: ['l', 'Right'], scope: 'text', title: 'Unfold' },
  { id: 'node.foldAll', keys: ['H'], scope: 'text', title: 'Fold everything' },
  { id: 'node.unfoldAll', keys: ['L'], scope: 'text', title: 'Unfold everything' },
  { id: 'copy.path', keys: ['p'], scope: 'text', title: 'Copy the path of the node as a jq expression' },
  { id: 'detail.full', keys: ['f'], scope: 'text', title: 'Full screen' },

  { id: 'prompt.apply', keys: ['Enter'], scope: 'prompt', title: 'Apply', footer: 1 },
  { id: 'prompt.complete', keys: ['Tab'], scope: 'prompt', title: 'Complete', footer: 2 },
  { id: 'prompt.completeBack', keys: ['S-Tab'], scope: 'prompt', title: 'Previous completion' },
  { id: 'step.back', keys: ['Esc'], scope: 'prompt', title: 'Close', footer: 3 },
  { id: 'prompt.cancel', keys: ['C-c'], scope: 'prompt', title: 'Cancel' },

  ...RANGE_KEYS,

  { id: 'help.run', keys: ['Enter'], scope: 'help', title: 'Run', footer: 1 },
  { id: 'help.down', keys: ['Down', 'Tab', 'C-n'], scope: 'help', title: 'Down' },
  { id: 'help.up', keys: ['Up', 'S-Tab', 'C-p'], scope: 'help', title: 'Up' },
  { id: 'step.back', keys: ['Esc'], scope: 'help', title: 'Close', footer: 2 },
  { id: 'prompt.cancel', keys: ['C-c'], scope: 'help', title: 'Cancel' },

  { id: 'confirm.yes', keys: ['y', 'Enter'], scope: 'confirm', title: 'Yes', footer: 1 },
  { id: 'step.back', keys: ['n', 'Esc', 'q', 'C-c'], scope: 'confirm', title: 'No', footer: 2 },

  { id: 'step.back', keys: ['Esc', 'q', '@', 'Enter', 'C-c'], scope: 'panel', title: 'Close', footer: 1 },
  { id: 'step.back', keys: ['Esc', 'C-c'], scope: 'widget', title: 'Cancel', footer: 2 },
] as const satisfies readonly Binding[];

export type ActionId = (typeof BINDINGS)[number]['id'];

/** The table with its ids as the union, for those who only read it. */
export const KEYS: readonly (Binding & { readonly id: ActionId })[] = BINDINGS;

/** The binding a key has in a stack of scopes; the first scope that knows the key decides. */
export function resolve(scopes: readonly Scope[], key: string): (Binding & { readonly id: ActionId }) | null {
  for (const scope of scopes) {
    const found = KEYS.find((binding) => binding.scope === scope && binding.keys.includes(key));
    if (found !== undefined) return found;
  }
  return null;
}

const NAMES: Readonly<Record<string, string>> = {
  Up: '↑',
  Down: '↓',
  Left: '←',
  Right: '→',
  'S-Tab': 'Shift-Tab',
};

/** A key as help and footer write it: `C-d` is `Ctrl-D`. */
export function keyLabel(key: string): string {
  const named = Object.hasOwn(NAMES, key) ? NAMES[key] : undefined;
  return named ?? (key.startsWith('C-') ? `Ctrl-${key.slice(2).toUpperCase()}` : key);
}
