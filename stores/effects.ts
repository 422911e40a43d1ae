/** Action ids to effects: where a key's name becomes something that happens. One file a layer, as in `keys/`. */
import { type Effect, MOVES } from './actions/moving.ts';
import { ACTING } from './effects/acting.ts';
import { COLUMNS } from './effects/columns.ts';
import { EVERYWHERE } from './effects/everywhere.ts';
import { FINDING } from './effects/finding.ts';
import { LANE } from './effects/lane.ts';
import { LISTS } from './effects/lists.ts';
import { MENUS } from './effects/menus.ts';
import { OVERLAYS } from './effects/overlays.ts';
import { RANGES } from './effects/ranges.ts';
import { STRIP } from './effects/strip.ts';
import { TEXT } from './effects/text.ts';
import type { ActionId } from './keys.ts';

export const EFFECTS: Readonly<Record<ActionId, Effect>> = {
  ...EVERYWHERE,
  ...LISTS,
  ...FINDING,
  ...ACTING,
  ...STRIP,
  ...LANE,
  ...TEXT,
  ...OVERLAYS,
  ...MENUS,
  ...COLUMNS,
  ...RANGES,
  ...MOVES,
};
