/** What the console works on. All of it comes in as arguments, so that tests bring their own. */

import type { RowsRequest } from '../src/cache/ask.ts';
import type { Cache } from '../src/cache/port.ts';
import type { Result } from '../src/domain/failure.ts';
import type { Column } from '../src/domain/field.ts';
import type { Kind, Ref } from '../src/domain/record.ts';
import type { NamedTarget } from '../src/forward/standing.ts';
import type { DerivedKinds } from '../src/rules/answers.ts';
import type { SyncEvent } from '../src/sync/events.ts';

import type { ConsoleSettings, SettingsNews } from './settings.ts';

/** A configured platform as far as the console shows it. */
export interface PlatformInfo {
  readonly name: string;
  readonly kind: string;
  /** Milliseconds between polls; by stream where they differ. */
  readonly pollInterval: number | ((stream: string) => number);
  /** Milliseconds back that the first sync reaches. */
  readonly since: number;
  /** Whether read marks are sent to it. */
  readonly marksRead: boolean;
  /** What records it brings; missing where only its streams in the cache tell. */
  readonly kinds?: readonly Kind[];
  /** What rules derive from its records; nothing where missing. */
  readonly derives?: DerivedKinds;
}

/** The part of the sync engine the console uses. */
export interface ConsoleSync {
  /** Polls now, only what brings a kind where one is named. */
  refresh(kind?: Kind): Promise<void>;
  /** Sends queued read marks now. */
  flush(): Promise<void>;
  onEvent(listener: (event: SyncEvent) => void): () => void;
}

export interface ExportAsk {
  readonly view: Pick<RowsRequest, 'selection' | 'sort'> & {
    /** Left to right as on the screen; null is every field of the kind. */
    readonly columns: readonly Column[] | null;
    /** IANA name. */
    readonly timezone: string;
  };
  readonly format: string;
  /** Path as the user typed it, relative to the exports folder. */
  readonly file: string;
}

/** A report that can be written, and the window it is made for. */
export interface KnownReport {
  readonly name: string;
  readonly about: string;
  readonly window: string;
  /** It is of audit entries, and may be of some of them only. */
  readonly narrows?: boolean;
}

export interface ReportAsk {
  readonly name: string;
  readonly window: string;
  readonly format: string;
  /** As in an export; what stands in braces is put in. */
  readonly file: string;
  /** IANA name. */
  readonly timezone: string;
  /** Of audit entries these alone; without it all of them. */
  readonly scope?:
    | {
        readonly resourceTypes: readonly string[];
        readonly actions: readonly string[];
        readonly outcome: 'success' | 'failure' | null;
      }
    | undefined;
}

interface Running {
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, total: number | null) => void;
}

export interface ExportFormat {
  readonly name: string;
  readonly about: string;
  /** It holds whole records, whichever columns a view has. */
  readonly whole?: boolean;
  /** A report can be written in it. */
  readonly reports?: boolean;
}

/** Writes a view or a report to a file; the file is whole or not there at all. */
export interface Exporter {
  readonly formats: readonly ExportFormat[];
  readonly reports?: readonly KnownReport[];
  /** The names of windows that reports can be of. */
  readonly windows?: readonly string[];
  /** `missing`: parts of the window that the cache does not hold. */
  report?(
    ask: ReportAsk,
    running: Running,
  ): Promise<Result<{ readonly file: string; readonly rows: number; readonly missing: number }>>;
  readonly directory: string;
  /** Names of files and folders that begin as what was typed, folders with a slash behind them. */
  names?(typed: string): Promise<readonly string[]>;
  run(ask: ExportAsk, running: Running): Promise<Result<{ readonly file: string; readonly rows: number }>>;
}

/** What happens while the terminal belongs to somebody else. */
export interface Outside {
  /** Stops the process; resolves when the shell brings it back. */
  stop(): Promise<void>;
  /** Opens a text in another program; what went wrong, or null. */
  show(text: string, by: 'editor' | 'pager', extension: string): Promise<string | null>;
  /** Opens a text in $EDITOR and gives it as it was left there, or what went wrong. */
  edit?(text: string, extension: string): Promise<{ readonly text: string } | { readonly problem: string }>;
}

/** Starts a shell command with a text on its standard input; resolves with how it ended, in words. */
export type Pipe = (
  command: string,
  input: AsyncIterable<string>,
  options: { readonly signal: AbortSignal; readonly onOutput: (text: string) => void },
) => Promise<string>;

export interface ConsoleServices {
  readonly cache: Cache;
  /** Null where nothing polls: read-only, or another process does. */
  readonly sync: ConsoleSync | null;
  readonly exporter: Exporter | null;
  readonly platforms: readonly PlatformInfo[];
  /** What records are forwarded to; nothing where missing. */
  readonly targets?: readonly NamedTarget[];
  /** The command that sends to them once, as a shell runs it and as people read it; missing where nothing is to be sent. */
  readonly forwarding?: { readonly command: string; readonly shown: string };
  /** Milliseconds. */
  readonly longRunningAfter: number;
  readonly readOnly: boolean;
  /** What happens is told in lines, to somebody who does not see a screen. */
  readonly screenReader?: boolean;
  /** How a shell calls this program on the same configuration and cache. */
  readonly program?: string;
  /** UTC ms. */
  readonly clock: () => number;
  /** Runs once after so many ms; gives the way to stop it. */
  readonly after: (ms: number, run: () => void) => () => void;
  /** Missing where the terminal cannot be handed over. */
  readonly outside?: Outside;
  /** Missing where no other program can be started. */
  readonly pipe?: Pipe;
  /** Leaves the console when aborted. */
  readonly signal?: AbortSignal;
  /** Keys and looks as the configuration has them; the usual ones where missing. */
  readonly settings?: ConsoleSettings;
  /** Calls back when the configuration was saved; returns the way to stop it. */
  readonly onSettings?: (listener: (news: SettingsNews) => void) => () => void;
  /** Calls back when the file of the cache is gone: what is kept from then on is lost; returns the way to stop it. */
  readonly onCacheGone?: (listener: () => void) => () => void;
  /** Tells the person at the terminal, who may be looking elsewhere; missing where nobody could hear it. */
  readonly notify?: (text: string) => void;
  /** Sends text to the clipboard of the terminal; false when it is too long for it. */
  readonly copy: (text: string) => boolean;
  /** Notes that a secret of a record is about to be shown; what keeps it from being noted, or null. */
  readonly onReveal?: (ref: Ref, place: string) => string | null;
  /** Writes what is too long for that to a file only this user can read; gives its path. */
  readonly keepCopy?: (text: string) => Promise<Result<string>>;
}

/** Timers of the process. */
export function realAfter(ms: number, run: () => void): () => void {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
}
