/** Hands the terminal to the console. React and Ink are loaded here and nowhere before. */
import { dirname } from 'node:path';
import type { ReadStream } from 'node:tty';
import type { ConsoleSettings } from '../../stores/settings.ts';
import { parseSettings } from '../config/check.ts';
import { configFile } from '../config/paths.ts';
import type { Settings } from '../config/settings.ts';
import { platformToml } from '../config/write.ts';
import { failureOf } from '../domain/failure.ts';
import type { JsonObject } from '../domain/json.ts';
import { safeLine } from '../domain/text.ts';
import { targetsOf } from '../forward/configured.ts';
import { PLATFORM_KINDS } from '../platforms/registry.ts';
import { derivedKinds } from '../rules/answers.ts';
import { plain } from './colour.ts';
import { consoleExporter } from './console-exporter.ts';
import type { Context } from './context.ts';
import { heldCache } from './held-cache.ts';
import { copyKeeper } from './keep-copy.ts';
import { readOwnSections, settingsIn, wantsReader, watchLook } from './look.ts';
import { outside } from './outside.ts';
import { pacedPlatforms } from './paces.ts';
import { pipeTo } from './pipe.ts';
import { programWith, thisProgram } from './program.ts';
import { redactingCache } from './redacting-cache.ts';
import { redactionFor } from './redaction.ts';
import { noteReveal } from './reveals.ts';
import type { Services } from './services.ts';
import { tmuxBuffer } from './tmux-buffer.ts';
import { until } from './until.ts';
import { ConfigError } from './words.ts';

type ConsoleStreams = Parameters<typeof import('../../components/start.ts')['startConsole']>[0]['streams'];

const streamsOf = ({ io }: Context): ConsoleStreams => ({
  stdin: io.stdin as ReadStream,
  stdout: io.stdout as unknown as ConsoleStreams['stdout'],
});

/** Begins to load what draws, for who has to wait for something else first. */
export function preloadConsole(): void {
  // A failure comes up again where the module is used.
  import('../../components/start.ts').then(({ loadDrawing }) => loadDrawing()).catch(() => {});
}

/** Where the console begins before its cache is open. */
export interface Early {
  readonly opened: Promise<void>;
  startWriting(): Promise<void>;
}

/**
 * Polls and draws until the user leaves or a signal ends it; gives the exit code. `options` are what a command
 * needs to look at the same things, besides those given to this one.
 */
export async function openConsole(
  services: Services,
  context: Context,
  options: Readonly<Record<string, string | undefined>> = {},
  early?: Early,
): Promise<number> {
  const { io, paint, globals } = context;
  const { settings, sync, platforms } = services;
  const { sections, look } = await ownSettings(settings, context);
  const redaction = await redactionFor({ sections }, context);
  const held = heldCache(redactingCache(services.cache, redaction), early?.opened ?? Promise.resolve());
  const { startConsole } = await import('../../components/start.ts');
  const unwritable = new AbortController();
  const left = startConsole({
    ...(early === undefined ? {} : { opened: early.opened }),
    onDrawn: () => {
      early?.startWriting().catch((thrown: unknown) => unwritable.abort(thrown));
      sync?.start();
    },
    signal: unwritable.signal,
    streams: streamsOf(context),
    colour: paint !== plain,
    env: io.env,
    cache: held.cache,
    onCacheGone: held.onGone,
    sync:
      sync === null
        ? null
        : {
            refresh: (kind) => sync.refresh(kind === undefined ? {} : { kind }),
            flush: () => sync.flush(),
            onEvent: services.onEvent,
          },
    exporter: consoleExporter(services, context, redaction),
    platforms: pacedPlatforms(settings, platforms).map((platform, index) => ({
      ...platform,
      marksRead: platforms[index]?.actions.markRead !== undefined,
      kinds: platforms[index]?.streams.flatMap(({ kinds }) => kinds) ?? [],
      derives: derivedKinds(services.plan, platform.name),
    })),
    targets: targetsOf({ sections }).map(({ name, kind }) => ({ name, kind })),
    ...forwardingFrom(settings, context),
    longRunningAfter: settings.alerts.longRunningAfter,
    program: programWith({ config: globals.config, cache: globals.cache, ...options }),
    readOnly: globals['read-only'],
    clock: io.clock,
    after: realAfter,
    outside: outside(io),
    settings: look,
    screenReader: wantsReader(context, look),
    onSettings: (listener) => watchLook(context, listener),
    pipe: pipeTo(io),
    keepCopy: copyKeeper(io),
    onReveal: revealNote(io),
    copyOutside: tmuxBuffer(io),
  });
  // The terminal is given back when the process ends, which a signal is about to make it do.
  const code = await Promise.race([left, until(io.signal).then(() => 130)]).finally(held.close);
  unwritable.signal.throwIfAborted();
  return code;
}

