/** Targets of a configuration, ready to be sent to. */
import { setTimeout as sleep } from 'node:timers/promises';
import { FailureError } from '../domain/failure.ts';
import { TARGET_KINDS } from './registry.ts';
import type { Target, TargetSettings, TargetTools } from './target.ts';

/** Throws a FailureError where a file it needs cannot be read. */
export function openTarget(settings: TargetSettings, tools: TargetTools, kinds = TARGET_KINDS): Target {
  const declared = kinds.find(({ kind }) => kind === settings.kind);
  if (declared === undefined) {
    throw new FailureError({
      code: 'CONFIG_INVALID',
      what: `${settings.name}: there is no kind of target ${JSON.stringify(settings.kind)}`,
      next: 'Run `certdeck config check`.',
    });
  }
  return declared.open(settings, tools);
}

/** As `TargetTools.wait`, by the clock of the machine. */
export const realWait: TargetTools['wait'] = async (ms, signal) => {
  await sleep(ms, undefined, { signal });
};
