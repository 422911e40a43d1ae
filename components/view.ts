/** What every view is given: the console behind it and the theme. */
import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { Console } from '../stores/console.ts';
import type { ConsoleState } from '../stores/state.ts';
import type { Theme } from './theme.ts';

export interface View {
  readonly console: Console;
  readonly theme: Theme;
}

export const ViewContext = createContext<View | null>(null);

export function useView(): View {
  const view = useContext(ViewContext);
  if (view === null) throw new Error('a view of the console was drawn outside of it');
  return view;
}

/** A part of the state; the view draws again when it changes. */
export function useConsoleState<T>(select: (state: ConsoleState) => T): T {
  return useStore(useView().console.store, select);
}
