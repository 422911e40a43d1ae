import { type ReactElement, type ReactNode, useMemo } from 'react';
import { useStore } from 'zustand';
import type { Console } from '../stores/console.ts';
import type { Depth } from '../stores/theme/style.ts';
import { paintsOf } from '../stores/theme/themes.ts';
import { themeOf } from './theme.ts';
import { ViewContext } from './view.ts';

interface Props {
  readonly console: Console;
  /** How many colours the terminal has, where the user does not say it. */
  readonly depth: Depth;
  /** Whether colours are wanted at all. */
  readonly colour: boolean;
  readonly children?: ReactNode;
}

/** Gives the views the console and the theme in force, which changes when its file is saved. */
export function Themed({ console, depth, colour, children }: Props): ReactElement {
  const choice = useStore(console.store, (state) => state.theme);
  const background = useStore(console.store, (state) => state.background);
  const view = useMemo(() => {
    const colours = colour ? (choice.colours ?? depth) : 0;
    return { console, theme: themeOf(paintsOf(choice, background, colours)) };
  }, [console, choice, background, depth, colour]);
  return <ViewContext value={view}>{children}</ViewContext>;
}
