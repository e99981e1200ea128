import { appendFileSync, existsSync, readFileSync } from 'node:fs'

/** A test that did not run, and why. */
export interface Skip {
  name: string
  reason: string
}

const mark = / \(skipped: ([^)]*)\)/

/** Name of a group of tests that is left out as a whole: Vitest has no other place for its reason. */
export function skippedName(name: string, reason: string): string {
  return `${name} (skipped: ${reason})`
}

/** A skip from the full name of a test and the note on it, if there is one. */
export function skipOf(fullName: string, note: string | undefined): Skip {
  const told = mark.exec(fullName)?.[1]
  return { name: fullName.replace(mark, ''), reason: note ?? told ?? 'no reason was given' }
}

/** A test that failed, and the first line of how. */
export interface Failure {
  name: string
  message: string
}

/** Codes with which a terminal colours text. */
const colours = /\u001b\[[\d;]*m/g

/** A failure from what a runner knows of it. */
export function failureOf(name: string, message: string | undefined): Failure {
  const line = (message ?? '').replace(colours, '').trim().split('\n')[0]
  return { name, message: line ? line : 'no reason was given' }
}

/** Outcome of a stage in tests; a stage that is one check counts as one. */
export interface Tally {
  passed: number
  failed: Failure[]
  skipped: Skip[]
}

/** Nothing counted yet. */
export const emptyTally: Tally = { passed: 0, failed: [], skipped: [] }

/** Both together. */
export function add(a: Tally, b: Tally): Tally {
  return {
    passed: a.passed + b.passed,
    failed: [...a.failed, ...b.failed],
    skipped: [...a.skipped, ...b.skipped],
  }
}

/** Variable that names the file in which a test runner's reporter leaves its tally. */
export const tallyVariable = 'OCRM_TALLY_FILE'

/** Leaves a tally for the orchestrator, where one asked for it. */
export function leaveTally(tally: Tally): void {
  const file = process.env[tallyVariable]
  if (file) appendFileSync(file, `${JSON.stringify(tally)}\n`)
}

/** What a runner left; null where it ended before it could. */
export function readTally(file: string): Tally | null {
  if (!existsSync(file)) return null
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean)
  if (lines.length === 0) return null
  return lines.map((line) => JSON.parse(line) as Tally).reduce(add)
}

/**
 * What a runner's exit code and tally say together: a failing exit without a failing test (an
 * unhandled error, a crash, no test found) counts as one failure, so it cannot go unseen.
 */
export function settle(title: string, exitCode: number | null, tally: Tally | null): Tally {
  const unseen = failureOf(title, `ended with exit code ${exitCode ?? 'none'}, see its output`)
  if (!tally) return { ...emptyTally, failed: [unseen] }
  return exitCode !== 0 && tally.failed.length === 0 ? { ...tally, failed: [unseen] } : tally
}

/** The last line of `npm test`. */
export function summaryLine(tally: Tally): string {
  return `${tally.passed} passed, ${tally.failed.length} failed, ${tally.skipped.length} skipped`
}
