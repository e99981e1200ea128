import type { SerializedError } from 'vitest'
import type { Reporter, TestModule } from 'vitest/node'
import { failureOf, leaveTally, skipOf, type Tally } from './tally.ts'

function tallyOf(modules: readonly TestModule[]): Tally {
  const tally: Tally = { passed: 0, failed: [], skipped: [] }
  for (const module of modules) {
    // A file that could not be loaded holds no tests and must count nevertheless.
    const before = tally.failed.length
    for (const test of module.children.allTests()) {
      const result = test.result()
      const name = `${module.relativeModuleId} › ${test.fullName}`
      if (result.state === 'passed') tally.passed += 1
      else if (result.state === 'skipped') {
        tally.skipped.push(skipOf(name, result.note))
      } else tally.failed.push(failureOf(name, result.errors?.[0]?.message))
    }
    if (module.state() === 'failed' && tally.failed.length === before) {
      tally.failed.push(failureOf(module.relativeModuleId, module.errors()[0]?.message))
    }
  }
  return tally
}

/** Where of our own code an error that no test caught was thrown: ` (head-office/….ts:1:2)`, or nothing. */
function placeOf(error: SerializedError): string {
  const root = `${process.cwd()}/`
  const frame = (error.stack ?? '')
    .split('\n')
    .find((line) => line.includes(root) && !line.includes('node_modules'))
  const place = frame?.slice(frame.indexOf(root) + root.length).replace(')', '')
  return place ? ` (${place})` : ''
}

/** Tells the orchestrator of `npm test` how many tests passed, failed and were skipped, and why. */
export default class TallyReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly SerializedError[]): void {
    const tally = tallyOf(modules)
    for (const error of errors) {
      tally.failed.push(failureOf(`outside of any test${placeOf(error)}`, error.message))
    }
    leaveTally(tally)
  }
}
