import type { JsonObject } from '../domain/json.ts';
import type { PlatformSettings } from '../platforms/declaration.ts';
import type { RuleChoices } from '../rules/plan.ts';
import type { ConfigProblem } from './problem.ts';

/** The whole checked configuration. Durations are milliseconds. */
export interface Settings {
  /** The file it came from; null for the demo and the first run. */
  readonly file: string | null;
  readonly platforms: readonly PlatformSettings[];
  readonly alerts: { readonly expiringWithin: number; readonly longRunningAfter: number };
  /** The rules that derive records; each has its defaults where nothing is said. */
  readonly rules?: RuleChoices;
  /** What the rooms above declare, by the names of their tables: those the file holds. */
  readonly sections?: JsonObject;
  /** What is odd in the file and may be meant, by line. */
  readonly hints?: readonly ConfigProblem[];
}
