import type pg from 'pg'
import type { UsageType } from '#domain/usage/record.ts'
import { type SessionMoment, verifiedSessions } from '#domain/usage/testified.ts'
import { markDue } from '../assessment/due.ts'
import { takeSessions } from '../assessment/sessions.ts'
import { isId } from '../server/parse.ts'
import type { LedgerPlace } from './first-key.ts'

type MomentRow = Omit<SessionMoment, 'module' | 'type'> & { type: UsageType; body: string | null }

const momentQuery = `
  select r.session as "sessionId", r.actor as "staffId", r.boot_id as "bootId", r.type,
    r.auth_mode = 'offline' as offline, r.wall_ms::float8 as "wallMs", r.mono_ms::float8 as "monoMs",
    coalesce((
      select max(extract(epoch from p.signed_at)) * 1000 from usage_receipt p
      where p.branch_id = r.branch_id and p.ledger_id = r.ledger_id and p.epoch = r.epoch
        and p.seq = r.last_receipt_seq and r.last_receipt_seq > 0), 0)::float8 as "notBeforeMs",
    (extract(epoch from r.received_at) * 1000)::float8 as "notAfterMs", b.body
  from usage_record r
  left join usage_body b on b.branch_id = r.branch_id and b.ledger_id = r.ledger_id
    and b.epoch = r.epoch and b.seq = r.seq
  where r.branch_id = $1 and r.ledger_id = $2 and r.session = any($3::text[]) and not r.fork
  order by r.epoch, r.seq`

/** The module that the body of an action names; null for a body that is none, or was deleted. */
function moduleOf(body: string | null): string | null {
  if (body === null) return null
  try {
    const told: unknown = JSON.parse(body)
    const isObject = typeof told === 'object' && told !== null
    return isObject && 'module' in told && typeof told.module === 'string' ? told.module : null
  } catch {
    return null
  }
}

/** The branches whose scores sessions may change: the ledger's, and those of the people; in one order for all. */
async function branchesOf(
  client: pg.ClientBase,
  branchId: string,
  sessions: readonly { staffId: string }[],
): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    'select distinct branch_id::text as id from staff_credential where staff_id = any($1::uuid[])',
    [sessions.map(({ staffId }) => staffId)],
  )
  return [...new Set([branchId, ...rows.map(({ id }) => id)])].sort()
}

/**
 * Takes the sessions that new records of a ledger belong to into the assessment, as all its records tell
 * them by now; in the transaction that keeps the records. A finding about the ledger leaves out nothing:
 * that is for a person to decide.
 */
export async function countSessions(
  client: pg.ClientBase,
  { branchId, ledgerId, deviceId }: LedgerPlace,
  sessionIds: readonly string[],
  nowMs: number,
): Promise<void> {
  const ids = [...new Set(sessionIds)].filter((id) => id !== '')
  if (ids.length === 0) return
  const { rows } = await client.query<MomentRow>(momentQuery, [branchId, ledgerId, ids])
  const moments = rows.map(({ body, ...row }) => ({ ...row, module: moduleOf(body) }))
  const known = verifiedSessions(moments).filter(({ staffId }) => isId(staffId))
  const sessions = known.map((session) => ({ ...session, deviceId }))
  if (sessions.length === 0) return
  await takeSessions(client, branchId, sessions)
  for (const due of await branchesOf(client, branchId, sessions)) await markDue(client, due, nowMs)
}
