import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ledgerKeyContext } from '#contract/sync/ledger.ts'
import { cacheKeyContext, grantSchema, userKeyContext } from '#contract/sync/login.ts'
import { createEnrolmentCode } from '#head-office/devices/enrolment.ts'
import { setPasswords } from '#head-office/staff/credentials.ts'
import { revokeStaff } from '#head-office/staff/revocation.ts'
import type { Clock } from '#platform/clock/clock.ts'
import { unseal } from '#platform/crypto/cipher.ts'
import { openSignedJson, signText } from '#platform/crypto/signature.ts'
import { branchA, branchB, idOf, people, testDay, testPassword } from '#test/support/branch-data.ts'
import { TestDevice } from '#test/support/device.ts'
import { startHeadOffice, type TestHeadOffice } from '#test/support/head-office.ts'
import { withDatabase } from '#test/support/postgres.ts'

const database = withDatabase()
let office: TestHeadOffice
let nowMs = Date.UTC(2026, 10, 23, 2)
const clock: Clock = { now: () => nowMs, monotonic: () => nowMs }
const minute = 60_000
const hour = 60 * minute

beforeAll(async () => {
  office = await startHeadOffice({ databaseUrl: database.url, clock })
})
afterAll(() => office.close())

const codeFor = (branchId = branchA) => createEnrolmentCode(office.pool, { branchId, nowMs })

describe('enrolment', () => {
  test('a code enrols one PC, once', async () => {
    const code = await codeFor()
    const device = new TestDevice(office)
    const enrolled = await device.enrol(code.toLowerCase().replaceAll('-', ' '), 'PC-enrol')
    expect(enrolled).toMatchObject({ deviceEpoch: 1, branchId: branchA, branchName: '东门网点' })
    expect(enrolled.demo).toBe(true)
    const second = new TestDevice(office)
    await expect(second.enrol(code, 'PC-other')).rejects.toMatchObject({
      status: 403,
      message: 'device.codeInvalid',
    })
  })

  test('only a hash of the code is kept', async () => {
    const code = await codeFor()
    const { rows } = await office.pool.query<{ text: string }>(
      'select enrolment_code::text as text from enrolment_code',
    )
    expect(rows.length).toBeGreaterThan(0)
    for (const { text } of rows) {
      expect(text).not.toContain(code)
      expect(text).not.toContain(code.replaceAll('-', ''))
    }
  })

  test('a code is good for 24 hours', async () => {
    const code = await codeFor()
    nowMs += 24 * hour
    await expect(new TestDevice(office).enrol(code, 'PC-late')).rejects.toThrow(
      'device.codeInvalid',
    )
  })

  test('a unit that is none gets no code', async () => {
    await expect(codeFor(idOf('unit', 'nowhere'))).rejects.toThrow('scope.unknown')
  })

  test('a PC set up again keeps its id, gets the next epoch, and its old keys are worth nothing', async () => {
    const old = await TestDevice.of(office, branchA, 'PC-again')
    const again = new TestDevice(office)
    const enrolled = await again.enrol(await codeFor(), 'PC-again')
    expect(enrolled.deviceId).toBe(old.identity.deviceId)
    expect(enrolled.deviceEpoch).toBe(2)
    expect(enrolled.ledgerId).not.toBe(old.identity.ledgerId)
    await expect(old.changes('national')).rejects.toThrow('session.required')
    await expect(old.openSession()).rejects.toThrow('device.notEnrolled')
    expect((await again.openSession()).lastSeq).toBe(0)
  })
})

