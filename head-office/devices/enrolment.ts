import type pg from 'pg'
import { AppError } from '#contract/errors.ts'
import type { EnrolReply, EnrolRequest } from '#contract/sync/enrol.ts'
import { randomKey, sha256Hex } from '#platform/crypto/hash.ts'
import { uuidV7 } from '#platform/ids/uuid.ts'
import { recordAudit } from '../audit/audit-log.ts'
import { readDatabaseInfo } from '../database/info.ts'
import type { MasterKey } from '../keys/master-key.ts'
import { type LedgerPlace, openLedger, sealedFirstKey } from '../ledger/first-key.ts'
import { inTransaction } from '../store/transaction.ts'

const codeLifeMs = 24 * 3_600_000
/** Crockford's base 32: no I, L, O, U, so a code survives being read aloud. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

function newCode(): string {
  const letters = [...randomKey(16)].map((byte) => alphabet[byte % 32] ?? '0').join('')
  return letters.replace(/(.{4})(?=.)/g, '$1-')
}

const codeHash = (code: string) =>
  sha256Hex(`enrolment:${code.toUpperCase().replace(/[\s-]/g, '')}`)

/** Keys of head office that an enrolment needs: its public one for grants, and its escrow. */
export interface EnrolmentKeys {
  grantKey: string
  master: MasterKey
}

/**
 * Makes a one-time code (80 random bits, `XXXX-XXXX-XXXX-XXXX`) with which one PC enrols in a
 * branch within 24 hours; only its hash is kept. Throws `scope.unknown` for a unit that is none.
 */
export async function createEnrolmentCode(
  pool: pg.Pool,
  { branchId, nowMs = Date.now() }: { branchId: string; nowMs?: number },
): Promise<string> {
  const code = newCode()
  const { rowCount } = await pool.query(
    `insert into enrolment_code (code_hash, branch_id, created_at, expires_at)
     select $1, id, $3, $4 from org_unit where id = $2`,
    [codeHash(code), branchId, new Date(nowMs), new Date(nowMs + codeLifeMs)],
  )
  if (rowCount !== 1) throw new AppError('scope.unknown')
  await recordAudit(
    pool,
    { branchId, actor: 'system', action: 'enrolment_code.created', object: branchId },
    nowMs,
  )
  return code
}

/** Uses a code up and returns its branch; null where it is used, expired or none. */
async function burnCode(
  client: pg.ClientBase,
  code: string,
  nowMs: number,
): Promise<string | null> {
  const { rows } = await client.query<{ branch_id: string }>(
    `update enrolment_code set used_at = $2
     where code_hash = $1 and used_at is null and expires_at > $2 returning branch_id::text`,
    [codeHash(code), new Date(nowMs)],
  )
  return rows[0]?.branch_id ?? null
}

interface EnrolledDevice {
  id: string
  branch_id: string
  epoch: number
  ledger_id: string
}

/** The device that used a code, where it is the one that asks and never got its answer: it opened no session. */
async function deviceThatUsed(
  client: pg.ClientBase,
  request: EnrolRequest,
  nowMs: number,
): Promise<EnrolledDevice | null> {
  const { rows } = await client.query<EnrolledDevice>(
    `select d.id::text, d.branch_id::text, d.epoch, d.ledger_id::text
     from enrolment_code c join device d on d.id = c.device_id
     where c.code_hash = $1 and c.expires_at > $2 and d.state = 'active'
       and d.last_session_at is null
       and d.name = $3 and d.signing_key = $4 and d.sealing_key = $5`,
    [
      codeHash(request.code),
      new Date(nowMs),
      request.deviceName,
      request.signingKey,
      request.sealingKey,
    ],
  )
  return rows[0] ?? null
}

