import { defineConfig } from 'vitest/config'
import { mutantPath, mutantSource } from './chosen.ts'

/** Tests of the repository with a mutant in place. */
export default defineConfig({
  plugins: [
    {
      name: 'mutant',
      enforce: 'pre',
      load: (id) => (id.split('?')[0] === mutantPath ? mutantSource : null),
    },
  ],
  test: {
    include: ['test/{unit,integration,sync}/**/*.test.ts'],
    globalSetup: ['test/support/postgres-broker.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    pool: 'forks',
    // What was kept of a file is the shipped one.
    fsModuleCache: false,
  },
})
