import type pg from 'pg'
import { AppError } from '#contract/errors.ts'
import {
  type LedgerOpening,
  type LedgerReply,
  type LedgerUpload,
  maxLedgerRecords,
} from '#contract/sync/ledger.ts'
import type { ChainStanding, Finding, SealedRecord } from '#domain/usage/chain.ts'
import { sha256Hex } from '#platform/crypto/hash.ts'
import { signJson } from '#platform/crypto/signature.ts'
import { recordAudit } from '../audit/audit-log.ts'
import type { DeviceSession } from '../devices/session.ts'
import type { HeadOffice } from '../server/context.ts'
import { inTransaction } from '../store/transaction.ts'
import { takeCheckpoints } from './checkpoints.ts'
import { isBroken, keepFindings } from './findings.ts'
import { finishLedger, formerChain } from './former.ts'
import { type LedgerPlace, openLedger, sealedFirstKey } from './first-key.ts'
import { clockAgainst, lookAt } from './look-at.ts'
import { receiptFor, receiptMsAt } from './receipts.ts'
import {
  checkOrder,
  hashesAt,
  type Keyed,
  lockLedger,
  noteUnkeyed,
  putBodies,
  putRecords,
  putStanding,
} from './rows.ts'
import { countSessions } from './sessions.ts'
import { againstSignedHeads } from './signed-heads.ts'

/**
 * The chain an upload is of, locked, with the newest epoch of its ledger. A chain nobody knows is taken
 * where the device enrolled with it (before there were keys), or where a later life of the database
 * opened it; both have no key here. The ledger of a former enrolment is taken with the proof of its key.
 * Throws `scope.unknown` for the ledger of another device.
 */
async function chainOf(
  office: HeadOffice,
  client: pg.ClientBase,
  device: DeviceSession,
  upload: LedgerUpload,
): Promise<{ chain: Keyed; newest: Keyed; lost: boolean }> {
  const { ledgerId, epoch } = upload
  const of = { branchId: device.branchId, deviceId: device.deviceId, ledgerId }
  const { rows } = await client.query<{ own: boolean }>(
    'select ledger_id = $2 as own from device where id = $1',
    [device.deviceId, ledgerId],
  )
  if (!rows[0]?.own) {
    const former = await formerChain(office, client, device, upload)
    if (!former) throw new AppError('scope.unknown')
    return { ...former, lost: false }
  }
  const known = await lockLedger(client, office.master, of)
  const chain = known.find(({ place }) => place.epoch === epoch)
  const newest = known.at(-1)
  if (chain && newest) return { chain, newest, lost: false }
  const first = newest === undefined && epoch === device.deviceEpoch
  const later = newest !== undefined && epoch > newest.place.epoch
  if (!(first || later)) throw new AppError('scope.unknown')
  const place = { ...of, deviceEpoch: device.deviceEpoch, epoch }
  await noteUnkeyed(client, place, office.clock.now())
  const again = await lockLedger(client, office.master, of)
  const noted = again.find((row) => row.place.epoch === epoch)
  if (!noted) throw new Error('a chain was not noted')
  return { chain: noted, newest: noted, lost: later }
}

/** Records head office has already: the same again is harmless, another one is a fork; both are kept. */
async function takeKnown(
  client: pg.ClientBase,
  place: LedgerPlace,
  records: readonly SealedRecord[],
  nowMs: number,
): Promise<Finding[]> {
  const held = await hashesAt(
    client,
    place,
    records.map(({ record }) => record.seq),
  )
  const others = records.filter(({ record, hash }) => held.get(record.seq) !== hash)
  await putRecords(client, place, others, true, nowMs)
  const [first] = others
  return first ? [{ code: 'FORK', seq: first.record.seq }] : []
}

/** Whether the terminal holds another record at the number from which it goes on. */
async function isOther(
  client: pg.ClientBase,
  place: LedgerPlace,
  { after, afterHash }: LedgerUpload,
): Promise<boolean> {
  if (afterHash === null) return false
  const held = (await hashesAt(client, place, [after])).get(after)
  return held !== undefined && held !== afterHash
}

/** Whether an upload was made before the last record that is held was written: another one overtook it. */
function isOvertaken(upload: LedgerUpload, { bootId, monoMs, ended }: ChainStanding): boolean {
  if (upload.bootId === bootId) return upload.monoMs < monoMs
  return ended.includes(upload.bootId)
}

/** The bodies that their records vouch for, and a finding for each that its record does not. */
function checkBodies({ records, bodies }: LedgerUpload) {
  const hashes = new Map(records.map(({ record }) => [record.seq, record.body_hash]))
  const sound = bodies.filter(
    ({ seq, salt, body }) => hashes.get(seq) === sha256Hex(`${salt}\u0000${body}`),
  )
  const findings = bodies
    .filter((body) => !sound.includes(body))
    .map(({ seq }): Finding => ({ code: 'BODY', seq }))
  return { sound, findings }
}

