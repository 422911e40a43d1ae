// Runs a bundled program, `NAME.code` beside this file, with what V8 compiled of it in an earlier run. Node's own
// compile cache keeps what is compiled when a module is loaded; here it is what the first seconds of a run took, which
// is most of what a start consists of.
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { Script } from 'node:vm';
import { Worker } from 'node:worker_threads';

/** Milliseconds: what a start needs has run by then, and nothing of it been dropped again. */
const STARTED = 3_000;
/** Builds whose code is kept: somebody may use two side by side. */
const BUILDS = 3;

const { XDG_CACHE_HOME, HOME } = process.env;
// A name that is not absolute is to be ignored, https://specifications.freedesktop.org/basedir-spec/latest/
const home = isAbsolute(XDG_CACHE_HOME ?? '') ? XDG_CACHE_HOME : HOME && join(HOME, '.cache');

/** The thread that reads the cache, begun before the program that talks to it is loaded. */
export const beginReader = () =>
  new Worker(new URL('./cache-worker.js', import.meta.url), {
    resourceLimits: { maxYoungGenerationSizeMb: 3 },
  });

/** `stamp`: what the kept is called, another for each build. `early`: a thread that was begun before. `url`: that of the entry, for what lies beside it. */
export async function load(name, url, stamp, early) {
  const file = fileURLToPath(new URL(`./${name}.code`, import.meta.url));
  const kept = home ? join(home, 'certdeck', `${stamp}-${process.version}`) : null;
  const cachedData = kept === null ? undefined : read(kept);
  const script = new Script(readFileSync(file, 'latin1'), {
    filename: file,
    ...(cachedData && { cachedData }),
  });
  if (kept !== null && (cachedData === undefined || script.cachedDataRejected)) {
    const timer = setTimeout(keepOnce, STARTED).unref();
    // What ends sooner keeps it then.
    process.once('exit', keepOnce);
    function keepOnce() {
      clearTimeout(timer);
      process.off('exit', keepOnce);
      keep(kept, script);
    }
  }
  // A console stays open for days: left to itself V8 gives each of its threads ever more room for objects that were just
  // made. What a start has taken is enough.
  if (early !== undefined) setTimeout(setFlagsFromString, STARTED, '--semi-space-growth-factor=1').unref();
  await script.runInThisContext()(url, createRequire(url), early);
}

function read(kept) {
  try {
    return readFileSync(kept);
  } catch {
    return undefined;
  }
}

/**
 * Whole or not at all: another process may be reading, and V8, which does not look whether what it is given is sound,
 * ends the process over what a power cut has left half on the disk. What cannot be kept is compiled again by the next run.
 */
function keep(kept, script) {
  try {
    mkdirSync(dirname(kept), { recursive: true, mode: 0o700 });
    writeFileSync(`${kept}.${process.pid}`, script.createCachedData(), { mode: 0o600, flush: true });
    renameSync(`${kept}.${process.pid}`, kept);
    forgetOlder(kept);
  } catch {}
}

/** What other builds kept of the same, but for the latest. */
function forgetOlder(kept) {
  const folder = dirname(kept);
  const same = (name) => name.replace(/-[0-9a-f]{16}(?=-)/, '').replace(/-v[\d.]+$/, '');
  const builds = readdirSync(folder)
    .filter((name) => same(name) === same(basename(kept)))
    .map((name) => ({ path: join(folder, name), at: statSync(join(folder, name)).mtimeMs }))
    .sort((a, b) => b.at - a.at);
  for (const { path } of builds.slice(BUILDS)) rmSync(path, { force: true });
}
