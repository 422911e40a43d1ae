/** The keys that move whatever has the focus. */
import type { Binding } from './binding.ts';

export const MOVING = [
  { id: 'move.down', keys: ['j', 'Down'], scope: 'global', title: 'Down' },
  { id: 'move.up', keys: ['k', 'Up'], scope: 'global', title: 'Up' },
  { id: 'move.first', keys: ['g', 'Home'], scope: 'global', title: 'First' },
  { id: 'move.last', keys: ['G', 'End'], scope: 'global', title: 'Last' },
  { id: 'move.halfDown', keys: ['C-d'], scope: 'global', title: 'Half a page down' },
  { id: 'move.halfUp', keys: ['C-u'], scope: 'global', title: 'Half a page up' },
  { id: 'move.pageDown', keys: ['PgDn', 'C-f'], scope: 'global', title: 'Page down' },
  { id: 'move.pageUp', keys: ['PgUp', 'C-b'], scope: 'global', title: 'Page up' },
] as const satisfies readonly Binding[];