/** The epoch a terminal goes on with: opened already and not begun, or opened now. */
async function nextEpoch(
  office: HeadOffice,
  client: pg.ClientBase,
  device: DeviceSession,
  { chain, newest }: { chain: Keyed; newest: Keyed },
  nowMs: number,
): Promise<LedgerReply['next']> {
  const waiting = newest.place.epoch > chain.place.epoch && !newest.begun && newest.hasKey
  const epoch = waiting ? newest.place.epoch : newest.place.epoch + 1
  const place = { ...chain.place, epoch }
  const { ledgerId } = place
  if (!waiting) {
    const { seq, head } = chain.standing
    const opening: LedgerOpening = {
      kind: 'usage-epoch',
      ledgerId,
      epoch,
      previous: { epoch: chain.place.epoch, seq, head },
      serverTimeMs: nowMs,
    }
    const text = signJson(office.grantKeys.privateKey, opening)
    await openLedger(client, office.master, place, text, nowMs)
  }
  const sealedKey = await sealedFirstKey(client, office.master, place, device.sealingKey)
  const { rows } = await client.query<{ opening: string | null }>(
    `select opening from usage_ledger where branch_id = $1 and ledger_id = $2 and epoch = $3`,
    [place.branchId, ledgerId, epoch],
  )
  const opening = rows[0]?.opening
  if (sealedKey === undefined || !opening) throw new Error('an epoch was not opened')
  return { epoch, opening, sealedKey }
}

/**
 * Takes records of a device's own ledger: looks at every one, keeps it whatever was found, and signs a
 * receipt for the head. Findings open a case. Throws `scope.unknown` for a ledger of another device,
 * which leaves a trace, and `request.invalid` for records out of order.
 */
export async function receiveLedger(
  office: HeadOffice,
  device: DeviceSession,
  upload: LedgerUpload,
): Promise<LedgerReply> {
  checkOrder(upload)
  try {
    return await inTransaction(office.pool, 'write', (client) =>
      take(office, client, device, upload),
    )
  } catch (error) {
    if (!(error instanceof AppError && error.code === 'scope.unknown')) throw error
    const { branchId, deviceId } = device
    const entry = { branchId, actor: deviceId, action: 'ledger.refused', object: upload.ledgerId }
    await recordAudit(office.pool, entry, office.clock.now())
    throw error
  }
}

async function take(
  office: HeadOffice,
  client: pg.ClientBase,
  device: DeviceSession,
  upload: LedgerUpload,
): Promise<LedgerReply> {
  const nowMs = office.clock.now()
  const { chain, newest, lost } = await chainOf(office, client, device, upload)
  const { place, standing: before } = chain
  const reply = { epoch: device.epoch, seq: before.seq }
  // Head office has less than the terminal believes, or another record: it is asked to begin further back.
  if (upload.after > before.seq) return { ...reply, receipt: null, next: null }
  if (await isOther(client, place, upload)) {
    const seq = Math.max(0, upload.after - maxLedgerRecords)
    return { ...reply, seq, receipt: null, next: null }
  }
  const isNew = ({ record }: SealedRecord) => record.seq > before.seq
  const fresh = upload.records.filter(isNew)
  const { findings, standing, nextKey } = lookAt(chain, fresh)
  const known = upload.records.filter((sealed) => !isNew(sealed))
  findings.push(...(await takeKnown(client, place, known, nowMs)))
  const isShort = upload.headSeq < before.seq && !isOvertaken(upload, before)
  if (isShort) findings.push({ code: 'TRUNC', seq: upload.headSeq + 1 })
  if (lost) findings.push({ code: 'MAC', seq: 1 })
  if (newest.place.epoch > place.epoch && newest.begun) {
    await keepFindings(client, newest.place, [{ code: 'TRUNC', seq: 1 }], {}, nowMs)
  }
  await putRecords(client, place, fresh, false, nowMs)
  const { sound, findings: unsound } = checkBodies(upload)
  await putBodies(client, place, sound)
  await countSessions(
    client,
    place,
    fresh.map(({ record }) => record.session),
    nowMs,
  )
  const signed = await takeCheckpoints(client, chain, upload.checkpoints, nowMs)
  const receiptMs = await receiptMsAt(client, place, upload.after)
  const made = { earliestMs: Math.max(device.openedAtMs, receiptMs), arrivedMs: nowMs }
  findings.push(...unsound, ...signed, ...clockAgainst(upload, made, findings))
  findings.push(...(await againstSignedHeads(client, place, before.seq, upload)))
  if (fresh.length > 0) await putStanding(client, office.master, place, standing, nextKey)
  const detail = { headSeq: upload.headSeq, heldSeq: before.seq }
  for (const { code } of await keepFindings(client, place, findings, detail, nowMs)) {
    office.logger.log('warn', 'ledger.finding', { deviceId: device.deviceId, code })
  }
  if (upload.former && upload.headSeq <= standing.seq) await finishLedger(client, place, nowMs)
  // A former enrolment's chain is not gone on with, whatever was found in it.
  const over =
    !upload.former &&
    (!chain.hasKey || (await isBroken(client, place)) || newest.place.epoch > place.epoch)
  const now = { chain: { ...chain, standing }, newest }
  return {
    ...reply,
    seq: standing.seq,
    receipt: await receiptFor(client, office.grantKeys.privateKey, place, standing, nowMs),
    next: over ? await nextEpoch(office, client, device, now, nowMs) : null,
  }
}
