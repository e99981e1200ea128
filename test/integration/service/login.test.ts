import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openReader } from '#db/connection/reader.ts'
import { all } from '#db/connection/statements.ts'
import { createEnrolmentCode } from '#head-office/devices/enrolment.ts'
import { setPasswords } from '#head-office/staff/credentials.ts'
import { revokeStaff } from '#head-office/staff/revocation.ts'
import { deriveKey } from '#platform/crypto/hash.ts'
import { demoCost } from '#platform/crypto/password.ts'
import { branchA, people, testPassword, type TestStaff } from '#test/support/branch-data.ts'
import { TestTerminal } from '#test/support/branch-service.ts'
import { startHeadOffice, type TestHeadOffice } from '#test/support/head-office.ts'
import { LocalService } from '#test/support/local-service.ts'
import { withDatabase } from '#test/support/postgres.ts'

const minute = 60_000
const day = 24 * 60 * minute
const wrong = 'Wrong-horse-77'

const database = withDatabase()
let office: TestHeadOffice
let pc: LocalService

beforeAll(async () => {
  office = await startHeadOffice({ databaseUrl: database.url })
})
afterAll(() => office.close())

beforeEach(async () => {
  const code = await createEnrolmentCode(office.pool, { branchId: branchA })
  pc = new LocalService(office.url, code)
  await pc.start()
  await pc.until(async () => (await pc.call('app.status')).enrolled)
})
afterEach(() => pc.remove())

const as = (staff: TestStaff, offline = true, password = testPassword) => ({
  staffNo: staff.staffNo,
  password,
  offline,
})

async function knownOffline(): Promise<void> {
  await pc.call('session.login', as(people.li, false))
  await pc.call('session.logout')
}

describe('online', () => {
  test('the first login leaves an account that may work offline for a week', async () => {
    await pc.call('session.login', as(people.li, false))
    const [account] = await pc.call('session.accounts')
    expect(account).toMatchObject({ staffNo: '1001', name: '李明', onlineOnly: false, failures: 0 })
    expect((account?.grantUntilMs ?? 0) - (account?.grantIssuedAtMs ?? 0)).toBe(7 * day)
  })

  test('a wrong password and an unknown number are answered alike', async () => {
    const known = await pc.codeOf('session.login', as(people.li, false, wrong))
    const unknown = await pc.codeOf('session.login', {
      ...as(people.li, false, wrong),
      staffNo: '7',
    })
    expect([known, unknown]).toEqual(['session.wrongPassword', 'session.wrongPassword'])
    expect(await pc.call('session.accounts')).toEqual([])
  })

  test('somebody of another branch is told so after the right password', async () => {
    expect(await pc.codeOf('session.login', as(people.other, false))).toBe(
      'session.staffOtherBranch',
    )
  })

  test('an administrator leaves nothing that could be guessed at', async () => {
    await pc.call('session.login', as(people.admin, false))
    const slots = pc.journal((db) => all(db, 'SELECT online_only, stretch, sealed FROM key_slot'))
    expect(slots).toEqual([{ online_only: 1, stretch: null, sealed: null }])
    await pc.call('session.lock')
    expect(await pc.codeOf('session.unlock', { password: wrong })).toBe('session.wrongPassword')
    expect(await pc.call('session.unlock', { password: testPassword })).toMatchObject({
      locked: false,
    })
    await pc.call('session.logout')
    expect(await pc.codeOf('session.login', as(people.admin))).toBe('session.needsOnline')
  })
})

