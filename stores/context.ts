/** What loaders and actions are given: the store, the services, and the two ways to change state. */
import type { StoreApi } from 'zustand/vanilla';
import type { ListState } from './list-state.ts';
import type { ListPaneId } from './panes.ts';
import type { Requests } from './requests.ts';
import type { ConsoleServices } from './services.ts';
import type { ConsoleState, Message } from './state.ts';

export type Update = (state: ConsoleState) => ConsoleState;

export interface Context {
  readonly store: StoreApi<ConsoleState>;
  readonly services: ConsoleServices;
  readonly requests: Requests;
  /** A change by the user's own hand: at once. What waited from outside goes first, so order is kept. */
  set(update: Update): void;
  /** A change from outside: batched, at most one a frame. Resolves when it has reached the store. */
  outside(update: Update): Promise<void>;
}

/** The state with one list pane changed; the same object when the change is none. */
export function withList(
  state: ConsoleState,
  pane: ListPaneId,
  change: (list: ListState) => ListState,
): ConsoleState {
  const list = state.lists[pane];
  const next = change(list);
  return next === list ? state : { ...state, lists: { ...state.lists, [pane]: next } };
}

/** How long a message stays in the footer (ms). */
const SHOWN = 6_000;

export function message(text: string, tone: Message['tone'], now: number): Message {
  return { text, tone, until: now + SHOWN };
}

/** Says something in the footer. */
export function say(context: Context, text: string, tone: Message['tone'] = 'info'): void {
  const { clock } = context.services;
  context.set((state) => ({ ...state, message: message(text, tone, clock()) }));
}
