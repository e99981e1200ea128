import type pg from 'pg'
import { AppError } from '#contract/errors.ts'
import type { EnrolReply, EnrolRequest } from '#contract/sync/enrol.ts'
import { randomKey, sha256Hex } from '#platform/crypto/hash.ts'
import { uuidV7 } from '#platform/ids/uuid.ts'
import { recordAudit } from '../audit/audit-log.ts'
import { readDatabaseInfo } from '../database/info.ts'
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

async function burnCode(client: pg.ClientBase, code: string, nowMs: number): Promise<string> {
  const { rows } = await client.query<{ branch_id: string }>(
    `update enrolment_code set used_at = $2
     where code_hash = $1 and used_at is null and expires_at > $2 returning branch_id::text`,
    [codeHash(code), new Date(nowMs)],
  )
  const branchId = rows[0]?.branch_id
  if (branchId === undefined) throw new AppError('device.codeInvalid')
  return branchId
}

interface EnrolledDevice {
  id: string
  epoch: number
  ledger_id: string
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
           enrolled_at = excluded.enrolled_at
     returning id::text, epoch, ledger_id::text`,
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

/**
 * Enrols a PC. A name that the branch already knows is the same PC set up again: it keeps its id and
 * gets the next epoch, its keys are replaced and its sessions end. Throws `device.codeInvalid`.
 */
export async function enrolDevice(
  pool: pg.Pool,
  grantKey: string,
  request: EnrolRequest,
  nowMs: number,
): Promise<EnrolReply> {
  return inTransaction(pool, 'write', async (client) => {
    const branchId = await burnCode(client, request.code, nowMs)
    const device = await writeDevice(client, branchId, request, nowMs)
    await client.query('delete from device_session where device_id = $1', [device.id])
    await client.query(
      'update cache_key set stale = true where branch_id = $1 and device_id = $2',
      [branchId, device.id],
    )
    await client.query(
      `insert into device_cursor (branch_id, device_id, device_epoch, last_seq)
       values ($1, $2, $3, 0)`,
      [branchId, device.id, device.epoch],
    )
    await client.query('update enrolment_code set device_id = $2 where code_hash = $1', [
      codeHash(request.code),
      device.id,
    ])
    await recordAudit(
      client,
      {
        branchId,
        actor: 'system',
        action: 'device.enrolled',
        object: device.id,
        detail: { epoch: device.epoch },
      },
      nowMs,
    )
    const info = await readDatabaseInfo(client)
    const { rows } = await client.query<{ name: string }>(
      'select name from org_unit where id = $1',
      [branchId],
    )
    if (!info || !rows[0]) throw new Error('the database lacks its info or the branch')
    return {
      epoch: info.epoch,
      deviceId: device.id,
      deviceEpoch: device.epoch,
      branchId,
      branchName: rows[0].name,
      grantKey,
      ledgerId: device.ledger_id,
      demo: info.demo,
    }
  })
}
