import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Reply } from '#contract/ipc.ts'
import type { SessionView } from '#contract/ipc/session.ts'
import { Locking, lockPatience } from '#main/shell/locking.ts'

const open: SessionView = {
  staffId: 's1',
  staffNo: '1001',
  name: '',
  post: '',
  roles: ['customer_manager'],
  branchId: 'b1',
  branchName: '',
  mode: 'online',
  startedAtMs: 0,
  grantUntilMs: 0,
  locked: false,
  practising: null,
}
const done: Reply<unknown> = { ok: true, value: null }

let acts: string[]
let answer: () => Promise<Reply<unknown>>
let locking: Locking

beforeEach(() => {
  vi.useFakeTimers()
  acts = []
  answer = () => Promise.resolve(done)
  locking = new Locking({
    announce: () => acts.push('announce'),
    lockSession() {
      acts.push('lock')
      return answer()
    },
    endSession() {
      acts.push('end')
      return answer()
    },
    renewPage() {
      acts.push('renew')
      return Promise.resolve()
    },
  })
})
afterEach(() => {
  vi.useRealTimers()
})

test('with nobody at work nothing is renewed: a half-typed password stays', async () => {
  expect(await locking.lock()).toEqual(done)
  locking.heard({ ...open, locked: true })
  await locking.lock()
  expect(acts).toEqual(['lock', 'lock'])
})

test('saves first, then locks, then renews; whoever asks meanwhile shares it', async () => {
  locking.heard(open)
  const first = locking.lock()
  const second = locking.lock()
  expect(acts).toEqual(['announce'])
  locking.saved()
  expect(await first).toEqual(done)
  expect(await second).toEqual(done)
  expect(acts).toEqual(['announce', 'lock', 'renew'])
})

test('what the service says in the middle of a lock renews nothing twice', async () => {
  locking.heard(open)
  answer = () => {
    locking.heard({ ...open, locked: true })
    return Promise.resolve(done)
  }
  const locked = locking.lock()
  locking.saved()
  await locked
  expect(acts).toEqual(['announce', 'lock', 'renew'])
})

test('a page and a service that do not answer are not waited for', async () => {
  locking.heard(open)
  answer = () => new Promise(() => {})
  const locked = locking.lock()
  await vi.advanceTimersByTimeAsync(lockPatience.saveMs)
  expect(acts).toEqual(['announce', 'lock'])
  await vi.advanceTimersByTimeAsync(lockPatience.serviceMs)
  expect(await locked).toEqual({ ok: false, error: { code: 'service.unavailable' } })
  expect(acts).toEqual(['announce', 'lock', 'renew'])
})

test('a lock that the service came to by itself renews the page, an unlock does not', () => {
  locking.heard(open)
  locking.heard({ ...open, locked: true })
  locking.heard(open)
  expect(acts).toEqual(['renew'])
})

test('a session that ends unasked renews the page, which is told once whose it was', () => {
  locking.heard(open)
  locking.heard(null)
  expect(acts).toEqual(['renew'])
  expect([locking.takeEnded(), locking.takeEnded()]).toEqual([open.staffNo, null])
})

test('behind a locked screen there is nothing to renew', () => {
  locking.heard(open)
  locking.heard({ ...open, locked: true })
  acts = []
  locking.heard(null)
  expect([acts, locking.takeEnded()]).toEqual([[], null])
})

test('a service that went takes no page along: it holds what could not be saved', () => {
  locking.heard(open)
  locking.lost()
  locking.heard(null)
  expect([acts, locking.takeEnded()]).toEqual([[], null])
})

test('a log-out saves, ends and renews the same way; behind a locked screen it only ends', async () => {
  locking.heard(open)
  answer = () => {
    locking.heard(null)
    return Promise.resolve(done)
  }
  const left = locking.logOut()
  locking.saved()
  expect(await left).toEqual(done)
  expect(acts).toEqual(['announce', 'end', 'renew'])
  expect(locking.takeEnded()).toBeNull()
  acts = []
  locking.heard({ ...open, locked: true })
  expect(await locking.logOut()).toEqual(done)
  expect(acts).toEqual(['end'])
})

test('a log-out in the middle of a lock comes after it, and a lock in the middle of a log-out is none', async () => {
  locking.heard(open)
  const locked = locking.lock()
  const left = locking.logOut()
  locking.saved()
  await Promise.all([locked, left])
  expect(acts).toEqual(['announce', 'lock', 'renew', 'end'])
  acts = []
  const leaving = locking.logOut()
  const again = locking.lock()
  locking.saved()
  await Promise.all([leaving, again])
  expect(acts).toEqual(['announce', 'end', 'renew'])
})
