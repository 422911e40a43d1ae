/** What a command works with. */
import type { Paint } from './colour.ts';
import type { GlobalValues } from './global-options.ts';
import type { Io } from './io.ts';
import type { LogFile } from './log-file.ts';
import type { Output, Talk } from './output.ts';

export interface Context {
  readonly io: Io;
  readonly globals: GlobalValues;
  readonly out: Output;
  readonly talk: Talk;
  readonly paint: Paint;
  readonly log: LogFile;
}
