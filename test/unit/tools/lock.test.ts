import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { identify, isRunning, tryLock, unlock } from '#tools/setup/lock.mjs'

let folder: string
let file: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'zhike-lock-'))
  file = join(folder, 'below/start.lock')
})

afterEach(() => rmSync(folder, { recursive: true }))

describe('a lock file', () => {
  test('is taken once, and told apart by its holder', () => {
    expect(tryLock(file)).toBeNull()
    expect(tryLock(file)).toEqual(identify(process.pid))
    expect(readdirSync(join(folder, 'below'))).toEqual(['start.lock'])
    unlock(file)
    expect(tryLock(file)).toBeNull()
  })

  test('of a dead process is taken over', () => {
    const dead = spawnSync(process.execPath, ['-e', '']).pid
    tryLock(file)
    writeFileSync(file, JSON.stringify({ pid: dead, started: '' }))
    expect(tryLock(file)).toBeNull()
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(identify(process.pid))
  })

  test('that is torn is taken over', () => {
    tryLock(file)
    writeFileSync(file, '{"pid":')
    expect(tryLock(file)).toBeNull()
  })

  test('of another is not given back', () => {
    tryLock(file)
    writeFileSync(file, JSON.stringify(identify(process.ppid)))
    unlock(file)
    expect(existsSync(file)).toBe(true)
    expect(tryLock(file)).toEqual(identify(process.ppid))
  })

  test('knows a reused process number', (context) => {
    context.skip(process.platform !== 'linux', 'only Linux tells when a process began')
    const { pid, started } = identify(process.pid)
    expect(isRunning({ pid, started })).toBe(true)
    expect(isRunning({ pid, started: `${started}0` })).toBe(false)
    expect(isRunning({ pid: 0, started: '' })).toBe(false)
  })
})
