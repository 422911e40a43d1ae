// Bundles the program into dist/: a small launcher any Node can parse, and one file for the program and for each
// of its threads, whose modules are evaluated when they are first asked for: every further file is one more to find
// and to read.
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { quickStart } from './quick-start.mjs';

const PROGRAMS = {
  main: 'src/main.ts',
  'cache-worker': 'src/cache/worker.ts',
  'demo-worker': 'src/demo/worker.ts',
  'export-worker': 'src/export/worker.ts',
  'exports-worker': 'src/platforms/certinext/exports/worker.ts',
  'host-worker': 'src/platforms/host/worker.ts',
  'lines-worker': 'src/export/lines/worker.ts',
  'report-worker': 'src/report/worker.ts',
  'sql-process': 'src/cache/sql/process.ts',
  'sync-worker': 'src/sync/worker.ts',
};

rmSync('dist', { recursive: true, force: true });
mkdirSync('dist');
copyFileSync('scripts/load.mjs', 'dist/load.mjs');
// What reads fonts looks for its other half beside itself.
copyFileSync(fileURLToPath(import.meta.resolve('harfbuzzjs/dist/harfbuzz.wasm')), 'dist/harfbuzz.wasm');
const built = await Promise.all(Object.entries(PROGRAMS).map(bundle));
const kept = Object.fromEntries(built);
writeFileSync(
  'dist/certdeck.js',
  `#!/usr/bin/env node
var v = process.versions.node.split('.');
if (+v[0] < 22 || (+v[0] === 22 && +v[1] < 12)) {
  console.error('certdeck needs Node >= 22.12; this is ' + process.version + '. Run it with \`npm start\`, which brings its own.');
  process.exit(2);
}
// Each command compiles other parts of the program, and keeps its own.
var command = process.argv.slice(2).find(function (word) { return /^(--help|-h|--version|__complete|[a-z]{2,10})$/.test(word); }) || 'console';
import('./load.mjs').then(function (loader) {
  var early = command === 'console' ? loader.beginReader() : undefined;
  return loader.load('main', import.meta.url, '${kept.main}-' + command, early);
}).catch(function (error) {
  console.error(error && error.stack ? error.stack : String(error));
  process.exitCode = 1;
});
`,
  { mode: 0o755 },
);
writeFileSync('dist/.stamp', '');

/** One file of code and, for a thread, the entry that loads it; gives its name and under which it is kept. */
async function bundle([name, entry]) {
  const { outputFiles } = await build({
    entryPoints: [entry],
    write: false,
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'node',
    target: 'node22.12',
    jsx: 'automatic',
    legalComments: 'none',
    define: {
      'process.env.NODE_ENV': '"production"',
      'process.env.DEV': '"false"',
      'import.meta.url': '__url',
      // Only for configurations of yargs that extend others, which there are none of.
      'import.meta.resolve': 'undefined',
    },
    plugins: quickStart,
    logLevel: 'warning',
  });
  // ASCII, so that it is read and kept as one byte a character. What esbuild leaves stands in regular expressions.
  const text = outputFiles[0].text.replace(
    /[^\0-\x7f]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  // Modules may wait where they begin, which a script may not: they become the body of a function.
  const code = `(async function(__url,require,__early){"use strict";${text}\n})`;
  const stamp = `${name}-${createHash('sha256').update(code).digest('hex').slice(0, 16)}`;
  writeFileSync(`dist/${name}.code`, code);
  if (name !== 'main') {
    writeFileSync(
      `dist/${name}.js`,
      `import{load}from'./load.mjs';await load('${name}',import.meta.url,'${stamp}');\n`,
    );
  }
  return [name, stamp];
}
