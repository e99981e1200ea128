import { AppError } from '#contract/errors.ts'
import type { SessionView } from '#contract/ipc/session.ts'
import type { FileReader } from '#db/connection/reader.ts'
import { type KeySlot, keySlotOf } from '#db/journal/slots.ts'
import type { CacheHolder } from '#main/sync/cache-holder.ts'
import { deviceKeys } from '#main/sync/device/identity.ts'
import type { DeviceLink } from '#main/sync/device/link.ts'
import type { LeaseClock } from '#main/sync/lease-clock.ts'
import type { TerminalMemory } from '#main/sync/memory.ts'
import type { Writer } from '#main/sync/writing/client.ts'
import type { Clock } from '#platform/clock/clock.ts'
import { uuidV7 } from '#platform/ids/uuid.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { type ActiveSession, sessionView, witnessOf } from './active-session.ts'
import type { Attempts } from './attempts.ts'
import { forget } from './keyring.ts'
import { checkOfflineAllowed, openSlot } from './offline-login.ts'
import { admit, type Admission, openGrant, storedSlot } from './online-login.ts'
import type { UserFile } from './user-file.ts'

/** What sessions need. */
export interface SessionNeeds {
  memory: TerminalMemory
  writer: Writer
  journal: FileReader
  link: DeviceLink
  cache: CacheHolder
  userFile: UserFile
  attempts: Attempts
  ledger: Ledger
  lease: LeaseClock
  clock: Clock
  deviceSecret: Uint8Array
  /** How long head office may take to answer a login before it counts as not there, ms. */
  patienceMs: () => number
  /** Takes work that nobody waits for. */
  background: (action: string, work: Promise<unknown>) => void
  /** Head office answered a login, or did not. */
  heard: (reached: boolean) => void
  /** The screen is about to be locked, or the session to end; files are still open. */
  leaving(session: ActiveSession, how: 'locked' | EndReason): Promise<void>
  /** Somebody came, went, locked or unlocked. */
  changed(session: ActiveSession | null): void
}

/** Why a session ended, as the ledger keeps it. */
export type EndReason = 'logout' | 'replaced' | 'revoked' | 'expired' | 'device_revoked' | 'stop'

/** The one session of this PC: login, lock, unlock, logout; one at a time. */
export class Sessions {
  readonly #needs: SessionNeeds
  #session: ActiveSession | null = null
  #turn: Promise<unknown> = Promise.resolve()

  constructor(needs: SessionNeeds) {
    this.#needs = needs
  }

  /** Who is logged in, also behind a locked screen. */
  get current(): ActiveSession | null {
    return this.#session
  }

