import type { Reporter, TestModule } from 'vitest/node'
import { emptyTally, leaveTally, skipOf, type Tally } from './tally.ts'

function tallyOf(modules: readonly TestModule[]): Tally {
  const tally: Tally = { ...emptyTally, skipped: [] }
  for (const module of modules) {
    // A file that could not be loaded holds no tests and must count nevertheless.
    const before = tally.failed
    for (const test of module.children.allTests()) {
      const result = test.result()
      if (result.state === 'passed') tally.passed += 1
      else if (result.state === 'skipped') {
        tally.skipped.push(skipOf(`${module.relativeModuleId} › ${test.fullName}`, result.note))
      } else tally.failed += 1
    }
    if (module.state() === 'failed' && tally.failed === before) tally.failed += 1
  }
  return tally
}

/** Tells the orchestrator of `npm test` how many tests passed, failed and were skipped, and why. */
export default class TallyReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const tally = tallyOf(modules)
    leaveTally(errors.length > 0 ? { ...tally, failed: tally.failed + 1 } : tally)
  }
}
