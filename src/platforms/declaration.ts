/**
 * How a kind of platform introduces itself: the settings it takes, as data, and how to build it from them.
 * The configuration's schema, its error messages and the first-run questions are all read from here.
 */
import type { Json } from '../domain/json.ts';
import type { Kind } from '../domain/record.ts';
import type { Retention } from '../domain/retention.ts';
import type { Platform } from './port.ts';

export type SettingType =
  | 'text'
  | 'url'
  | 'secret'
  | 'number'
  /** True or false. */
  | 'flag'
  | 'duration'
  | 'texts'
  | 'numbers'
  /** A table of text by text, e.g. `status_aliases`. */
  | 'map'
  /** A table of tables of text, e.g. `fields.jobs.id`. */
  | 'maps'
  /** How much is kept: a text, or a table of bounds. */
  | 'retention';

export interface Setting {
  /** As written in the configuration: `api_key`. */
  readonly name: string;
  readonly type: SettingType;
  /** As a person is asked for it; its name in words where missing. */
  readonly label?: string;
  readonly required?: boolean;
  readonly default?: Json;
  /** The only values allowed, for `text`; the only keys allowed, for `map`; `section.key`s, for `maps`. */
  readonly choices?: readonly string[];
  /** The least and the most a `number` or a `duration` (milliseconds) may be. */
  readonly least?: number;
  readonly most?: number;
  /**
   * What keeps a text from working although its type is right, for a `text` and each text of a `texts`, `map` or
   * `maps`; `key` is its key, `section.key` in `maps`, its index in `texts` and empty for a `text`.
   */
  readonly faultOf?: (text: string, key: string) => Fault | null;
  readonly help: string;
}

/** What is wrong with a value, as a sentence without its subject, and how to mend it. */
export interface Fault {
  readonly what: string;
  readonly fix: string;
}

/** A secret that cannot be printed by accident: only `reveal()` gives the value. */
export interface Secret {
  reveal(): string;
  toJSON(): '[secret]';
  toString(): '[secret]';
}

/** A platform's checked settings: common ones by name, its own under `values` (defaults filled in). */
export interface PlatformSettings {
  readonly name: string;
  readonly kind: string;
  /** Without a trailing slash; empty for kinds that have none (`host`). */
  readonly baseUrl: string;
  /** Milliseconds. */
  readonly pollInterval: number;
  /** Milliseconds back from now that the first sync reaches. */
  readonly since: number;
  /** How much of its records is kept; everything without it. */
  readonly retention?: Retention;
  readonly values: Readonly<Record<string, Json | Secret>>;
  /** `[alerts] expiring_within` in ms, for kinds that judge expiry themselves. */
  readonly expiringWithin: number;
}

/** Seams a platform is built with; tests pass their own. */
export interface PlatformTools {
  /** UTC ms. */
  readonly clock: () => number;
  /** Told one line a request, already free of secrets. */
  readonly log: (line: string) => void;
  /** Root under which file settings are read; '/' outside tests. */
  readonly fileRoot?: string;
  /** Random in [0,1), for jitter. */
  readonly random?: () => number;
  /** Resolves after `ms`, rejects when aborted first; timers outside tests. */
  readonly wait?: (ms: number, signal: AbortSignal) => Promise<void>;
}

export interface PlatformKind {
  readonly kind: string;
  /** One sentence for help and the first-run screen. */
  readonly about: string;
  /** Whether `base_url` is asked for. */
  readonly hasBaseUrl: boolean;
  readonly settings: readonly Setting[];
  /** The setting that holds the credential, named in "refused" messages; null when there is none. */
  readonly credential: string | null;
  /** The kinds of record it always reports itself: rules derive none of these for it. */
  readonly brings?: readonly Kind[];
  /** What it does with certificates by itself: rules tell where it should have and did not. */
  readonly automates?: readonly ('renewal' | 'deployment')[];
  create(settings: PlatformSettings, tools: PlatformTools): Platform;
}
