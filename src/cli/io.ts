import type { Writable } from 'node:stream';
import type { Surroundings } from '../config/paths.ts';

/** Everything a run of the program touches outside itself; tests pass their own. */
export interface Io extends Surroundings {
  readonly stdout: Writable & { readonly isTTY?: boolean; readonly columns?: number };
  readonly stderr: Writable & { readonly isTTY?: boolean };
  readonly stdin: { readonly isTTY?: boolean };
  /** UTC ms. */
  readonly clock: () => number;
  /** Aborted by SIGINT, SIGTERM and SIGHUP: the command closes what it opened and ends with 130. */
  readonly signal: AbortSignal;
}

/** Both ends are a terminal that can be drawn on, so that there is somebody to talk to. */
export function isInteractive({ stdin, stdout, env }: Io): boolean {
  return stdin.isTTY === true && stdout.isTTY === true && env.TERM !== 'dumb';
}
