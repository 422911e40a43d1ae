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

/**
 * Both ends are a terminal, so that there is somebody to talk to, and one that can be drawn on, or lines are asked for
 * in place of a screen: they need nothing of it, and a shell within an editor is where such a reader may be.
 */
export function isInteractive({ stdin, stdout, env }: Io, inLines = false): boolean {
  if (stdin.isTTY !== true || stdout.isTTY !== true) return false;
  return env.TERM !== 'dumb' || inLines || env.INK_SCREEN_READER === 'true';
}
