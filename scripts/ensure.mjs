// Installs and builds what is missing and nothing else. Runs on whatever Node npm runs on, so it uses
// nothing newer than Node 18 knows.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const at = (...parts) => join(root, ...parts);

/** The pinned runtime, installed as the npm package `node`. */
export const runtime = at('node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');

const digest = (...files) => {
  const hash = createHash('sha256');
  for (const file of files) hash.update(file).update(readFileSync(file));
  return hash.digest('hex');
};
const read = (file) => (existsSync(file) ? readFileSync(file, 'utf8') : '');

function run(command, args, options = {}) {
  const result = spawnSync(command, args, { cwd: root, stdio: ['ignore', 2, 2], ...options });
  if (result.error) throw result.error;
  if (result.status !== 0) {
    console.error(`certdeck: \`${command} ${args.join(' ')}\` ended with ${result.status ?? result.signal}.`);
    process.exit(result.status ?? 1);
  }
}

/**
 * Installs what the lockfile pins, unless that is installed already. `npm install` rather than `npm ci`: the
 * lockfile may not list the optional binaries of every operating system, and ci would refuse to add them.
 */
export function install() {
  const stamp = at('node_modules', '.certdeck-lock');
  const want = digest(at('package-lock.json'));
  if (read(stamp) !== want || !existsSync(runtime)) {
    console.error('certdeck: installing packages (first time, or the lockfile changed) ...');
    const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];
    // No install scripts: better-sqlite3 and the pseudo-terminal bring their binaries, yet npm would compile the
    // first for the binding.gyp in it, which takes Python, a compiler and headers from the network.
    run('npm', ['install', '--no-save', '--ignore-scripts', ...quiet]);
    // But for the runtime's, which fetches it.
    run('npm', ['rebuild', 'node', '--ignore-scripts=false', ...quiet]);
    if (!existsSync(runtime)) {
      console.error(
        `certdeck: the npm package node brought no runtime for ${process.platform} ${process.arch}.`,
      );
      console.error('certdeck: `npm rebuild node --ignore-scripts=false --foreground-scripts` tells why.');
      process.exit(1);
    }
    writeFileSync(stamp, want);
  }
}

function sources(folder) {
  return readdirSync(at(folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}

/** Bundles dist/ when a source is newer than the last bundle. */
export function build() {
  const inputs = [...['src', 'components', 'stores', 'scripts'].flatMap(sources), at('package-lock.json')];
  const stamp = at('dist', '.stamp');
  const built = existsSync(stamp) ? statSync(stamp).mtimeMs : 0;
  if (inputs.some((file) => statSync(file).mtimeMs > built) || !existsSync(at('dist', 'certdeck.js'))) {
    run(runtime, [at('scripts/build.mjs')]);
  }
}

function environment(env) {
  const path = `${dirname(runtime)}${process.platform === 'win32' ? ';' : ':'}${process.env.PATH ?? ''}`;
  return { ...process.env, PATH: path, ...env };
}

/** Runs a command under the pinned runtime with the terminal passed through; gives its exit code. */
export function pinned(args, env = {}) {
  const result = spawnSync(runtime, args, { cwd: root, stdio: 'inherit', env: environment(env) });
  return result.status ?? (result.signal ? 130 : 1);
}

/** The same beside others: resolves to its exit code and, unless `shown`, what it said. */
export function beside(args, { shown = false } = {}) {
  const out = shown ? 'inherit' : 'pipe';
  const child = spawn(runtime, args, { cwd: root, stdio: ['ignore', out, out], env: environment({}) });
  const said = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (bytes) => said.push(bytes));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status) => resolve({ code: status ?? 130, said: Buffer.concat(said).toString() }));
  });
}
