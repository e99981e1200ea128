import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readTally, settle, tallyVariable, type Tally } from '#tools/test/tally.ts'

const root = join(import.meta.dirname, '../../..')
let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'zhike-reporters-'))
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
})

afterEach(() => rmSync(folder, { recursive: true }))

/** Runs a test runner in the folder as `npm test` does; gives what it settles as. */
function tallyOf(args: readonly string[]): Tally {
  const file = join(folder, 'tally')
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(VITEST|NODE_ENV|TEST)/.test(name)),
  )
  const ended = spawnSync(process.execPath, [...args], {
    cwd: folder,
    env: { ...env, [tallyVariable]: file },
    stdio: 'ignore',
  })
  return settle('all', ended.status, readTally(file))
}

describe('vitest', () => {
  const run = () =>
    tallyOf([
      join(root, 'node_modules/vitest/vitest.mjs'),
      'run',
      '--root',
      folder,
      `--reporter=${join(root, 'tools/test/vitest-reporter.ts')}`,
    ])

  test('tells passed, failed, and skipped with the reason', () => {
    writeFileSync(
      join(folder, 'some.test.ts'),
      `import { describe, expect, test } from 'vitest'
       test('holds', () => {})
       describe('a', () => {
         test('breaks', () => expect(1).toBe(2))
         test('needs root', (context) => context.skip('needs root'))
       })`,
    )
    expect(run()).toEqual({
      passed: 1,
      failed: [
        { name: 'some.test.ts › a > breaks', message: 'expected 1 to be 2 // Object.is equality' },
      ],
      skipped: [{ name: 'some.test.ts › a > needs root', reason: 'needs root' }],
    })
  })

  test('tells the one reason for which a whole group was left out', () => {
    writeFileSync(
      join(folder, 'group.test.ts'),
      `import { test } from 'vitest'
       import { describeWhere } from ${JSON.stringify(join(root, 'test/support/describe-where.ts'))}
       describeWhere(false, 'the bank', 'its folder is absent', () => {
         test('is whole', () => {})
       })
       describeWhere(true, 'the sample', 'never', () => {
         test('is whole', () => {})
       })`,
    )
    expect(run()).toEqual({
      passed: 1,
      failed: [],
      skipped: [{ name: 'group.test.ts › the bank > is whole', reason: 'its folder is absent' }],
    })
  })

  test('counts a file that does not load, and an error nobody caught', () => {
    writeFileSync(join(folder, 'broken.test.ts'), `throw new Error('no')`)
    writeFileSync(
      join(folder, 'stray.test.ts'),
      `import { test } from 'vitest'
       test('holds', async () => {
         void Promise.reject(new Error('stray'))
         await new Promise((resolve) => setTimeout(resolve, 50))
       })`,
    )
    expect(run()).toEqual({
      passed: 1,
      failed: [
        { name: 'broken.test.ts', message: 'no' },
        { name: 'outside of any test (stray.test.ts:3:30)', message: 'stray' },
      ],
      skipped: [],
    })
  })

  test('counts the absence of tests as a failure', () => {
    expect(run().failed).toHaveLength(1)
  })
})

describe('playwright', () => {
  const run = () =>
    tallyOf([
      join(root, 'node_modules/playwright/cli.js'),
      'test',
      '--reporter',
      join(root, 'tools/test/playwright-reporter.ts'),
    ])

  test('tells passed, failed, and skipped with the reason', () => {
    writeFileSync(
      join(folder, 'some.spec.ts'),
      `import { expect, test } from 'playwright/test'
       test('holds', () => {})
       test('breaks', () => expect(1).toBe(2))
       test('needs root', () => test.skip(true, 'needs root'))`,
    )
    expect(run()).toEqual({
      passed: 1,
      failed: [
        {
          name: 'some.spec.ts › breaks',
          message: 'Error: expect(received).toBe(expected) // Object.is equality',
        },
      ],
      skipped: [{ name: 'some.spec.ts › needs root', reason: 'needs root' }],
    })
  })

  test('counts a file that does not load', () => {
    writeFileSync(join(folder, 'broken.spec.ts'), `throw new Error('no')`)
    expect(run().failed).toHaveLength(1)
  })
})
