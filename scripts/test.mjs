// `npm test`: installs and builds what is missing, runs every check and test, and ends with one plain line
// of totals: `N passed, N failed`.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { staticChecks } from './check.mjs';
import { beside, build, install, root } from './ensure.mjs';

install();
build();
const report = `${root}/.test-results/report.json`;
rmSync(report, { force: true });
// While types and style are looked at on one core, the tests begin on the others.
const [checks, tests] = await Promise.all([
  staticChecks(),
  beside(
    [
      `${root}/node_modules/vitest/vitest.mjs`,
      'run',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ],
    { shown: true },
  ),
]);
console.log(checks.said);
const totals = existsSync(report)
  ? JSON.parse(readFileSync(report, 'utf8'))
  : { numPassedTests: 0, numFailedTests: 0 };
// A failed static check, and a suite that could not even load, each count as one failure.
const failed =
  totals.numFailedTests +
  (checks.code === 0 ? 0 : 1) +
  (tests.code !== 0 && totals.numFailedTests === 0 ? 1 : 0);
process.exitCode = failed === 0 ? 0 : 1;
console.log(`${totals.numPassedTests} passed, ${failed} failed`);