describe('offline', () => {
  test('the right password opens, another one does not', async () => {
    await knownOffline()
    expect(await pc.codeOf('session.login', as(people.li, true, wrong))).toBe(
      'session.wrongPassword',
    )
    expect(await pc.call('session.login', as(people.li))).toMatchObject({ name: '李明' })
  })

  test('somebody who never logged in here needs head office', async () => {
    expect(await pc.codeOf('session.login', as(people.wang))).toBe('session.noLocalAccount')
  })

  test('full-width digits of an input method are the same password', async () => {
    await knownOffline()
    const typed = testPassword.replace('7', '７')
    expect(await pc.codeOf('session.login', as(people.li, true, typed))).toBeNull()
  })

  test('five failures wait a quarter of an hour, ten need head office', async () => {
    await knownOffline()
    const guess = () => pc.codeOf('session.login', as(people.li, true, wrong))
    for (let n = 0; n < 5; n += 1) expect(await guess()).toBe('session.wrongPassword')
    expect(await pc.codeOf('session.login', as(people.li))).toBe('session.lockedOut')
    pc.clock.setWall(day)
    expect(await pc.codeOf('session.login', as(people.li))).toBe('session.lockedOut')
    await pc.restart()
    expect(await pc.codeOf('session.login', as(people.li))).toBe('session.lockedOut')
    pc.clock.pass(14 * minute)
    expect(await pc.codeOf('session.login', as(people.li))).toBe('session.lockedOut')
    pc.clock.pass(2 * minute)
    for (let n = 5; n < 10; n += 1) expect(await guess()).toBe('session.wrongPassword')
    pc.clock.pass(day)
    expect(await pc.codeOf('session.login', as(people.li))).toBe('session.needsOnline')
    expect(await pc.codeOf('session.login', as(people.li, false))).toBeNull()
    expect(await pc.call('session.accounts')).toMatchObject([{ failures: 0 }])
  })

  test('the grant ends after seven days, whatever the wall clock is set to', async () => {
    await knownOffline()
    await office.app.close()
    pc.clock.pass(8 * day)
    expect(await pc.codeOf('session.login', as(people.li))).toBe('session.grantExpired')
    pc.clock.setWall(-8 * day)
    expect(await pc.codeOf('session.login', as(people.li))).toBe('session.clockMovedBack')
    await office.restart()
  })

  test('a clock set back while the PC was off is noticed', async () => {
    await knownOffline()
    await office.app.close()
    pc.clock.pass(day)
    await pc.restart()
    pc.clock.setWall(-2 * 60 * minute)
    expect(await pc.codeOf('session.login', as(people.li))).toBe('session.clockMovedBack')
    await office.restart()
  })

  test('head office silent: the login goes on offline by itself and turns online later', async () => {
    await knownOffline()
    await office.app.close()
    expect(await pc.call('session.login', as(people.li, false))).toMatchObject({ mode: 'offline' })
    await office.restart()
    await pc.call('sync.retry')
    const session = await pc.until(async () => {
      const current = await pc.call('session.current')
      return current?.mode === 'online' ? current : null
    })
    expect(session?.name).toBe('李明')
  })
})

