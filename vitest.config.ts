import { defineConfig } from 'vitest/config';

/** Tests that run the bundled program; it is bundled before them and for no others. */
const PROGRAM = ['test/console/**/*.test.ts'];

export default defineConfig({
  test: {
    // Real servers, real files and real terminals: a slow machine gets its time, a hang is still cut.
    testTimeout: 30_000,
    hookTimeout: 30_000,
    pool: 'forks',
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