  /** Online where head office answers, offline where it does not or `offline` asks for it. */
  login(request: { staffNo: string; password: string; offline: boolean }): Promise<SessionView> {
    return this.#serially(async () => {
      if (request.offline) return this.#offline(request)
      try {
        return await this.#online(request)
      } catch (error) {
        const gone = error instanceof AppError && error.code === 'headOffice.unreachable'
        if (!gone || !this.#slotOf(request.staffNo)) throw error
        return await this.#offline(request)
      }
    })
  }

  /** Closes everything the password opened; the session itself goes on. */
  lock(): Promise<void> {
    return this.#serially(async () => {
      const session = this.#session
      if (!session || session.locked) return
      await this.#needs.leaving(session, 'locked')
      session.locked = true
      await this.#closeFiles()
      await this.#needs.ledger.append({ type: 'session.lock', witness: witnessOf(session) })
      this.#needs.changed(session)
    })
  }

  /** Opens the files again with the person's password. */
  unlock(password: string): Promise<SessionView> {
    return this.#serially(async () => {
      const session = this.#session
      if (!session) throw new AppError('session.required')
      if (!session.locked) return sessionView(session)
      const { attempts, lease } = this.#needs
      if (session.mode === 'offline' && lease.now() > session.grant.notAfterMs) {
        await this.#end('expired')
        throw new AppError('session.grantExpired')
      }
      const { staffNo } = session.grant
      attempts.checkLockout(staffNo)
      const attempt = await attempts.open(staffNo, 'unlock', witnessOf(session))
      const keys = await openSlot(password, session.slot, this.#device, this.#needs.deviceSecret)
      if (!keys) {
        await attempt.close('failed')
        throw this.#wrongPassword(staffNo)
      }
      await this.#openFiles(session.grant.staffId, keys)
      session.locked = false
      await attempt.close('passed', {
        testimonies: [{ type: 'session.unlock', witness: witnessOf(session) }],
      })
      this.#needs.changed(session)
      return sessionView(session)
    })
  }

  /** Ends the session. */
  end(reason: EndReason): Promise<void> {
    return this.#serially(() => this.#end(reason))
  }

  /**
   * Head office was reached: people it revoked lose their slots, and their session if it is theirs;
   * what they gave still goes up and waits there for a supervisor. An offline session becomes an
   * online one without a word.
   */
  async reconciled(revokedStaff: readonly string[]): Promise<void> {
    if (revokedStaff.length > 0) {
      await this.#needs.writer.call('journal.deleteSlots', { staffIds: [...revokedStaff] })
    }
    if (!this.#session || (revokedStaff.length === 0 && this.#session.mode === 'online')) return
    // Not awaited: a login in progress may be what opened the connection.
    const done = this.#serially(async () => {
      const session = this.#session
      if (!session) return
      if (revokedStaff.includes(session.grant.staffId)) return this.#end('revoked')
      if (session.mode === 'online') return
      session.mode = 'online'
      this.#needs.changed(session)
    })
    this.#needs.background('session.reconciled', done)
  }

  /** Tells everybody which invented branch there is to practise on; null: none any more. */
  practise(branch: number | null): void {
    const session = this.#session
    if (!session || session.practising === branch) return
    session.practising = branch
    this.#needs.changed(session)
  }

  /** The grant ran out in the middle of a session. */
  expire(): void {
    this.#needs.background('session.expired', this.end('expired'))
  }

  async #online(request: { staffNo: string; password: string }): Promise<SessionView> {
    const { attempts, memory, deviceSecret } = this.#needs
    const { staffNo, password } = request
    const attempt = await attempts.open(staffNo, 'online', null)
    let admission: Admission
    try {
      const reply = await this.#ask({ staffNo, password })
      const keys = await deviceKeys(memory)
      const standing = this.#slotOf(staffNo)
      admission = await admit(
        { staffNo, password },
        reply,
        standing,
        this.#device,
        keys,
        deviceSecret,
      )
    } catch (error) {
      const wrong = error instanceof AppError && error.code === 'session.wrongPassword'
      await attempt.close(wrong ? 'failed' : 'cancelled')
      throw error
    }
    return this.#begin(admission, 'online', attempt)
  }

  async #ask(request: { staffNo: string; password: string }) {
    const { link, patienceMs, heard } = this.#needs
    const patience = AbortSignal.timeout(patienceMs())
    try {
      const reply = await link.login(request, patience)
      heard(true)
      return reply
    } catch (error) {
      if (error instanceof AppError && error.code !== 'headOffice.unreachable') throw error
      if (!(error instanceof AppError) && !patience.aborted) throw error
      heard(false)
      throw new AppError('headOffice.unreachable')
    }
  }

  async #offline(request: { staffNo: string; password: string }): Promise<SessionView> {
    const { attempts, lease, deviceSecret } = this.#needs
    const { staffNo, password } = request
    attempts.checkLockout(staffNo)
    const slot = this.#slotOf(staffNo)
    checkOfflineAllowed(slot, lease)
    const attempt = await attempts.open(staffNo, 'offline', null)
    const keys = await openSlot(password, slot, this.#device, deviceSecret)
    if (!keys) {
      await attempt.close('failed')
      throw this.#wrongPassword(staffNo)
    }
    const grant = openGrant(slot.grant_text, staffNo, this.#device)
    return this.#begin(
      { grant, grantText: slot.grant_text, keys, formerUserKey: null, slot },
      'offline',
      attempt,
    )
  }

  async #begin(
    admission: Admission,
    mode: 'online' | 'offline',
    attempt: Awaited<ReturnType<Attempts['open']>>,
  ): Promise<SessionView> {
    const { clock } = this.#needs
    const { grant, grantText, slot, keys, formerUserKey } = admission
    await this.#end('replaced')
    const session: ActiveSession = {
      id: uuidV7(clock.now()),
      grant,
      grantText,
      slot,
      branchName: this.#device.branchName,
      startedAtMs: clock.now(),
      mode,
      locked: false,
      practising: null,
    }
    await this.#openFiles(grant.staffId, keys, formerUserKey)
    await attempt.close('passed', {
      slot: mode === 'online' ? storedSlot(slot) : undefined,
      testimonies: [{ type: 'session.start', witness: witnessOf(session) }],
    })
    this.#session = session
    this.#needs.changed(session)
    return sessionView(session)
  }

  async #openFiles(
    staffId: string,
    keys: { cacheKey: Buffer; cacheKeyVersion: number; userKey: Buffer },
    formerUserKey: Buffer | null = null,
  ): Promise<void> {
    const { cache, userFile, clock } = this.#needs
    try {
      await userFile.open(staffId, keys.userKey, clock.now(), formerUserKey)
      await cache.unlock(keys.cacheKeyVersion, keys.cacheKey)
    } finally {
      forget(keys.userKey, formerUserKey)
    }
  }

  async #closeFiles(): Promise<void> {
    await this.#needs.cache.lock()
    await this.#needs.userFile.close()
  }

  async #end(reason: EndReason): Promise<void> {
    const session = this.#session
    if (!session) return
    await this.#needs.leaving(session, reason)
    this.#session = null
    forget(session.slot.sealed)
    await this.#closeFiles()
    await this.#needs.ledger.append({
      type: 'session.end',
      witness: witnessOf(session),
      body: { reason },
    })
    this.#needs.changed(null)
  }

  #wrongPassword(staffNo: string): AppError {
    const { failures } = this.#needs.attempts.standing(staffNo)
    return new AppError('session.wrongPassword', { failures })
  }

  #slotOf(staffNo: string): KeySlot | undefined {
    return this.#needs.journal.read((db) => keySlotOf(db, staffNo))
  }

  get #device() {
    const device = this.#needs.memory.get('device')
    if (!device) throw new AppError('device.notEnrolled')
    return device
  }

  #serially<Result>(act: () => Promise<Result>): Promise<Result> {
    const result = this.#turn.then(act)
    this.#turn = result.catch(() => {})
    return result
  }
}
