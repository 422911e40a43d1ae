/** What of the configuration the console takes over while it runs: keys and looks. Plain data. */
import type { SavedView } from '../src/query/saved-view.ts';
import { NOTHING_REBOUND, type Rebound } from './keys/rebound.ts';
import { type ThemeChoice, USUAL_THEME } from './theme/themes.ts';

export interface ConsoleSettings {
  readonly keys: Rebound;
  readonly theme: ThemeChoice;
  readonly views: readonly SavedView[];
  /** Lines for a screen reader in place of a screen; taken over when the console opens only. */
  readonly screenReader: boolean;
  /** What is odd in the file and may be meant. */
  readonly hint?: string;
}

export const USUAL_SETTINGS: ConsoleSettings = {
  keys: NOTHING_REBOUND,
  theme: USUAL_THEME,
  views: [],
  screenReader: false,
};

/** A file that was saved: what it says now, or what is wrong with it. */
export type SettingsNews =
  | { readonly ok: true; readonly settings: ConsoleSettings }
  | { readonly ok: false; readonly problem: string };
