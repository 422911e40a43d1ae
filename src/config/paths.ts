/** Where files live: the XDG base directories (https://specifications.freedesktop.org/basedir-spec/latest/). */
import { isAbsolute, join, resolve } from 'node:path';

/** What decides about places; passed in so that tests have their own. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The user's home directory. */
  readonly home: string;
  /** What relative paths given by the user start from. */
  readonly cwd: string;
}

/** An XDG directory; the specification says that a relative or empty value is ignored. */
function xdg({ env, home }: Surroundings, name: string, fallback: string): string {
  const value = env[name];
  return join(value !== undefined && isAbsolute(value) ? value : join(home, fallback), 'certdeck');
}

/** A leading `~/` is the home directory; anything relative starts at `base`. */
export function expand(path: string, home: string, base: string): string {
  return resolve(base, path === '~' || path.startsWith('~/') ? join(home, path.slice(1)) : path);
}

/** The configuration file, and whether somebody named it (then it has to exist). */
export function configFile(
  around: Surroundings,
  flag?: string,
): { readonly file: string; readonly named: boolean } {
  const named = flag ?? (around.env.CERTDECK_CONFIG || undefined);
  return named === undefined
    ? { file: join(xdg(around, 'XDG_CONFIG_HOME', '.config'), 'config.toml'), named: false }
    : { file: expand(named, around.home, around.cwd), named: true };
}

/** Where the program keeps what it learned, by default. */
export function stateDir(around: Surroundings): string {
  return xdg(around, 'XDG_STATE_HOME', join('.local', 'state'));
}

/** The folder of the cache: `--cache`, `CERTDECK_CACHE`, else `cache` under the state directory. */
export function cacheDir(around: Surroundings, flag?: string): string {
  const named = flag ?? (around.env.CERTDECK_CACHE || undefined);
  return named === undefined ? join(stateDir(around), 'cache') : expand(named, around.home, around.cwd);
}

/** The folder of the demo's world and cache: `--cache`, `CERTDECK_CACHE`, else `demo` under the state directory. */
export function demoDir(around: Surroundings, flag?: string): string {
  const named = flag ?? (around.env.CERTDECK_CACHE || undefined);
  return named === undefined ? join(stateDir(around), 'demo') : expand(named, around.home, around.cwd);
}