/**
 * What the user has set of the console: keys, looks, what is hidden. The demo and a machine without a configuration
 * have no file of their own, but whoever looks at them may have one.
 */
async function ownSettings(
  { file, sections = {}, hints }: Settings,
  context: Context,
): Promise<{ readonly sections: JsonObject; readonly look: ConsoleSettings }> {
  if (file !== null) return { sections, look: told(settingsIn(sections, hints), context) };
  const news = await readOwnSections(context);
  if (news.ok) return { sections: news.values, look: told(settingsIn(news.values, news.hints), context) };
  context.talk.say(`The configuration is not followed: ${safeLine(news.problem)}`);
  return { sections: {}, look: settingsIn({}) };
}

/** What is odd in the file stands above the screen: there when it is left, and the footer stays for the keys. */
function told(look: ConsoleSettings, { talk }: Context): ConsoleSettings {
  if (look.hint !== undefined) talk.say(safeLine(look.hint));
  return look;
}

/** Only what a configuration is about goes out: nothing of a demo. */
function forwardingFrom(
  { file }: Settings,
  { globals }: Context,
): { readonly forwarding?: { readonly command: string; readonly shown: string } } {
  if (file === null || globals['read-only']) return {};
  const same = { config: globals.config, cache: globals.cache };
  return {
    forwarding: {
      command: `${thisProgram(same)} forward --once`,
      shown: `${programWith(same)} forward --once`,
    },
  };
}

/** A secret is shown once it is noted that it was. */
function revealNote(io: Context['io']): (ref: string, place: string) => string | null {
  return (ref, place) => {
    try {
      noteReveal(io, { by: 'console', ref, place });
      return null;
    } catch (thrown) {
      return failureOf(thrown).what;
    }
  };
}

export type FirstRunChoice = 'demo' | 'host' | 'configured' | 'quit';

/** Asks what to look at, where no platform is configured yet; `rest` is what a file holds besides, null without one. */
export async function openFirstRun(context: Context, rest: Settings | null): Promise<FirstRunChoice> {
  const { io, globals, paint } = context;
  const { startFirstRun } = await import('../../components/first-run/start.tsx');
  const { file } = configFile(io, globals.config);
  const look = settingsIn(rest?.sections ?? {}, rest?.hints);
  const asked = startFirstRun({
    streams: streamsOf(context),
    colour: paint !== plain,
    after: realAfter,
    kinds: PLATFORM_KINDS,
    file,
    base: dirname(file),
    hasFile: rest !== null,
    look,
    screenReader: wantsReader(context, look),
    env: io.env,
    home: io.home,
    clock: io.clock,
  });
  return Promise.race([asked.then(({ kind }) => kind), until(io.signal).then(() => 'quit' as const)]);
}

/** Settings that look at this machine's certificates, with what a file without platforms says besides. */
export async function hostSettings(rest: Settings | null): Promise<Settings> {
  const source = { file: '', text: platformToml({ name: 'this-machine', kind: 'host' }), isPrivate: true };
  const tools = { kinds: PLATFORM_KINDS, secrets: false, env: {}, home: '/', base: '/', timeout: 0 };
  const loaded = await parseSettings(source, tools);
  if (!loaded.ok) throw new ConfigError(loaded);
  const { platforms, ...usual } = loaded.value;
  const { expiringWithin } = (rest ?? usual).alerts;
  return {
    ...(rest ?? usual),
    platforms: platforms.map((platform) => ({ ...platform, expiringWithin })),
    file: null,
  };
}

function realAfter(ms: number, run: () => void): () => void {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
}
