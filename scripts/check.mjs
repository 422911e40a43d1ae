// `npm run check`: types, lint and format at the same time, then the tests, unless one of those has failed.
import { beside, install, pinned, root } from './ensure.mjs';

const bin = (name) => `${root}/node_modules/${name}`;
const STEPS = [
  ['types', [bin('typescript/bin/tsc'), '-p', root]],
  ['lint and format', [bin('@biomejs/biome/bin/biome'), 'check', '--error-on-warnings', root]],
];
/** Runs all of them at the same time; resolves to what they said and the exit code of the first that failed, or 0. */
export async function staticChecks() {
  const ran = await Promise.all(STEPS.map(async ([name, args]) => ({ name, ...(await beside(args)) })));
  return {
    code: ran.find(({ code }) => code !== 0)?.code ?? 0,
    said: ran.map(({ name, said }) => `# ${name}\n${said}`).join('\n'),
  };
}

if (process.argv[1] === `${root}/scripts/check.mjs`) {
  install();
  const { code, said } = await staticChecks();
  console.log(said);
  process.exitCode = code || pinned([bin('vitest/vitest.mjs'), 'run', ...process.argv.slice(2)]);
}
