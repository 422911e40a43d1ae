/** What of the configuration the console shows itself by: read when it opens, and whenever the file is saved. */
import { existsSync, type FSWatcher, realpathSync, watch } from 'node:fs';
import { basename, dirname } from 'node:path';
import { NOTHING_REBOUND, type Rebound } from '../../stores/keys/rebound.ts';
import type { ConsoleSettings, SettingsNews } from '../../stores/settings.ts';
import { type ThemeChoice, USUAL_THEME } from '../../stores/theme/themes.ts';
import { parseSections } from '../config/check.ts';
import { readConfig } from '../config/load.ts';
import { configFile } from '../config/paths.ts';
import type { ConfigProblem } from '../config/problem.ts';
import type { JsonObject } from '../domain/json.ts';
import { viewsFrom } from '../query/kept-views.ts';
import { CONFIG_SECTIONS } from './config-sections.ts';
import type { Context } from './context.ts';

/** An editor saves in several steps; this long after the last of them the file is read (ms). */
const SAVED_BY = 50;

/** Whether the console is to speak in lines: by option, by environment, by the file. */
export function wantsReader(
  { io, globals }: Pick<Context, 'io' | 'globals'>,
  { screenReader }: ConsoleSettings,
): boolean {
  return globals['screen-reader'] || io.env.INK_SCREEN_READER === 'true' || screenReader;
}

/** Keys and looks out of checked tables; the usual ones for those a file does not hold. */
export function settingsIn(
  { keys, theme, views, screen_reader }: JsonObject,
  hints: readonly ConfigProblem[] = [],
): ConsoleSettings {
  const [hint] = hints;
  return {
    ...(hint === undefined ? {} : { hint: told(hint, hints.length) }),
    screenReader: screen_reader === true,
    keys: (keys as Rebound | undefined) ?? NOTHING_REBOUND,
    theme: (theme as unknown as ThemeChoice | undefined) ?? USUAL_THEME,
    views: viewsFrom(views ?? null, 'configuration'),
  };
}

/** Keys and looks of the file alone, where its platforms are not looked at; without a file the usual ones. */
export async function readLook(context: Pick<Context, 'io' | 'globals'>): Promise<SettingsNews> {
  const read = await readOwnSections(context);
  return read.ok ? { ok: true, settings: settingsIn(read.values, read.hints) } : read;
}

type OwnSections =
  | { readonly ok: true; readonly values: JsonObject; readonly hints: readonly ConfigProblem[] }
  | { readonly ok: false; readonly problem: string };

/** The tables of the file alone, where its platforms are not looked at; without a file none. */
export async function readOwnSections({
  io,
  globals,
}: Pick<Context, 'io' | 'globals'>): Promise<OwnSections> {
  const { file } = configFile(io, globals.config);
  try {
    const { values, problems } = await parseSections(await readConfig(file), CONFIG_SECTIONS);
    const [first] = problems.filter(({ hint }) => hint !== true);
    return first === undefined
      ? { ok: true, values, hints: problems }
      : { ok: false, problem: told(first, problems.length) };
  } catch (thrown) {
    const { code } = thrown as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return { ok: true, values: {}, hints: [] };
    return { ok: false, problem: `${basename(file)} cannot be read` };
  }
}

function told({ line, what }: ConfigProblem, count: number): string {
  const more = count > 1 ? ` (and ${count - 1} more: certdeck config check)` : '';
  return `${line === null ? '' : `line ${line}: `}${what}${more}`;
}

/** Reads the file again whenever it is saved, also where an editor puts another in its place, or a link leads to it. */
export function watchLook(
  context: Pick<Context, 'io' | 'globals'>,
  listener: (news: SettingsNews) => void,
): () => void {
  const { file } = configFile(context.io, context.globals.config);
  let timer: NodeJS.Timeout | null = null;
  let closed = false;
  const read = async (): Promise<void> => {
    // Between two steps of an editor there is none: what holds goes on until there is one again.
    if (!existsSync(file)) return;
    const news = await readLook(context);
    if (!closed) listener(news);
  };
  const saved = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = setTimeout(() => void read(), SAVED_BY);
  };
  const watchers = placesOf(file).flatMap((place) => watched(place, saved));
  return () => {
    closed = true;
    if (timer !== null) clearTimeout(timer);
    for (const watcher of watchers) watcher.close();
  };
}

/** The file and, where that is a link, what it leads to. */
function placesOf(file: string): readonly string[] {
  try {
    return [...new Set([file, realpathSync(file)])];
  } catch {
    return [file];
  }
}

/** The folder of a file, for the file itself may be another one after each save; nothing where there is none. */
function watched(file: string, changed: () => void): readonly FSWatcher[] {
  try {
    const watcher = watch(dirname(file), { persistent: false }, (_event, name) => {
      if (name === null || name === basename(file)) changed();
    });
    watcher.on('error', () => undefined);
    return [watcher];
  } catch {
    return [];
  }
}
