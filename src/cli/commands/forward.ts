import { dirname } from 'node:path';
import { expand, stateDir } from '../../config/paths.ts';
import type { Settings } from '../../config/settings.ts';
import { FAILURES, FailureError } from '../../domain/failure.ts';
import { nearest } from '../../domain/nearest.ts';
import { formatDuration } from '../../domain/time.ts';
import { targetsOf } from '../../forward/configured.ts';
import { deadLetterFile, openDeadLetters } from '../../forward/dead-letters.ts';
import { forward, PATIENCE } from '../../forward/engine.ts';
import { type Redact, redactBy } from '../../forward/event.ts';
import { openTarget, realWait } from '../../forward/open.ts';
import { droppedWords, KEEP_LONGER } from '../../forward/standing.ts';
import type { Forwarded, ForwardState } from '../../forward/state.ts';
import type { TargetSettings, TargetTools } from '../../forward/target.ts';
import { openTrail, trailFile } from '../../forward/trail.ts';
import { usageError } from '../arguments.ts';
import { defineCommand } from '../command.ts';
import type { Context } from '../context.ts';
import { exitCodeOf } from '../exit-code.ts';
import { openFor } from '../open-for.ts';
import { redactionFor } from '../redaction.ts';
import type { Services } from '../services.ts';
import { settingsFor } from '../settings.ts';
import { testTargets } from '../test-targets.ts';
import { failureLines } from '../words.ts';

/** Of what should have been sent a part never will be. */
const HOLE = 5;
/** Milliseconds between two lines of progress of one target. */
const EVERY = 2_000;

export const FORWARD = defineCommand({
  name: 'forward',
  about: 'Send audit entries and alerts on to SIEM targets, from where the last run ended',
  examples: [
    'certdeck forward --test',
    'certdeck forward --to siem --once',
    'certdeck sync --once && certdeck forward --once',
  ],
  positionals: [],
  options: {
    to: { type: 'texts', value: 'NAME', about: 'this target only (again for more); all without it' },
    test: { type: 'flag', about: 'ask each target whether it would take events, and send none' },
    once: { type: 'flag', about: 'end when all that arrived is sent, or nothing is taken for three minutes' },
  },
  async run({ options }, context) {
    if (context.globals['read-only'] && !options.test) throw readOnly();
    const settings = await settingsFor(context, { secrets: 'targets' });
    const wanted = chosen(targetsOf(settings), options.to);
    if (options.test) {
      const tools = toolsOf(settings, context);
      const targets = wanted.map((target) => ({ name: target.name, open: () => openTarget(target, tools) }));
      return testTargets(targets, context);
    }
    await using services = await openFor(settings, context);
    const redact = redactBy(await redactionFor(settings, context));
    const runs = wanted.map((target) =>
      send(target, { settings, services, context, redact, once: options.once }),
    );
    const codes = await Promise.all(runs);
    return context.io.signal.aborted ? 130 : exitCodeOf(codes);
  },
});

function chosen(targets: readonly TargetSettings[], names: readonly string[]): readonly TargetSettings[] {
  if (targets.length === 0) {
    throw usageError(
      'no target is configured',
      'Write [[targets]] into the configuration; see docs/forwarding.md.',
    );
  }
  const known = targets.map(({ name }) => name);
  for (const name of names) {
    if (known.includes(name)) continue;
    const near = nearest(name, known);
    const next = near === null ? `Configured: ${known.join(', ')}.` : `Did you mean ${JSON.stringify(near)}?`;
    throw usageError(`there is no target ${JSON.stringify(name)}`, next);
  }
  return names.length === 0 ? targets : targets.filter(({ name }) => names.includes(name));
}

interface Sending {
  readonly settings: Settings;
  readonly services: Services;
  readonly context: Context;
  readonly redact: Redact;
  readonly once: boolean;
}

const toolsOf = (settings: Settings, { io, log }: Context): TargetTools => ({
  clock: io.clock,
  log: (line) => log.note('forward', { line }),
  pathOf: (path) => expand(path, io.home, settings.file === null ? io.cwd : dirname(settings.file)),
  wait: realWait,
});

/** Sends to one target until it is over; gives the exit code it stands for. */
async function send(
  target: TargetSettings,
  { settings, services, context, redact, once }: Sending,
): Promise<number> {
  const { io, talk } = context;
  const tools = toolsOf(settings, context);
  const file = deadLetterFile(stateDir(io), target.name);
  const opened = openTarget(target, tools);
  // The threads of an idle cache keep no process alive.
  const awake = setInterval(() => {}, 60_000);
  try {
    const ended = await forward(
      {
        settings: target,
        target: opened,
        cache: services.cache,
        deadLetters: openDeadLetters(file, target.name),
        tools,
        longRunningAfter: settings.alerts.longRunningAfter,
        once: once ? { patience: PATIENCE } : null,
        redact,
        trail: openTrail(trailFile(stateDir(io), target.name)),
        onNotice: (line) => talk.say(line),
        onState: progress(context, once),
      },
      io.signal,
    );
    return tell(ended, file, context);
  } catch (thrown) {
    if (!(thrown instanceof FailureError)) throw thrown;
    for (const line of failureLines(thrown.failure)) talk.say(line);
    return FAILURES[thrown.failure.code].exit;
  } finally {
    clearInterval(awake);
    await opened.close();
  }
}

/** What a run came to, in a line. */
function tell(
  { target, sent, refused, dropped, failure }: Forwarded,
  file: string,
  { talk }: Context,
): number {
  const dead = refused === 0 ? '' : `, ${refused} refused for good: ${file}`;
  const lost = dropped === 0 ? '' : `, ${droppedWords(dropped)}`;
  talk.say(`${target}: ${sent} sent${dead}${lost}`);
  if (dropped > 0) talk.say(`  ${KEEP_LONGER}`);
  if (failure === null) return refused > 0 ? 1 : dropped > 0 ? HOLE : 0;
  for (const line of failureLines(failure)) talk.say(line);
  return FAILURES[failure.code].exit;
}

/** A listener that tells progress now and then, and what does not go on. */
function progress({ talk, io }: Context, once: boolean): (state: ForwardState) => void {
  let last = io.clock();
  let told = '';
  let before = 0;
  return ({ target, phase, sent, behind }) => {
    const now = io.clock();
    switch (phase.kind) {
      case 'sending':
        // Trying again is no progress.
        if (now - last < EVERY || sent === before) return;
        before = sent;
        talk.say(`${target}: ${sent} sent, up to ${behind} more ...`);
        last = now;
        told = '';
        return;
      case 'failed': {
        // The same failure is told once; that it goes on is no news.
        if (told === phase.failure.what) return;
        told = phase.failure.what;
        for (const line of failureLines(phase.failure)) talk.say(line);
        talk.say(`${target}: tried again in ${formatDuration(Math.max(1_000, phase.again - now))}`);
        return;
      }
      case 'elsewhere':
        if (told !== 'elsewhere') talk.say(`${target}: another process is sending to it; this one waits`);
        told = 'elsewhere';
        return;
      case 'idle':
        // A run that ends here says what it came to.
        if (!once && sent > 0 && told !== 'idle') talk.say(`${target}: up to date, ${sent} sent`);
        told = 'idle';
        return;
      default:
        phase satisfies never;
    }
  };
}

function readOnly(): FailureError {
  return new FailureError({
    code: 'READ_ONLY',
    what: 'nothing can be forwarded with --read-only',
    next: 'Leave --read-only out: how far a target has come is written into the cache.',
  });
}