async function writeDevice(
  client: pg.ClientBase,
  branchId: string,
  request: EnrolRequest,
  nowMs: number,
): Promise<EnrolledDevice> {
  const { rows } = await client.query<EnrolledDevice>(
    `insert into device (id, branch_id, name, epoch, signing_key, sealing_key, ledger_id, state,
       enrolled_at)
     values ($1, $2, $3, 1, $4, $5, $6, 'active', $7)
     on conflict (branch_id, name) do update
       set epoch = device.epoch + 1, signing_key = excluded.signing_key,
           sealing_key = excluded.sealing_key, ledger_id = excluded.ledger_id, state = 'active',
           enrolled_at = excluded.enrolled_at, last_session_at = null
     returning id::text, branch_id::text, epoch, ledger_id::text`,
    [
      uuidV7(nowMs),
      branchId,
      request.deviceName,
      request.signingKey,
      request.sealingKey,
      uuidV7(nowMs),
      new Date(nowMs),
    ],
  )
  const device = rows[0]
  if (!device) throw new Error('a device was not written')
  return device
}

const ledgerOf = (device: EnrolledDevice): LedgerPlace => ({
  branchId: device.branch_id,
  deviceId: device.id,
  deviceEpoch: device.epoch,
  ledgerId: device.ledger_id,
  epoch: device.epoch,
})

async function replyFor(
  client: pg.ClientBase,
  { grantKey, master }: EnrolmentKeys,
  device: EnrolledDevice,
  sealingKey: string,
): Promise<EnrolReply> {
  const info = await readDatabaseInfo(client)
  const { rows } = await client.query<{ name: string }>('select name from org_unit where id = $1', [
    device.branch_id,
  ])
  if (!info || !rows[0]) throw new Error('the database lacks its info or the branch')
  return {
    epoch: info.epoch,
    deviceId: device.id,
    deviceEpoch: device.epoch,
    branchId: device.branch_id,
    branchName: rows[0].name,
    grantKey,
    ledgerId: device.ledger_id,
    sealedLedgerKey: await sealedFirstKey(client, master, ledgerOf(device), sealingKey),
    demo: info.demo,
  }
}

/**
 * What a new enrolment brings and ends: sessions and cache key of the old one, a new sequence, a new
 * ledger.
 */
async function beginLife(
  client: pg.ClientBase,
  master: MasterKey,
  device: EnrolledDevice,
  code: string,
  nowMs: number,
): Promise<void> {
  const { id, branch_id: branchId, epoch } = device
  await client.query('delete from device_session where device_id = $1', [id])
  await client.query('update cache_key set stale = true where branch_id = $1 and device_id = $2', [
    branchId,
    id,
  ])
  await client.query(
    `insert into device_cursor (branch_id, device_id, device_epoch, last_seq)
     values ($1, $2, $3, 0)`,
    [branchId, id, epoch],
  )
  await openLedger(client, master, ledgerOf(device), null, nowMs)
  await client.query('update enrolment_code set device_id = $2 where code_hash = $1', [
    codeHash(code),
    id,
  ])
  await recordAudit(
    client,
    { branchId, actor: 'system', action: 'device.enrolled', object: id, detail: { epoch } },
    nowMs,
  )
}

/**
 * Enrols a PC. A name that the branch already knows is the same PC set up again: it keeps its id and
 * gets the next epoch, its keys are replaced and its sessions end. A PC whose answer was lost may ask
 * again with the same code and keys until it has opened a session. Throws `device.codeInvalid`.
 */
export async function enrolDevice(
  pool: pg.Pool,
  keys: EnrolmentKeys,
  request: EnrolRequest,
  nowMs: number,
): Promise<EnrolReply> {
  return inTransaction(pool, 'write', async (client) => {
    const branchId = await burnCode(client, request.code, nowMs)
    if (branchId === null) {
      const device = await deviceThatUsed(client, request, nowMs)
      if (!device) throw new AppError('device.codeInvalid')
      return replyFor(client, keys, device, request.sealingKey)
    }
    const device = await writeDevice(client, branchId, request, nowMs)
    await beginLife(client, keys.master, device, request.code, nowMs)
    return replyFor(client, keys, device, request.sealingKey)
  })
}
