import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { tables } from '#contract/sync/rows/tables.ts'
import { openReader } from '#db/connection/reader.ts'
import { lastAnswerOrder } from '#db/journal/command-rows.ts'
import { calendarExceptions } from '#db/parameters/calendar.ts'
import { lockoutLimits } from '#domain/organisation/lockout.ts'
import { CacheHolder } from '#main/sync/cache-holder.ts'
import type { ChangedRows } from '#main/sync/changed-rows.ts'
import { DeviceLink } from '#main/sync/device/link.ts'
import { sessionOpened } from '#main/sync/device/opened.ts'
import { SyncEngine } from '#main/sync/engine.ts'
import { LedgerAnchor } from '#main/sync/ledger/anchor.ts'
import { forwardWitnessed } from '#main/sync/witness/forward.ts'
import { LeaseClock } from '#main/sync/lease-clock.ts'
import { readMemory } from '#main/sync/memory.ts'
import { SnapshotKeeper } from '#main/sync/snapshot/keeper.ts'
import { headOfficeAddress } from '#main/sync/transport/address.ts'
import { createTransport } from '#main/sync/transport/exchange.ts'
import { startWriter, writerPatienceMs } from '#main/sync/writing/client.ts'
import type { CacheEffect } from '#main/sync/writing/journal-operations.ts'
import { systemTimer } from '#platform/clock/clock.ts'
import { deriveKey } from '#platform/crypto/hash.ts'
import { uuidV7 } from '#platform/ids/uuid.ts'
import { describeError } from '#platform/log/logger.ts'
import { registerAssessment } from './assessment/register.ts'
import { CutOffs } from './counter/cut-off.ts'
import { Presence } from './counter/presence.ts'
import { cachedBusinessDate, Call, type ContextNeeds } from './dispatch/contexts.ts'
import { createDispatch } from './dispatch/dispatch.ts'
import type { BranchService, BranchServiceOptions } from './options.ts'
import { registerHelp } from './help/register.ts'
import { registerDrafts } from './drafts/channels.ts'
import { registerLearning } from './learning/register.ts'
import { ActionLog } from './ledger/action-log.ts'
import { Checkpoints } from './ledger/checkpoints.ts'
import { Heartbeat } from './ledger/heartbeat.ts'
import { Ledger } from './ledger/ledger.ts'
import { createWitnessing } from './ledger/witnessing.ts'
import { Attempts } from './session/attempts.ts'
import { registerSession } from './session/channels.ts'
import { sessionView, witnessOf } from './session/active-session.ts'
import { draftPatienceMs, loginPatienceMs, unaskedEnds } from './session/patience.ts'
import { Sessions } from './session/sessions.ts'
import { UserFile } from './session/user-file.ts'
import { localParameter } from './status/parameters.ts'
import { Status } from './status/status.ts'
import { askWith } from './submissions/ask.ts'
import { registerRiskDesk } from './risk/desk.ts'
import { registerSubmissions } from './submissions/channels.ts'
import { reportOpening, watchRecords } from './status/records.ts'
import { registerTraining } from './training/register.ts'
import { usageOf } from './usage/own-usage.ts'
import { Practice } from './practice/practice.ts'
import { Prints } from './workbench/prints.ts'
import { registerWork } from './work.ts'

export type { BranchService, BranchServiceOptions } from './options.ts'

/**
 * Opens the terminal's files and starts everything a branch needs. Throws `config.invalid`,
 * `storage.full`, or `journal.damaged` where neither the journal nor a copy of its records opens with
 * this device secret.
 */