describe('the first key of the ledger', () => {
  const opened = (device: TestDevice, sealed = device.identity.sealedLedgerKey) => {
    const { deviceId, ledgerId, deviceEpoch } = device.identity
    const context = ledgerKeyContext(deviceId, ledgerId, deviceEpoch)
    return unseal(device.sealing.privateKey, sealed ?? '', context)
  }

  test('comes sealed to the device, and head office keeps it encrypted', async () => {
    const device = new TestDevice(office)
    await device.enrol(await codeFor(), 'PC-ledger')
    const key = opened(device)
    expect(key).toHaveLength(32)
    const other = new TestDevice(office)
    await other.enrol(await codeFor(), 'PC-ledger-2')
    expect(opened(other)).not.toEqual(key)
    expect(opened(other, device.identity.sealedLedgerKey)).toBeNull()
    const { rows } = await office.pool.query<{ text: string }>(
      'select usage_ledger::text as text from usage_ledger where ledger_id = $1',
      [device.identity.ledgerId],
    )
    expect(rows).toHaveLength(1)
    expect(rows[0]?.text).not.toContain(key?.toString('hex'))
    expect(rows[0]?.text).not.toContain(key?.toString('base64url'))
  })

  test('comes again to a PC whose answer was lost, and no more once there are records', async () => {
    const device = new TestDevice(office)
    const code = await codeFor()
    await device.enrol(code, 'PC-ledger-again')
    const key = opened(device)
    await device.enrol(code, 'PC-ledger-again')
    expect(opened(device)).toEqual(key)
    await office.pool.query(`update usage_ledger set standing = '{}' where ledger_id = $1`, [
      device.identity.ledgerId,
    ])
    await device.enrol(code, 'PC-ledger-again')
    expect(device.identity.sealedLedgerKey).toBeUndefined()
  })
})

describe('the device session', () => {
  let device: TestDevice
  beforeAll(async () => {
    device = new TestDevice(office)
    await device.enrol(await codeFor(), 'PC-session')
  })

  test('says what the device may pull, and how far its commands got', async () => {
    const session = await device.openSession()
    expect(session).toMatchObject({
      businessDate: testDay,
      currency: 'CNY',
      demo: true,
      scopes: ['national', `branch:${branchA}`],
      scopeLeaseUntilMs: nowMs + 7 * 24 * hour,
      lastSeq: 0,
      revokedStaff: [],
      serverTimeMs: nowMs,
    })
  })

  test('a signature by other keys than those enrolled is that of a PC not enrolled', async () => {
    await expect(
      device.openSession({ signature: signText(device.signing.privateKey, 'something else') }),
    ).rejects.toThrow('device.notEnrolled')
  })

  test('another enrolment of the same PC, as a restored database may hold it, is none', async () => {
    const ledgerId = idOf('ledger', 'of another life')
    await expect(device.openSession({ ledgerId })).rejects.toThrow('device.notEnrolled')
    await device.openSession()
  })

  test('a nonce is good once, for a minute, for its device', async () => {
    const { deviceId, deviceEpoch } = device.identity
    const proof = (text: string) => ({
      nonce: text,
      signature: signText(
        device.signing.privateKey,
        `ocrm-session:${deviceId}:${deviceEpoch}:${text}`,
      ),
    })
    await expect(device.openSession(proof('never given'))).rejects.toThrow('headOffice.refused')
    const late = proof(await device.challenge())
    nowMs += minute
    await expect(device.openSession(late)).rejects.toThrow('headOffice.refused')
    const good = proof(await device.challenge())
    await device.openSession(good)
    await expect(device.openSession(good)).rejects.toThrow('headOffice.refused')
  })

  test('an unknown device, or an id that is none, has not enrolled', async () => {
    for (const deviceId of [idOf('device', 'nobody'), 'x', '']) {
      const response = await device.send('POST', '/v1/devices/challenge', { deviceId })
      expect(response.status).toBe(401)
    }
  })

  test('ends after twelve hours', async () => {
    await device.openSession()
    nowMs += 12 * hour - 1
    await device.changes('national')
    nowMs += 1
    await expect(device.changes('national')).rejects.toMatchObject({
      status: 401,
      message: 'session.required',
    })
  })

  test('survives a restart of head office', async () => {
    await device.openSession()
    await office.restart()
    await device.changes('national')
  })

  test('a terminal of another protocol may push, and is told to upgrade when it pulls', async () => {
    await device.openSession({ protocol: 999 })
    await expect(device.changes('national')).rejects.toMatchObject({
      status: 426,
      message: 'headOffice.upgradeRequired',
    })
    await expect(device.login(people.li)).rejects.toThrow('headOffice.upgradeRequired')
    await expect(device.push([{ seq: 2, commandId: 'x' }])).rejects.toThrow('command.gap')
  })

  test('a revoked device gets nothing', async () => {
    await device.openSession()
    await office.pool.query(`update device set state = 'revoked' where id = $1`, [
      device.identity.deviceId,
    ])
    await expect(device.changes('national')).rejects.toThrow('device.revoked')
    await expect(device.openSession()).rejects.toThrow('device.revoked')
  })
})

