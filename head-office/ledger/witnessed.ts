import type pg from 'pg'
import type { Witnessed, WitnessedReply } from '#contract/sync/witness.ts'
import { checkpointText } from '#domain/usage/chain.ts'
import { verifyText } from '#platform/crypto/signature.ts'
import { recordAudit } from '../audit/audit-log.ts'
import type { DeviceSession } from '../devices/session.ts'
import { isId } from '../server/parse.ts'
import type { HeadOffice } from '../server/context.ts'
import { inTransaction } from '../store/transaction.ts'
import { keepFindings } from './findings.ts'
import { hashesAt, lockLedger } from './rows.ts'
import { putSignedHead } from './signed-heads.ts'

/**
 * Takes heads that neighbours of a device signed and it kept: of PCs of its own branch, by the key of the
 * enrolment they are of. One that contradicts a record held already is a `FORK` and opens a case of its
 * signer; one beyond the records waits for them. What is of nobody known here is left out, and leaves a
 * trace of who brought it.
 */
export async function receiveWitnessed(
  office: HeadOffice,
  device: DeviceSession,
  witnessed: readonly Witnessed[],
): Promise<WitnessedReply> {
  let kept = 0
  // One ledger a transaction, in order, so that two neighbours bringing the same never wait for each other.
  const byLedger = Map.groupBy(witnessed, ({ checkpoint }) => checkpoint.ledgerId)
  for (const [, own] of [...byLedger].sort(([a], [b]) => (a < b ? -1 : 1))) {
    kept += await inTransaction(office.pool, 'write', (client) =>
      takeOfLedger(office, client, device, own),
    )
  }
  if (kept < witnessed.length) {
    const { branchId, deviceId } = device
    const detail = { refused: witnessed.length - kept }
    const entry = { branchId, actor: deviceId, action: 'ledger.witnessRefused', object: deviceId }
    await recordAudit(office.pool, { ...entry, detail }, office.clock.now())
  }
  return { epoch: device.epoch, kept }
}

async function takeOfLedger(
  office: HeadOffice,
  client: pg.ClientBase,
  witness: DeviceSession,
  own: readonly Witnessed[],
): Promise<number> {
  const nowMs = office.clock.now()
  const [first] = own
  if (!first) return 0
  const { deviceId, checkpoint } = first
  const { ledgerId } = checkpoint
  if (!isId(deviceId) || !isId(ledgerId)) return 0
  const { branchId } = witness
  const chains = await lockLedger(client, office.master, { branchId, deviceId, ledgerId })
  let kept = 0
  for (const { deviceId: by, checkpoint: signed } of own) {
    const chain = chains.find(({ place }) => place.epoch === signed.epoch)
    const isSigned =
      chain?.signingKey != null &&
      by === deviceId &&
      verifyText(chain.signingKey, checkpointText(signed), signed.signature)
    if (!chain || !isSigned) continue
    kept += 1
    await putSignedHead(client, chain.place, signed, witness.deviceId, nowMs)
    const hash = (await hashesAt(client, chain.place, [signed.seq])).get(signed.seq)
    if (hash === undefined || hash === signed.head) continue
    const finding = { code: 'FORK' as const, seq: signed.seq }
    const detail = { witnessedSeq: signed.seq, heldSeq: chain.standing.seq }
    for (const { code } of await keepFindings(client, chain.place, [finding], detail, nowMs)) {
      office.logger.log('warn', 'ledger.finding', { deviceId, code })
    }
  }
  return kept
}
