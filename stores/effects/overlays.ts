/** What the keys of prompts, help and questions do. */

import { confirmed } from '../actions/confirming.ts';
import { forwardNow } from '../actions/forwarding.ts';
import * as helping from '../actions/helping.ts';
import * as leaving from '../actions/leaving.ts';
import type { Effect } from '../actions/moving.ts';
import * as platforms from '../actions/platforms.ts';
import * as prompts from '../actions/prompts.ts';
import type { ActionId } from '../keys.ts';

export const OVERLAYS = {
  'platform.toggle': platforms.togglePlatform,
  'platform.down': (console) => platforms.movePlatform(console, 1),
  'platform.up': (console) => platforms.movePlatform(console, -1),
  'targets.send': forwardNow,
  'prompt.apply': prompts.apply,
  'prompt.complete': (console) => prompts.complete(console, 1),
  'prompt.completeBack': (console) => prompts.complete(console, -1),
  'prompt.cancel': leaving.cancelPrompt,
  'help.run': helping.runHelp,
  'help.down': (console) => helping.moveHelp(console, 1),
  'help.up': (console) => helping.moveHelp(console, -1),
  'help.pageDown': (console) => helping.moveHelp(console, 10),
  'help.pageUp': (console) => helping.moveHelp(console, -10),
  'confirm.yes': confirmed,
} as const satisfies Partial<Record<ActionId, Effect>>;
