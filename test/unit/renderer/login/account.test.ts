import { describe, expect, test } from 'vitest'
import type { LocalAccount } from '#contract/ipc/session.ts'
import {
  accountState,
  firstUsable,
  lastOnline,
  leaseFill,
} from '#renderer/features/login/account.ts'

const day = 86_400_000
const now = 1_800_000_000_000

function account(staffNo: string, change: Partial<LocalAccount> = {}): LocalAccount {
  return {
    staffNo,
    name: '林晓彤',
    post: '客户经理',
    grantIssuedAtMs: now - 13 * (day / 5),
    grantUntilMs: now + 22 * (day / 5),
    onlineOnly: false,
    failures: 0,
    lockedUntilMs: null,
    ...change,
  }
}

describe('an account of this PC', () => {
  test('may log in offline while its permission lasts', () => {
    expect(accountState(account('1'), now)).toEqual({ kind: 'usable', leftMs: 22 * (day / 5) })
    expect(accountState(account('1', { grantUntilMs: now }), now)).toEqual({ kind: 'expired' })
  })

  test('that is locked says for how long, whatever else holds', () => {
    const locked = account('1', { lockedUntilMs: now + 60_000, onlineOnly: true })
    expect(accountState(locked, now)).toEqual({ kind: 'locked', leftMs: 60_000 })
    expect(accountState(locked, now + 60_000)).toEqual({ kind: 'onlineOnly' })
  })

  test('offered first is the usable one that was online last', () => {
    const accounts = [
      account('old', { grantIssuedAtMs: now - 5 * day }),
      account('new', { grantIssuedAtMs: now - day }),
      account('newest but locked', { grantIssuedAtMs: now, lockedUntilMs: now + 1 }),
    ]
    expect(firstUsable(accounts, now)?.staffNo).toBe('new')
    expect(lastOnline(accounts)?.staffNo).toBe('newest but locked')
    expect(firstUsable([], now)).toBeUndefined()
  })

  test('empties its bar from the left as the days pass', () => {
    expect(leaseFill(account('1'), now).map((fill) => Number(fill.toFixed(2)))).toEqual([
      0, 0, 0.4, 1, 1, 1, 1,
    ])
    expect(leaseFill(account('1', { grantUntilMs: now - 1 }), now)).toEqual(Array(7).fill(0))
  })
})
