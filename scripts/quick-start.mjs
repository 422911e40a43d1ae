// What the bundle changes in packages so that the program starts sooner.
import { readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { fileURLToPath } from 'node:url';

const MEASURE = fileURLToPath(import.meta.resolve('string-width'));

// Ink's layout engine brings its WebAssembly inside its own text, yet fetches it from there, for which Node
// first loads an HTTP client. Without a `fetch` it decodes the text, which is sooner done.
const decodeLayoutEngine = {
  name: 'decode-layout-engine',
  setup: ({ onLoad }) =>
    onLoad({ filter: /yoga-wasm-base64-esm\.js$/ }, ({ path }) => ({
      contents: `var fetch;${readFileSync(path, 'utf8')}`,
      loader: 'js',
    })),
};

// Ink and what it uses bring a measure of text each; ours does for all. Its pattern of every emoji takes longer
// to make than the rest of it together, and few texts ever meet it.
const oneMeasure = {
  name: 'one-measure',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^string-width$/ }, () => ({ path: MEASURE }));
    onLoad({ filter: /[/\\]string-width[/\\]index\.js$/ }, ({ path }) => ({
      contents: late(
        replaced(path, readFileSync(path, 'utf8'), [
          [
            /^const (emojiPrefixRegex) = (.*);$/m,
            'let madeEmojiPrefix;\nconst $1 = {\n' +
              '\ttest: string => (madeEmojiPrefix ??= $2).test(string),\n' +
              '\texec: string => (madeEmojiPrefix ??= $2).exec(string),\n};',
          ],
        ]),
      ),
      loader: 'js',
    }));
  },
};

// The tables that tell where a character ends are read when the first segmenter is made, which plain texts do without.
const lateSegmenters = {
  name: 'late-segmenters',
  setup: ({ onLoad }) =>
    onLoad(
      {
        filter:
          /[/\\](ink[/\\]build[/\\]line-update|ansi-tokenize[/\\]build[/\\]tokenize|slice-ansi[/\\]tokenize-ansi|wrap-ansi[/\\]index)\.js$/,
      },
      ({ path }) => ({ contents: late(readFileSync(path, 'utf8')), loader: 'js' }),
    ),
};

const SEGMENTER = /^const (\w+) = (new Intl\.Segmenter\([^;]*\));$/m;
const late = (text) =>
  text.replace(SEGMENTER, 'let made$1;\nconst $1 = { segment: string => (made$1 ??= $2).segment(string) };');

function replaced(path, text, changes) {
  return changes.reduce((now, [pattern, by]) => {
    if (!pattern.test(now)) throw new Error(`${path} no longer has ${pattern}`);
    return now.replace(pattern, by);
  }, text);
}

// In one file all imports would be evaluated at its start, those of modules that are not needed yet, too. As CommonJS
// modules they are evaluated with the first module that imports them.
const lateBuiltins = {
  name: 'late-builtins',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^[\w:/]+$/ }, ({ path, kind }) =>
      kind.startsWith('require') || !isBuiltin(path) ? undefined : { path, namespace: 'builtin' },
    );
    onLoad({ filter: /.*/, namespace: 'builtin' }, ({ path }) => ({
      contents: `module.exports = process.getBuiltinModule(${JSON.stringify(path)});`,
      loader: 'js',
    }));
  },
};

// Ink's tools for developers, which it loads only when asked to, with a package that is not there.
const noDevtools = {
  name: 'no-devtools',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^react-devtools-core$/ }, ({ path }) => ({ path, namespace: 'none' }));
    onLoad({ filter: /.*/, namespace: 'none' }, () => ({ contents: 'module.exports = {};', loader: 'js' }));
  },
};

// Binary addons resolve their own files, and exceljs requires what it finds at run time: they stay packages.
const packages = {
  name: 'packages',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(better-sqlite3|exceljs)$/ }, ({ path, namespace }) =>
      namespace === 'package' ? { path, external: true } : { path, namespace: 'package' },
    );
    onLoad({ filter: /.*/, namespace: 'package' }, ({ path }) => ({
      contents: `module.exports = require(${JSON.stringify(path)});`,
      loader: 'js',
    }));
  },
};

export const quickStart = [
  lateBuiltins,
  packages,
  noDevtools,
  decodeLayoutEngine,
  oneMeasure,
  lateSegmenters,
];