describe('session', () => {
  test('a locked screen answers nothing until the password is given', async () => {
    await pc.call('session.login', as(people.li, false))
    await pc.call('drafts.save', { key: 'form', value: '没写完' })
    await pc.call('session.lock')
    expect(await pc.codeOf('drafts.load', { key: 'form' })).toBe('session.locked')
    expect(await pc.call('session.current')).toMatchObject({ locked: true })
    expect(await pc.codeOf('session.unlock', { password: wrong })).toBe('session.wrongPassword')
    await pc.call('session.unlock', { password: testPassword })
    expect(await pc.call('drafts.load', { key: 'form' })).toEqual({ key: 'form', value: '没写完' })
  })

  test('drafts outlive a password that was reset at head office', async () => {
    await pc.call('session.login', as(people.wang, false))
    await pc.call('drafts.save', { key: 'form', value: '没写完' })
    await pc.call('session.logout')
    const reset = 'Reset-by-head-office-1'
    const { id: staffId, staffNo, branchId } = people.wang
    const credential = { staffId, staffNo, branchId }
    await setPasswords(office.pool, [{ ...credential, password: reset }], demoCost)
    try {
      // The new password opens nothing here before head office has seen it.
      expect(await pc.codeOf('session.login', as(people.wang, true, reset))).toBe(
        'session.wrongPassword',
      )
      await pc.call('session.login', as(people.wang, false, reset))
      expect(await pc.call('drafts.load', { key: 'form' })).toEqual({
        key: 'form',
        value: '没写完',
      })
      await pc.call('session.logout')
      await pc.call('session.login', as(people.wang, true, reset))
      expect(await pc.call('drafts.load', { key: 'form' })).toMatchObject({ value: '没写完' })
    } finally {
      await setPasswords(office.pool, [{ ...credential, password: testPassword }], demoCost)
    }
  })

  test('who may log in online only finds drafts again as well', async () => {
    await pc.call('session.login', as(people.admin, false))
    await pc.call('drafts.save', { key: 'form', value: '草稿' })
    await pc.call('session.logout')
    await pc.call('session.login', as(people.admin, false))
    expect(await pc.call('drafts.load', { key: 'form' })).toMatchObject({ value: '草稿' })
  })

  test('drafts and language belong to the person', async () => {
    await pc.call('session.login', as(people.li, false))
    await pc.call('drafts.save', { key: 'form', value: 'li' })
    await pc.call('app.setLanguage', { language: 'en' })
    await pc.call('session.login', as(people.wang, false))
    expect(await pc.call('drafts.load', { key: 'form' })).toBeNull()
    await pc.call('app.setLanguage', { language: 'zh' })
    await pc.call('session.login', as(people.li))
    expect(await pc.call('drafts.load', { key: 'form' })).toEqual({ key: 'form', value: 'li' })
    expect(await pc.call('app.language')).toBe('en')
  })

  test('roles are checked against the session, never the request', async () => {
    await pc.call('session.login', as(people.teller, false))
    expect(await pc.codeOf('customers.views')).toBe('request.forbidden')
    await pc.call('session.logout')
    expect(await pc.codeOf('sync.freshness')).toBe('session.required')
  })

  test('a person revoked at head office is logged out and loses the slot; what is typed is saved', async () => {
    await pc.call('session.login', as(people.zhao, false))
    await revokeStaff(office.pool, people.zhao.id, 'test', Date.now())
    await pc.call('sync.retry')
    // As a page does that is told; the session is still there to keep it.
    await pc.until(() => pc.events.some(({ event }) => event === 'session.locking'))
    expect(await pc.codeOf('drafts.save', { key: 'form', value: 'half a thought' })).toBeNull()
    await pc.until(async () => (await pc.call('session.current')) === null)
    expect(await pc.call('session.accounts')).toEqual([])
    expect(await pc.codeOf('session.login', as(people.zhao))).toBe('session.noLocalAccount')
  })

  test('the ledger tells who came and went', async () => {
    await pc.codeOf('session.login', as(people.li, false, wrong))
    await pc.call('session.login', as(people.li, false))
    await pc.call('session.lock')
    await pc.call('session.unlock', { password: testPassword })
    await pc.call('session.logout')
    const types = pc.journal((db) =>
      all<{ type: string }>(db, 'SELECT type FROM usage_record ORDER BY seq'),
    )
    expect(types.map(({ type }) => type)).toEqual([
      'app.start',
      'login.attempt',
      'login.attempt',
      'session.start',
      'session.lock',
      'login.attempt',
      'session.unlock',
      'session.end',
    ])
  })
})

test('killing the process during each guess does not win another guess', async () => {
  const code = await createEnrolmentCode(office.pool, { branchId: branchA })
  const terminal = new TestTerminal({
    headOfficeUrl: office.url,
    enrolmentCode: code,
    deviceName: 'PC-K',
  })
  try {
    await terminal.start()
    await terminal.status('enrolment', ({ enrolled }) => enrolled)
    await terminal.login(people.wang)
    await terminal.call('session.logout')
    const key = deriveKey(
      Buffer.from(terminal.deviceSecret, 'base64url'),
      Buffer.alloc(0),
      'ocrm-journal',
    )
    const attempts = () => {
      const journal = openReader(join(terminal.dataDir, 'journal.db'), key, 'lasting')
      try {
        return journal.read((db) => all(db, 'SELECT 1 FROM login_attempt').length)
      } finally {
        journal.close()
      }
    }
    for (let n = 0; n < 5; n += 1) {
      const before = attempts()
      void terminal.reply('session.login', as(people.wang, true, wrong))
      // Killed as soon as the attempt is written: the password takes much longer to look at.
      await expect.poll(attempts, { interval: 2 }).toBe(before + 1)
      await terminal.kill()
      await terminal.start()
    }
    await expect(terminal.login(people.wang, true)).rejects.toMatchObject({
      code: 'session.lockedOut',
    })
  } finally {
    await terminal.remove()
  }
})
