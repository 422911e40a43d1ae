/** A table of the configuration that belongs to a room above: what it may hold is that room's to say. */
import type { Json } from '../domain/json.ts';
import type { Report } from './problem.ts';
import type { Wanted } from './tables.ts';

export interface ConfigSection {
  /**
   * Checks the value in the file, which is there; plain data comes back whatever was wrong with it. Secrets in it are
   * added to `wanted`, and put where that says once they are read.
   */
  readonly check: (value: unknown, report: Report, wanted: Wanted[]) => Json;
  /** The JSON Schema of the value. */
  readonly schema: () => Json;
}

/** Sections by the names they have at the top of the file, loaded when the file holds them. */
export type ConfigSections = Readonly<Record<string, () => Promise<ConfigSection>>>;
