import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { add, emptyTally, readTally, settle, summaryLine, type Tally } from '#tools/test/tally.ts'

const skip = { name: 'a › b', reason: 'needs root' }
const some: Tally = { passed: 3, failed: 1, skipped: [skip] }

describe('the tally of npm test', () => {
  test('ends with passed, failed, skipped', () => {
    expect(summaryLine(add(some, { ...emptyTally, passed: 2 }))).toBe(
      '5 passed, 1 failed, 1 skipped',
    )
  })

  test('counts a runner that left nothing as one failure', () => {
    expect(settle(0, null)).toEqual({ passed: 0, failed: 1, skipped: [] })
    expect(settle(null, null).failed).toBe(1)
  })

  test('counts a failing exit without a failing test as one failure', () => {
    expect(settle(1, { ...some, failed: 0 }).failed).toBe(1)
    expect(settle(1, some).failed).toBe(1)
    expect(settle(0, { ...some, failed: 0 }).failed).toBe(0)
  })

  test('reads what reporters left, and nothing from a file that is not there', () => {
    const folder = mkdtempSync(join(tmpdir(), 'zhike-tally-'))
    const file = join(folder, 'tally')
    expect(readTally(file)).toBeNull()
    writeFileSync(file, `${JSON.stringify(some)}\n${JSON.stringify(some)}\n`)
    expect(readTally(file)).toEqual({ passed: 6, failed: 2, skipped: [skip, skip] })
    rmSync(folder, { recursive: true })
  })
})
