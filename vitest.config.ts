import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    // Real servers, real files and real terminals: a slow machine gets its time, a hang is still cut.
    testTimeout: 30_000,
    hookTimeout: 30_000,
    pool: 'forks',
  },
});
