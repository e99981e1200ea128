import type pg from 'pg'
import type { DigestReply } from '#contract/sync/digest.ts'
import { uuidV7 } from '#platform/ids/uuid.ts'
import { recordAudit } from '../audit/audit-log.ts'
import type { DeviceSession } from '../devices/session.ts'
import type { HeadOffice } from '../server/context.ts'
import { inTransaction } from '../store/transaction.ts'

/** So many differences of one device within a day are somebody's to look at. */
const alarmAt = 3
const dayMs = 86_400_000

async function differencesSince(
  client: pg.ClientBase,
  { branchId, deviceId }: DeviceSession,
  sinceMs: number,
): Promise<number> {
  // Ids begin with their time: only the entries of a day are read.
  const first = uuidV7(sinceMs, (length) => Buffer.alloc(length))
  const { rows } = await client.query<{ count: number }>(
    `select count(*)::int as count from audit_log
     where branch_id = $1 and id >= $2 and actor = $3 and action = 'digest.differs'`,
    [branchId, first, deviceId],
  )
  return rows[0]?.count ?? 0
}

/**
 * A terminal held something else than its scope: found and mended, but never expected, so it is
 * audited. The third time within a day raises an alarm: an entry in the log and an incident.
 */
export async function noteDivergence(
  office: HeadOffice,
  device: DeviceSession,
  { scope, repairs }: DigestReply,
): Promise<void> {
  const { branchId, deviceId } = device
  const tables = repairs.map(({ table }) => table).join(' ')
  const rows = repairs.reduce((sum, { batch }) => sum + batch.count, 0)
  const nowMs = office.clock.now()
  const count = await inTransaction(office.pool, 'write', async (client) => {
    const entry = { branchId, actor: deviceId, action: 'digest.differs', object: scope }
    await recordAudit(client, { ...entry, detail: { tables, rows } }, nowMs)
    const today = await differencesSince(client, device, nowMs - dayMs)
    if (today === alarmAt) {
      await client.query(
        `insert into incident (branch_id, id, device_id, kind, at, detail)
         values ($1, $2, $3, 'digest.differsOften', $4, $5)`,
        [branchId, uuidV7(nowMs), deviceId, new Date(nowMs), JSON.stringify({ scope, tables })],
      )
    }
    return today
  })
  const fields = { scope, deviceId, table: tables, count: rows }
  if (count >= alarmAt) office.logger.log('error', 'digest.differsOften', fields)
  else office.logger.log('warn', 'digest.differs', fields)
}
