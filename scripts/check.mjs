// `npm run check`: types, lint and format, unit tests, console tests, in that order; stops at the first that fails.
import { install, pinned, root } from './ensure.mjs';

const bin = (name) => `${root}/node_modules/${name}`;
const STEPS = [
  ['types', [bin('typescript/bin/tsc'), '-p', root]],
  ['lint and format', [bin('@biomejs/biome/bin/biome'), 'check', '--error-on-warnings', root]],
];
export function staticChecks() {
  for (const [name, args] of STEPS) {
    console.log(`# ${name}`);
    const code = pinned(args);
    if (code !== 0) return code;
  }
  return 0;
}

if (process.argv[1] === `${root}/scripts/check.mjs`) {
  install();
  process.exitCode = staticChecks() || pinned([bin('vitest/vitest.mjs'), 'run', ...process.argv.slice(2)]);
}
