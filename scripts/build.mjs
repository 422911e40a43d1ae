// Bundles the program into dist/: a small launcher any Node can parse, the command line, and chunks that
// load only when used (React, spreadsheets). Worker threads are entries of their own.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { build } from 'esbuild';

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

rmSync('dist', { recursive: true, force: true });
await build({
  entryPoints: {
    main: 'src/main.ts',
    'cache-worker': 'src/cache/worker.ts',
    'demo-worker': 'src/demo/worker.ts',
    'export-worker': 'src/export/worker.ts',
    'exports-worker': 'src/platforms/certinext/exports/worker.ts',
    'host-worker': 'src/platforms/host/worker.ts',
    'sync-worker': 'src/sync/worker.ts',
  },
  outdir: 'dist',
  bundle: true,
  minify: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node22.12',
  jsx: 'automatic',
  legalComments: 'none',
  define: { 'process.env.NODE_ENV': '"production"', 'process.env.DEV': '"false"' },
  // Binary addons resolve their own files; exceljs is CommonJS with dynamic requires and loads only for xlsx.
  external: ['better-sqlite3', 'exceljs', 'react-devtools-core'],
  banner: { js: "import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);" },
  plugins: [decodeLayoutEngine],
  logLevel: 'warning',
});
writeFileSync(
  'dist/certdeck.js',
  `#!/usr/bin/env node
var v = process.versions.node.split('.');
if (+v[0] < 22 || (+v[0] === 22 && +v[1] < 12)) {
  console.error('certdeck needs Node >= 22.12; this is ' + process.version + '. Run it with \`npm start\`, which brings its own.');
  process.exit(2);
}
var module = process.getBuiltinModule && process.getBuiltinModule('node:module');
if (module && module.enableCompileCache) {
  var caches = process.env.XDG_CACHE_HOME || (process.env.HOME && process.env.HOME + '/.cache');
  if (caches) module.enableCompileCache(caches + '/certdeck');
}
import('./main.js').catch(function (error) {
  console.error(error && error.stack ? error.stack : String(error));
  process.exitCode = 1;
});
`,
  { mode: 0o755 },
);
writeFileSync('dist/.stamp', '');
