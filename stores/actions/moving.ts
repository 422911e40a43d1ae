/** Moving: the same keys in a list, in a text and among figures. */
import type { Console } from '../console.ts';
import type { ActionId } from '../keys.ts';
import * as details from './details.ts';
import * as figures from './figures.ts';
import * as lane from './lane.ts';
import * as lists from './lists.ts';

export type Effect = (console: Console) => void | Promise<void> | undefined;

/** What has the focus decides what moving means. */
function moving(moves: {
  readonly list: Effect;
  readonly text: Effect;
  readonly figures: Effect;
  readonly lane: Effect;
}): Effect {
  return (console) => {
    const { focus, detail, pane, lane: over } = console.store.getState();
    if (over !== null) return moves.lane(console);
    if (focus === 'detail' && detail !== null) moves.text(console);
    else if (pane === 'statistics') moves.figures(console);
    else {
      moves.list(console);
      details.followCursor(console);
    }
  };
}

export const MOVES = {
  'move.down': moving({
    list: (console) => lists.stepList(console, lists.STEPS.down),
    text: (console) => details.stepText(console, { lines: 1 }),
    figures: (console) => figures.stepFigure(console, 1),
    lane: (console) => lane.stepLane(console, { rows: 1 }),
  }),
  'move.up': moving({
    list: (console) => lists.stepList(console, lists.STEPS.up),
    text: (console) => details.stepText(console, { lines: -1 }),
    figures: (console) => figures.stepFigure(console, -1),
    lane: (console) => lane.stepLane(console, { rows: -1 }),
  }),
  'move.first': moving({
    list: (console) => lists.jumpList(console, 'start'),
    text: (console) => details.jumpText(console, 'start'),
    figures: (console) => figures.jumpFigure(console, 'start'),
    lane: (console) => lane.jumpLane(console, 'start'),
  }),
  'move.last': moving({
    list: (console) => lists.jumpList(console, 'end'),
    text: (console) => details.jumpText(console, 'end'),
    figures: (console) => figures.jumpFigure(console, 'end'),
    lane: (console) => lane.jumpLane(console, 'end'),
  }),
  'move.halfDown': moving({
    list: (console) => lists.stepList(console, lists.STEPS.halfDown),
    text: (console) => details.stepText(console, { pages: 0.5 }),
    figures: (console) => figures.pageFigures(console, 0.5),
    lane: (console) => lane.stepLane(console, { pages: 0.5 }),
  }),
  'move.halfUp': moving({
    list: (console) => lists.stepList(console, lists.STEPS.halfUp),
    text: (console) => details.stepText(console, { pages: -0.5 }),
    figures: (console) => figures.pageFigures(console, -0.5),
    lane: (console) => lane.stepLane(console, { pages: -0.5 }),
  }),
  'move.pageDown': moving({
    list: (console) => lists.stepList(console, lists.STEPS.pageDown),
    text: (console) => details.stepText(console, { pages: 1 }),
    figures: (console) => figures.pageFigures(console, 1),
    lane: (console) => lane.stepLane(console, { pages: 1 }),
  }),
  'move.pageUp': moving({
    list: (console) => lists.stepList(console, lists.STEPS.pageUp),
    text: (console) => details.stepText(console, { pages: -1 }),
    figures: (console) => figures.pageFigures(console, -1),
    lane: (console) => lane.stepLane(console, { pages: -1 }),
  }),
} as const satisfies Partial<Record<ActionId, Effect>>;
