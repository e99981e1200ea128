import type { FullResult, Reporter, Suite } from 'playwright/types/testReporter'
import { failureOf, leaveTally, skipOf, type Tally } from './tally.ts'

/** Tells the orchestrator of `npm test` how many tests passed, failed and were skipped, and why. */
export default class TallyReporter implements Reporter {
  #suite: Suite | undefined

  onBegin(_config: unknown, suite: Suite): void {
    this.#suite = suite
  }

  onEnd(result: FullResult): void {
    const tally: Tally = { passed: 0, failed: [], skipped: [] }
    for (const test of this.#suite?.allTests() ?? []) {
      const outcome = test.outcome()
      const name = test.titlePath().filter(Boolean).join(' › ')
      if (outcome === 'skipped') {
        const note = test.annotations.find((annotation) => annotation.type === 'skip')
        tally.skipped.push(skipOf(name, note?.description))
      } else if (outcome === 'unexpected') {
        tally.failed.push(failureOf(name, test.results.at(-1)?.error?.message))
      } else tally.passed += 1
    }
    if (result.status !== 'passed' && tally.failed.length === 0) {
      tally.failed.push(failureOf('outside of any test', `the run ended as ${result.status}`))
    }
    leaveTally(tally)
  }
}
