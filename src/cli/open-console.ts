import { FailureError } from '../domain/failure.ts';
import type { Context } from './context.ts';
import type { Services } from './services.ts';

function missing(): FailureError {
  return new FailureError({ code: 'INTERNAL', what: 'the console is not part of this build', next: '' });
}

/** Draws the console until it is left. */
export async function openConsole(_services: Services, _context: Context): Promise<number> {
  throw missing();
}

/** Asks what to look at, where there is no configuration yet. */
export async function openFirstRun(_context: Context): Promise<number> {
  throw missing();
}
