/** Sending to the targets from here: the command that does it, in a process of its own. */
import type { Console } from '../console.ts';
import { say } from '../context.ts';
import { runShown } from './piping.ts';

export function forwardNow(console: Console): void {
  const { forwarding, targets = [], pipe } = console.services;
  if (targets.length === 0) {
    say(console, 'No target is configured: see `certdeck forward --help`', 'warning');
    return;
  }
  if (forwarding === undefined || pipe === undefined) {
    say(
      console,
      'Nothing can be sent from here: the console was opened read-only, or shows no configuration',
      'warning',
    );
    return;
  }
  runShown(console, { ...forwarding, total: 0 }, nothing);
}

async function* nothing(): AsyncGenerator<string> {}
