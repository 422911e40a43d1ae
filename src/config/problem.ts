/** Something wrong in the configuration, told so that it can be mended without asking back. */
export interface ConfigProblem {
  readonly file: string;
  /** 1-based; null when the problem has no place in the file. */
  readonly line: number | null;
  /** What is wrong, naming the setting. */
  readonly what: string;
  /** How to mend it. */
  readonly fix: string;
  /** True for a secret that could not be read: the file itself is in order. */
  readonly secret?: boolean;
  /** True for what may be meant, and is told without refusing the file. */
  readonly hint?: boolean;
}

/** A place in the file: keys, and indexes of arrays of tables. */
export type Path = readonly (string | number)[];

/** Told each problem as it is found, with its place. */
export type Report = (path: Path, what: string, fix: string, level?: 'hint') => void;
