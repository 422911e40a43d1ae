import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

/** Tests that run the bundled program; it is bundled before them and for no others. */
const PROGRAM = ['test/console/**/*.test.ts'];

/** More than this only wait for the longest file. */
const MOST_WORKERS = 8;

export default defineConfig({
  test: {
    // Real servers, real files and real terminals: a slow machine gets its time, a hang is still cut.
    testTimeout: 90_000,
    hookTimeout: 90_000,
    pool: 'forks',
    maxWorkers: Math.min(availableParallelism(), MOST_WORKERS),
    // What a module remembers is a table or hangs on an object, so that files share a process, and its modules.
    isolate: false,
    setupFiles: 'test/support/after-file.ts',
    // Every thread and process of a test compiles the same modules: the first one leaves them for all.
    env: {
      NODE_COMPILE_CACHE: join(import.meta.dirname, 'node_modules', '.cache', 'compiled'),
      // A terminal in memory has no height, and Ink would run `tput` for it before every frame.
      COLUMNS: '100',
      LINES: '24',
    },
    projects: [
      {
        extends: true,
        test: { name: 'rooms', include: ['test/**/*.test.ts', 'test/**/*.test.tsx'], exclude: PROGRAM },
      },
      {
        extends: true,
        test: {
          name: 'stories',
          include: PROGRAM,
          globalSetup: 'test/console/support/build.ts',
          testTimeout: 180_000,
        },
      },
    ],
  },
});
