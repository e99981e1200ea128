import type { FullResult, Reporter, Suite } from 'playwright/types/testReporter'
import { emptyTally, leaveTally, skipOf, type Tally } from './tally.ts'

/** Tells the orchestrator of `npm test` how many tests passed, failed and were skipped, and why. */
export default class TallyReporter implements Reporter {
  #suite: Suite | undefined

  onBegin(_config: unknown, suite: Suite): void {
    this.#suite = suite
  }

  onEnd(result: FullResult): void {
    const tally: Tally = { ...emptyTally, skipped: [] }
    for (const test of this.#suite?.allTests() ?? []) {
      const outcome = test.outcome()
      if (outcome === 'skipped') {
        const note = test.annotations.find((annotation) => annotation.type === 'skip')
        tally.skipped.push(skipOf(test.titlePath().filter(Boolean).join(' › '), note?.description))
      } else if (outcome === 'unexpected') tally.failed += 1
      else tally.passed += 1
    }
    if (result.status !== 'passed' && tally.failed === 0) tally.failed = 1
    leaveTally(tally)
  }
}
