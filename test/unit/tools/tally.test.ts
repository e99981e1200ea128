import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import {
  add,
  emptyTally,
  failureOf,
  readTally,
  settle,
  summaryLine,
  type Tally,
} from '#tools/test/tally.ts'

const skip = { name: 'a › b', reason: 'needs root' }
const failure = { name: 'c › d', message: 'expected 1 to be 2' }
const some: Tally = { passed: 3, failed: [failure], skipped: [skip] }

describe('the tally of npm test', () => {
  test('ends with passed, failed, skipped', () => {
    expect(summaryLine(add(some, { ...emptyTally, passed: 2 }))).toBe(
      '5 passed, 1 failed, 1 skipped',
    )
  })

  test('counts a runner that left nothing as one failure', () => {
    const message = 'ended with exit code 0, see its output'
    expect(settle('lint', 0, null)).toEqual({
      passed: 0,
      failed: [{ name: 'lint', message }],
      skipped: [],
    })
    expect(settle('lint', null, null).failed).toHaveLength(1)
  })

  test('counts a failing exit without a failing test as one failure', () => {
    expect(settle('unit', 1, { ...some, failed: [] }).failed).toHaveLength(1)
    expect(settle('unit', 1, some).failed).toEqual([failure])
    expect(settle('unit', 0, { ...some, failed: [] }).failed).toEqual([])
  })

  test('names a failure by the first line of its message, without colours', () => {
    expect(failureOf('c', '\u001b[31mexpected 1\u001b[39m to be 2\n  at …')).toEqual({
      name: 'c',
      message: 'expected 1 to be 2',
    })
    expect(failureOf('c', undefined).message).toBe('no reason was given')
  })

  test('reads what reporters left, and nothing from a file that is not there', () => {
    const folder = mkdtempSync(join(tmpdir(), 'zhike-tally-'))
    const file = join(folder, 'tally')
    expect(readTally(file)).toBeNull()
    writeFileSync(file, `${JSON.stringify(some)}\n${JSON.stringify(some)}\n`)
    expect(readTally(file)).toEqual({
      passed: 6,
      failed: [failure, failure],
      skipped: [skip, skip],
    })
    rmSync(folder, { recursive: true })
  })
})