export async function startBranchService(options: BranchServiceOptions): Promise<BranchService> {
  const { init, clock, logger, emit } = options
  const { config, dataDir, appVersion } = init
  const address = headOfficeAddress(config.headOfficeUrl)
  const deviceSecret = Buffer.from(init.deviceSecret, 'base64url')
  const runId = uuidV7(clock.now())

  const writer = startWriter(options.writerEntry, options.died)
  const journalPath = join(dataDir, 'journal.db')
  const journalKey = deriveKey(deviceSecret, Buffer.alloc(0), 'ocrm-journal')
  const opening = await writer.call('journal.open', {
    path: journalPath,
    key: journalKey,
    records: [join(dataDir, 'records'), resolve(dataDir, config.recordFolder ?? 'records-copy')],
    nowMs: clock.now(),
  })
  reportOpening(logger, opening)
  const journal = openReader(journalPath, journalKey, 'lasting', 4_096)
  const memory = journal.read((db) => readMemory(db, writer))
  const lease = new LeaseClock(clock, memory.get('lastSeenMs') ?? 0)
  const ledger = new Ledger({ memory, writer, clock, runId, appVersion, deviceSecret, logger })

  const branchId = () => memory.get('device')?.branchId ?? ''
  const answered = () => journal.read(lastAnswerOrder)
  const dataChanged = ({ tables: changed, customerIds }: ChangedRows) => {
    if (changed.includes('parameter') || changed.includes('reckoning')) {
      background('lockout.keep', keepLockout())
    }
    if (changed.length > 0) {
      emit('data.changed', { tables: changed, customerIds: customerIds ?? [] })
    }
  }
  const followed = (effect: CacheEffect | null) => {
    if (effect) dataChanged(effect.changed)
    if (effect?.failure === 'damaged') cache.reportDamage()
    status.changed()
  }

  /** Work nobody waits for; its failure is logged. */
  const background = (action: string, work: Promise<unknown>) => {
    work.catch((error: unknown) => {
      logger.log('error', 'background.failed', { action, error: describeError(error) })
    })
  }
  /** The device lost its right to the branch's data: nothing here may open it any more. */
  const giveUp = async () => {
    await sessions.end('device_revoked')
    await writer.call('journal.deleteAllSlots')
    await cache.destroy()
  }
  const cache = new CacheHolder({
    dataDir,
    writer,
    background,
    branchId,
    now: () => clock.now(),
    damaged() {
      logger.log('error', 'cache.damaged')
      keeper.ensure()
    },
  })
  const transport = createTransport(address, clock, {
    answered(epoch, roundTripMs) {
      if (epoch !== null && link.session && link.session.epoch !== epoch) link.close()
      engine.answered(roundTripMs)
    },
    doubted: (doubt) => engine.doubted(doubt),
  })
  const link = new DeviceLink({
    memory,
    transport,
    config,
    appVersion,
    clock,
    witnessAt: () => witnessing.addresses(),
    async enrolled() {
      await heartbeat.started()
      // A session of an earlier enrolment holds a grant that is worth nothing now.
      if (sessions.current) background('session.end', sessions.end('device_revoked'))
    },
    async opened(session, roundTripMs) {
      await sessionOpened({ writer, journal, memory, lease, clock }, session, roundTripMs)
      await sessions.reconciled(session.revokedStaff)
      status.changed()
    },
  })
  const keeper = new SnapshotKeeper({
    cache,
    link,
    transport,
    startStaging: () => startWriter(options.writerEntry, () => {}, writerPatienceMs.staging),
    branchId,
    clock,
    logger,
    lastAnswerOrder: answered,
    changed: () => status.changed(),
    published() {
      emit('data.changed', { tables: tables.map(({ name }) => name), customerIds: [] })
      engine.wake()
    },
    stopped: () => engine.wake(),
  })
  const anchor = new LedgerAnchor({
    ...{ journal, memory, writer, transport, link, clock, runId },
    unsent: (chain) => ledger.unsent(chain),
  })
  const checkpoints = new Checkpoints({
    ...{ journal, memory, writer, clock, runId, logger },
    signed() {
      engine.wake()
      witnessing.signed()
    },
  })
  const witnessing = createWitnessing(config.witness, {
    ...{ journal, memory, writer, clock, logger },
    connection: () => engine.status.connection,
    sign: () => checkpoints.look(true),
    kept: () => engine.status.connection === 'online' && engine.wake(),
  })
  const engine = new SyncEngine({
    async anchor(signal) {
      await anchor.anchor(signal)
      await forwardWitnessed({ journal, writer, transport, link }, signal)
    },
    writer,
    transport,
    link,
    cache,
    keeper,
    memory,
    clock,
    timer: systemTimer,
    logger,
    random: Math.random,
    lastAnswerOrder: answered,
    changed() {
      status.changed()
      witnessing.lineChanged()
    },
    dataChanged,
    reached: () => void sessions.reconciled([]),
    deviceRevoked: () => background('device.revoked', giveUp()),
  })
  const presence = new Presence(() => emit('counter.changed', null))
  const userFile = new UserFile(writer, dataDir)
  const attempts = new Attempts({
    journal,
    writer,
    ledger,
    clock,
    runId,
    limits: () => memory.get('lockout') ?? lockoutLimits,
  })
  /** Keeps for the next login what stands in a file that only a login opens. */
  const keepLockout = async () => {
    if (!cache.isOpen) return
    const lockout = localParameter(cache, 'lock.failures')
    const known = memory.get('lockout') ?? lockoutLimits
    if (JSON.stringify(lockout) !== JSON.stringify(known)) await memory.remember({ lockout })
  }
  const sessions = new Sessions({
    memory,
    writer,
    journal,
    link,
    cache,
    userFile,
    background,
    attempts,
    ledger,
    lease,
    clock,
    deviceSecret,
    patienceMs: () =>
      engine.status.connection === 'offline' ? loginPatienceMs.offline : loginPatienceMs.online,
    heard: (reached) => engine.heard(reached),
    async leaving(session, how) {
      if (!session.locked && unaskedEnds.has(how)) {
        emit('session.locking', null)
        await sleep(draftPatienceMs)
      }
      await cutOffs.left(session, how).catch((error: unknown) => {
        logger.log('error', 'visit.notReported', { error: describeError(error) })
      })
    },
    changed(session) {
      // Whoever comes back to the screen has somebody else in front of him.
      if (!session || session.locked) presence.end()
      emit('session.changed', session && sessionView(session))
      status.changed()
      if (session && !session.locked) {
        engine.wake()
        background('lockout.keep', keepLockout())
      }
      if (!session) {
        background('snapshot.stop', keeper.stop())
        background('practice.leave', practice.leave())
      }
    },
  })
  const submitted = (effect: CacheEffect) => {
    followed(effect)
    engine.wake()
  }
  const cutOffs = new CutOffs({ presence, writer, journal, ledger, memory, clock, submitted })
  const heartbeat: Heartbeat = new Heartbeat(ledger, memory, lease, () =>
    sessions.current ? witnessOf(sessions.current) : null,
  )
  const usage = usageOf({ cache, journal, clock })
  const status = new Status({
    memory,
    journal,
    engine,
    keeper,
    sessions,
    usage,
    idleLockMinutes: () => localParameter(cache, 'lock.idle_minutes'),
    counterTimes() {
      const { clearAfterMs, lockAfterMs, glanceMs } = localParameter(cache, 'counter.limits')
      return { clearAfterMs, lockAfterMs, glanceMs }
    },
    deviceName: config.deviceName,
    demo: config.demo,
    appVersion,
    businessDate: () => cachedBusinessDate(cache),
    emit(view) {
      emit('status.changed', view)
      practice.statusChanged()
    },
  })

  const contextNeeds: ContextNeeds = {
    sessions,
    cache,
    journal,
    memory,
    writer,
    ledger,
    actions: new ActionLog(clock),
    engine,
    lease,
    userFile,
    exportFolder: init.exportFolder ?? join(dataDir, 'exports'),
    clock,
    submitted,
  }
  const dispatch = createDispatch({
    contextOf: (channel) => new Call(contextNeeds, channel),
    used: (_channel, request, context) => (context as Call).used(request),
    logger,
    clock,
  })
  dispatch.handle('app.status', () => status.view())
  registerSession(dispatch.handle, sessions, attempts, journal)
  registerDrafts(dispatch.handle, userFile, writer, memory)
  const ask = askWith({
    link,
    transport,
    engine,
    grant: () => sessions.current?.grantText ?? null,
  })
  registerSubmissions(dispatch.handle, {
    memory,
    status: () => status.view(),
    runId,
    opening,
    writer,
    cache,
    engine,
    ask,
    followed,
  })
  registerRiskDesk(dispatch.handle, ask)
  const prints = new Prints()
  registerLearning(dispatch.handle, { ask, prints })
  registerTraining(dispatch.handle, () => ({
    rule: localParameter(cache, 'usage.effective'),
    scheme: localParameter(cache, 'assessment.scheme'),
  }))
  registerAssessment(dispatch.handle, ask)
  registerWork(dispatch.handle, presence, prints)
  const practice: Practice = new Practice({
    dataDir,
    startWriter: () =>
      startWriter(options.writerEntry, (reason) => practice.died(reason), writerPatienceMs.main, {
        fleeting: true,
      }),
    ...{ sessions, engine, lease, clock, logger, appVersion, deviceSecret, background },
    status: () => status.view(),
    tell: (event) => emit('practice.told', event),
    businessDate: () => cachedBusinessDate(cache),
    real: (channel, payload, cause) => dispatch.call(channel, payload, cause),
  })
  practice.register(dispatch.handle)
  registerHelp(dispatch.handle, {
    usage,
    exceptions: () => (cache.isOpen ? cache.read(calendarExceptions) : new Map()),
  })

  await ledger.opened(opening.ledger)
  if (memory.get('device')) await heartbeat.started()
  await cutOffs.recover()
  await witnessing.start()
  engine.start()
  checkpoints.start()
  const recordWatch = watchRecords(writer, logger)

  return {
    call: (channel, payload, cause, world = 'branch') =>
      (world === 'practice' ? practice : dispatch).call(channel, payload, cause),
    async stop() {
      clearInterval(recordWatch)
      checkpoints.stop()
      await engine.stop()
      await witnessing.stop()
      await sessions.end('stop')
      await practice.leave()
      await heartbeat.stopped()
      status.stop()
      journal.close()
      await writer.call('journal.close')
      await writer.stop()
    },
  }
}
