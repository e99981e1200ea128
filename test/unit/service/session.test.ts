import { describe, expect, test } from 'vitest'
import { lockoutLimits } from '#domain/organisation/lockout.ts'
import { judgeLockout } from '#main/service/session/lockout.ts'
import { slotCost, slotKey, unwrapKeys, wrapKeys } from '#main/service/session/keyring.ts'
import { ActionLog, sameActionMs } from '#main/service/ledger/action-log.ts'
import { repairedChanges } from '#main/service/submissions/repair.ts'
import { randomKey } from '#platform/crypto/hash.ts'
import { newStretch } from '#platform/crypto/password.ts'

describe('lockout', () => {
  const waitMs = lockoutLimits.waitMinutes * 60_000
  const judge = (before: Parameters<typeof judgeLockout>[0], monotonicNow: number) =>
    judgeLockout(before, 'now', monotonicNow, lockoutLimits)
  const failures = (count: number, run = 'now', firstAt = 0) =>
    Array.from({ length: count }, (_, n) => ({ run_id: run, mono_ms: firstAt + n, wall_ms: 0 }))

  test('four failures cost nothing, the fifth a quarter of an hour, the tenth head office', () => {
    expect(judge(failures(4), 10)).toEqual({ kind: 'none' })
    expect(judge(failures(5), 4)).toEqual({ kind: 'wait', leftMs: waitMs })
    expect(judge(failures(5), 4 + waitMs)).toEqual({ kind: 'none' })
    expect(judge(failures(9), 4 + waitMs)).toEqual({ kind: 'none' })
    expect(judge(failures(10), 10 * waitMs)).toEqual({ kind: 'online' })
  })

  test('a restart begins the wait anew', () => {
    const before = failures(5, 'earlier', 99_000_000)
    expect(judge(before, 1_000)).toEqual({ kind: 'wait', leftMs: waitMs - 1_000 })
    expect(judge(before, waitMs)).toEqual({ kind: 'none' })
  })

  test('a bank that published other limits has those', () => {
    const strict = { beforeWait: 3, waitMinutes: 30, beforeOnline: 6 }
    const judgeStrictly = (count: number) => judgeLockout(failures(count), 'now', 2, strict)
    expect(judgeStrictly(2)).toEqual({ kind: 'none' })
    expect(judgeStrictly(3)).toEqual({ kind: 'wait', leftMs: 30 * 60_000 })
    expect(judgeStrictly(6)).toEqual({ kind: 'online' })
  })
})

describe('key slot', () => {
  const binding = { staffId: 's', deviceId: 'd', credentialVersion: 1 }
  const stretch = newStretch(2 ** 10)
  const secret = randomKey()
  const keys = { cacheKey: randomKey(), userKey: randomKey(), cacheKeyVersion: 3 }

  test('costs whoever guesses 128 MiB each; less where the password is printed anyway', () => {
    expect(slotCost({ demo: false })).toBe(2 ** 17)
    expect(slotCost({ demo: true })).toBeLessThan(2 ** 14)
  })

  test('opens with password, device, credential version and grant, and with nothing less', async () => {
    const key = await slotKey('Correct-horse-7', stretch, secret, binding)
    const sealed = wrapKeys(key, keys, 'grant')
    expect(unwrapKeys(key, sealed, 'grant')).toEqual(keys)
    expect(unwrapKeys(key, sealed, 'another grant')).toBeNull()
    const others = await Promise.all([
      slotKey('Correct-horse-8', stretch, secret, binding),
      slotKey('Correct-horse-7', newStretch(2 ** 10), secret, binding),
      slotKey('Correct-horse-7', stretch, randomKey(), binding),
      slotKey('Correct-horse-7', stretch, secret, { ...binding, deviceId: 'x' }),
      slotKey('Correct-horse-7', stretch, secret, { ...binding, staffId: 'x' }),
      slotKey('Correct-horse-7', stretch, secret, { ...binding, credentialVersion: 2 }),
    ])
    for (const other of others) expect(unwrapKeys(other, sealed, 'grant')).toBeNull()
  })

  test('holds no key in the clear', async () => {
    const key = await slotKey('Correct-horse-7', stretch, secret, binding)
    const sealed = wrapKeys(key, keys, 'grant')
    expect(sealed.includes(keys.cacheKey)).toBe(false)
    expect(sealed.includes(keys.userKey)).toBe(false)
  })
})

test('scrolling a list is one action, another customer is another, a minute later is a new one', () => {
  const clock = { mono: 0, now: () => 0, monotonic: () => clock.mono }
  const log = new ActionLog(clock)
  const pages = Array.from({ length: 100 }, () => log.isNew('s', 'customers.list', ''))
  expect(pages.filter(Boolean)).toHaveLength(1)
  expect(log.isNew('s', 'customers.open', 'zhou')).toBe(true)
  expect(log.isNew('s', 'customers.open', 'zhao')).toBe(true)
  expect(log.isNew('other', 'customers.list', '')).toBe(true)
  clock.mono = sameActionMs
  expect(log.isNew('s', 'customers.list', '')).toBe(true)
})

describe('repairing a correction', () => {
  const email = { field: 'email', from: null, to: 'mine@example.com' } as const
  const employer = { field: 'employer', from: null, to: '某小学' } as const
  const conflict = {
    field: 'email',
    mine: email.to,
    seen: null,
    current: 'theirs@example.com',
    changedBy: null,
    changedAtMs: null,
  }

  test('what was not in conflict goes again, what is kept starts from the standing value', () => {
    expect(repairedChanges([email, employer], [conflict], ['email'])).toEqual([
      { ...email, from: 'theirs@example.com' },
      employer,
    ])
    expect(repairedChanges([email, employer], [conflict], [])).toEqual([employer])
  })

  test('nothing is left where head office’s value is the own one, or is accepted', () => {
    expect(repairedChanges([email], [conflict], [])).toEqual([])
    expect(repairedChanges([email], [{ ...conflict, current: email.to }], ['email'])).toEqual([])
  })
})
