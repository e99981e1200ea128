/** A package's own command, as a path below node_modules: `.bin` differs between npm versions. */
const vitest = 'node_modules/vitest/vitest.mjs'

/**
 * Task → what runs: `entry` below the repository, its fixed arguments, then what a person adds, or
 * `usual` where nothing is added. A task without an entry is the set-up itself.
 * @type {Record<string, { entry?: string, args?: string[], usual?: string[] }>}
 */
export const tasks = {
  start: { entry: 'tools/start/main.ts' },
  test: { entry: 'tools/test/main.ts' },
  setup: {},
  build: { entry: 'tools/build/main.ts' },
  lint: { entry: 'node_modules/eslint/bin/eslint.js', args: ['--max-warnings', '0'], usual: ['.'] },
  types: {
    entry: 'node_modules/vue-tsc/bin/vue-tsc.js',
    args: [
      '--noEmit',
      '--incremental',
      '--tsBuildInfoFile',
      'node_modules/.cache/types.tsbuildinfo',
    ],
  },
  format: { entry: 'node_modules/oxfmt/bin/oxfmt', usual: ['.'] },
  'test:unit': { entry: vitest, args: ['run'], usual: ['test/architecture', 'test/unit'] },
  'test:integration': { entry: vitest, args: ['run'], usual: ['test/integration', 'test/sync'] },
  'test:e2e': { entry: 'tools/test/end-to-end.ts' },
  import: { entry: 'tools/import/main.ts' },
  'demo:transactions': { entry: 'tools/transactions/main.ts' },
  'arrivals:key': { entry: 'tools/arrivals/main.ts' },
  bench: { entry: 'tools/bench/main.ts' },
  evaluate: { entry: 'tools/evaluate/main.ts' },
  assess: { entry: 'tools/assess/main.ts' },
  learning: { entry: 'tools/learning/main.ts' },
  simulate: { entry: 'tools/simulate/main.ts' },
  ledger: { entry: 'tools/ledger/main.ts' },
  'verify:ledger': { entry: 'tools/ledger-proof/main.ts' },
  'verify:durability': { entry: 'tools/durability/main.ts' },
  screenshots: { entry: 'tools/screenshots/main.ts' },
}
