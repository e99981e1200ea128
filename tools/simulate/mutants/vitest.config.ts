import { defineConfig, mergeConfig } from 'vitest/config'
import shipped from '../../../vitest.config.ts'
import { mutantPath, mutantSource } from './chosen.ts'

/** The tests of the repository with a mutant in place. */
export default mergeConfig(
  shipped,
  defineConfig({
    // What was kept of a file is the shipped one.
    test: { fsModuleCache: false },
    plugins: [
      {
        name: 'mutant',
        enforce: 'pre',
        load: (id) => (id.split('?')[0] === mutantPath ? mutantSource : null),
      },
    ],
  }),
)