describe('login', () => {
  let device: TestDevice
  beforeAll(async () => {
    device = await TestDevice.of(office, branchA, 'PC-login')
  })
  beforeAll(async () => {
    await device.openSession()
  })

  test('gives a signed grant with the roles that cover the branch, and the cache key', async () => {
    const reply = await device.login(people.li)
    const grant = grantSchema.parse(openSignedJson(device.identity.grantKey, reply.grant))
    expect(grant).toMatchObject({
      staffId: people.li.id,
      staffNo: '1001',
      name: '李明',
      roles: ['customer_manager'],
      branchId: branchA,
      deviceId: device.identity.deviceId,
      credentialVersion: 1,
      issuedAtMs: nowMs,
      notAfterMs: nowMs + 7 * 24 * hour,
    })
    const { deviceId } = device.identity
    const open = (sealed: string, version: number) =>
      unseal(device.sealing.privateKey, sealed, cacheKeyContext(deviceId, version))
    const key = open(reply.sealedCacheKey, reply.cacheKeyVersion)
    expect(key).toHaveLength(32)
    const second = await device.login(people.zhao)
    expect(second.cacheKeyVersion).toBe(reply.cacheKeyVersion)
    expect(open(second.sealedCacheKey, second.cacheKeyVersion)).toEqual(key)
  })

  test('the key of a person’s file stays the same for person and device, whatever the password', async () => {
    const { deviceId } = device.identity
    const open = (sealed: string, staffId: string) =>
      unseal(device.sealing.privateKey, sealed, userKeyContext(deviceId, staffId))
    const first = await device.login(people.li)
    const key = open(first.sealedUserKey, people.li.id)
    expect(key).toHaveLength(32)
    const { id: staffId, staffNo, branchId } = people.li
    await setPasswords(
      office.pool,
      [{ staffId, staffNo, branchId, password: testPassword }],
      2 ** 12,
    )
    const second = await device.login(people.li)
    expect(open(second.sealedUserKey, people.li.id)).toEqual(key)
    const other = await device.login(people.zhao)
    expect(open(other.sealedUserKey, people.zhao.id)).not.toEqual(key)
    expect(open(other.sealedUserKey, people.li.id)).toBeNull()
    const { rows } = await office.pool.query<{ text: string }>(
      'select encrypted_key as text from user_key',
    )
    for (const { text } of rows) {
      expect(Buffer.from(text, 'base64url').includes(key ?? 'no key')).toBe(false)
    }
  })

  test('the cache key stands in the database only encrypted', async () => {
    const reply = await device.login(people.li)
    const key = unseal(
      device.sealing.privateKey,
      reply.sealedCacheKey,
      cacheKeyContext(device.identity.deviceId, reply.cacheKeyVersion),
    )
    const { rows } = await office.pool.query<{ text: string }>(
      'select encrypted_key as text from cache_key',
    )
    for (const { text } of rows) {
      expect(Buffer.from(text, 'base64url').includes(key ?? Buffer.alloc(32))).toBe(false)
    }
  })

  test('a role above the branch logs in; one of another branch does not', async () => {
    const reply = await device.login(people.line)
    const grant = grantSchema.parse(openSignedJson(device.identity.grantKey, reply.grant))
    expect(grant.roles).toEqual(['line_manager'])
    await expect(device.login(people.other)).rejects.toMatchObject({
      status: 403,
      message: 'session.staffOtherBranch',
    })
  })

  test('an administrator’s grant ends at once: online only', async () => {
    const reply = await device.login(people.admin)
    const grant = grantSchema.parse(openSignedJson(device.identity.grantKey, reply.grant))
    expect(grant.notAfterMs).toBe(grant.issuedAtMs)
  })

  test('an unknown number and a wrong password answer alike', async () => {
    const unknown = { ...people.li, staffNo: '7777' }
    const answers = await Promise.all(
      [unknown, people.wang].map((staff) =>
        device.login(staff, 'wrong').catch((error: unknown) => error),
      ),
    )
    expect(answers[0]).toMatchObject({ status: 401, message: 'session.wrongPassword' })
    expect(answers[1]).toEqual(answers[0])
  })

  test('five failures in a row lock for 15 minutes, also for the right password', async () => {
    await device.login(people.teller)
    for (let attempt = 0; attempt < 5; attempt += 1) {
      await expect(device.login(people.teller, 'wrong')).rejects.toThrow('session.wrongPassword')
    }
    await expect(device.login(people.teller)).rejects.toMatchObject({
      status: 423,
      refusal: { error: { code: 'session.lockedOut', data: { minutes: 15 } } },
    })
    nowMs += 15 * minute - 1
    await expect(device.login(people.teller)).rejects.toThrow('session.lockedOut')
    nowMs += 1
    await device.login(people.teller)
    await expect(device.login(people.teller, 'wrong')).rejects.toThrow('session.wrongPassword')
    await device.login(people.teller)
  })

  test('attempts made at the same time are all counted', async () => {
    const attempts = Array.from({ length: 12 }, () =>
      device.login(people.wang, 'wrong').catch((error: Error) => error.message),
    )
    const answers = await Promise.all(attempts)
    // One failure of an earlier test stands already.
    expect(answers.filter((answer) => answer === 'session.wrongPassword')).toHaveLength(4)
    expect(answers.filter((answer) => answer === 'session.lockedOut')).toHaveLength(8)
    nowMs += 15 * minute
  })

  test('a new password raises the version of the credential', async () => {
    const { id, staffNo, branchId } = people.wang
    await setPasswords(
      office.pool,
      [{ staffId: id, staffNo, branchId, password: 'New-pass-word-1' }],
      1024,
    )
    await device.openSession()
    await expect(device.login(people.wang, testPassword)).rejects.toThrow('session.wrongPassword')
    const reply = await device.login(people.wang, 'New-pass-word-1')
    const grant = grantSchema.parse(openSignedJson(device.identity.grantKey, reply.grant))
    expect(grant.credentialVersion).toBe(2)
  })

  test('without a device session there is no login', async () => {
    const stranger = new TestDevice(office)
    await expect(stranger.login(people.li)).rejects.toThrow('session.required')
  })

  test('a revoked person is out at once, the device is told, and the cache key changes', async () => {
    const before = await device.login(people.wang, 'New-pass-word-1')
    await revokeStaff(office.pool, people.wang.id, 'admin', nowMs)
    await expect(device.changes('national')).rejects.toThrow('session.required')
    expect((await device.openSession()).revokedStaff).toEqual([people.wang.id])
    await expect(device.login(people.wang, 'New-pass-word-1')).rejects.toThrow(
      'session.staffUnknown',
    )
    nowMs += 1
    const after = await device.login(people.li)
    expect(after.cacheKeyVersion).toBe(before.cacheKeyVersion + 1)
    nowMs += minute
    await device.openSession()
    expect((await device.login(people.li)).cacheKeyVersion).toBe(after.cacheKeyVersion)
  })

  test('somebody who moved to another branch is revoked here', async () => {
    await device.login(people.zhao)
    await office.pool.query('update staff_role set org_unit_id = $2 where staff_id = $1', [
      people.zhao.id,
      branchB,
    ])
    expect((await device.openSession()).revokedStaff).toContain(people.zhao.id)
  })
})
