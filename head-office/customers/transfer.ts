import type pg from 'pg'
import { AppError } from '#contract/errors.ts'
import { addDays, type Day } from '#domain/time/day.ts'
import { uuidV7 } from '#platform/ids/uuid.ts'
import { recordAudit } from '../audit/audit-log.ts'
import { BranchWriter } from '../store/branch-writer.ts'
import { followers } from './followers.ts'

/** Customers of one branch who are to be managed by another one. */
export interface CustomerTransfer {
  customerIds: readonly string[]
  from: string
  to: string
  /** Who looks after them there from the business date on (主管户); works there. */
  staffId: string
  /** Staff number of whoever decided it. */
  actor: string
}

/** When a transfer takes place. */
export interface TransferMoment {
  businessDate: Day
  nowMs: number
}

/** Throws where a customer is not managed by `from`: `customer.notFound`, `customer.moved`. */
async function requireManagedBy(client: pg.ClientBase, transfer: CustomerTransfer): Promise<void> {
  const { rows } = await client.query<{ branch_id: string }>(
    `select branch_id::text from customer_directory where customer_id = any($1::uuid[])
     order by customer_id for update`,
    [transfer.customerIds],
  )
  if (rows.length < new Set(transfer.customerIds).size) throw new AppError('customer.notFound')
  if (rows.some(({ branch_id }) => branch_id !== transfer.from)) {
    throw new AppError('customer.moved')
  }
}

async function requireManager(
  client: pg.ClientBase,
  { to, staffId }: CustomerTransfer,
): Promise<void> {
  const { rowCount } = await client.query(
    `select from staff s
     join staff_role r on r.branch_id = s.branch_id and r.staff_id = s.id
     left join staff_credential c on c.branch_id = s.branch_id and c.staff_id = s.id
     where s.branch_id = $1 and s.id = $2 and s.active and c.revoked_at is null
       and r.role in ('customer_manager', 'branch_head')`,
    [to, staffId],
  )
  if (rowCount === 0) throw new AppError('staff.notAvailable')
}

/**
 * Figures travel with the customer, so both branches must stand for the same day: while a day is
 * being opened the transfer has to wait. Throws `headOffice.busy`.
 */
async function requireSameDay(
  client: pg.ClientBase,
  { from, to }: CustomerTransfer,
): Promise<void> {
  const { rows } = await client.query<{ days: number }>(
    `select count(distinct as_of)::integer as days from reckoning
     where branch_id in ($1, $2) group by subject`,
    [from, to],
  )
  if (rows.some(({ days }) => days > 1)) throw new AppError('headOffice.busy')
}

/** Ids of accounts and holdings of the customers. */
async function positionsOf(
  client: pg.ClientBase,
  { from, customerIds }: CustomerTransfer,
): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    `select id::text from account where branch_id = $1 and customer_id = any($2::uuid[])
     union all
     select id::text from holding where branch_id = $1 and customer_id = any($2::uuid[])`,
    [from, customerIds],
  )
  return rows.map(({ id }) => id)
}

/**
 * Puts the customers into the new manager's book: who looked after them until now ends the day
 * before, and what is open lies with the new manager. The rows have just arrived under this
 * transaction's version.
 */
async function handOver(
  client: pg.ClientBase,
  arriving: BranchWriter,
  { to, customerIds, staffId }: CustomerTransfer,
  { businessDate, nowMs }: TransferMoment,
): Promise<void> {
  await client.query(
    `update customer_manager set valid_to = $3
     where branch_id = $1 and customer_id = any($2::uuid[]) and coalesce(valid_to >= $4, true)`,
    [to, customerIds, addDays(businessDate, -1), businessDate],
  )
  await client.query(
    `update task set staff_id = $3
     where branch_id = $1 and customer_id = any($2::uuid[]) and state = 'open'`,
    [to, customerIds, staffId],
  )
  await client.query(
    `update referral set to_staff_id = $3, route = 'primary'
     where branch_id = $1 and customer_id = any($2::uuid[])
       and state not in ('succeeded', 'failed')`,
    [to, customerIds, staffId],
  )
  for (const customerId of customerIds) {
    const id = uuidV7(nowMs)
    await arriving.insert('customer_manager', id, {
      id,
      customer_id: customerId,
      staff_id: staffId,
      role: 'primary',
      valid_from: businessDate,
      valid_to: null,
    })
  }
}

/** Snapshots of the old branch hold the customers: terminals that begin now get a new one. */
async function forgetSnapshots(client: pg.ClientBase, branchId: string): Promise<void> {
  await client.query('delete from snapshot_chunk where branch_id = $1', [branchId])
  await client.query('delete from snapshot where branch_id = $1', [branchId])
}

/**
 * Moves customers with everything that is theirs to another branch, part of the caller's transaction.
 * Both scopes are locked in order and get one version each: the old branch's terminals meet nothing
 * but tombstones (`left_scope`), the new one's the rows, `rev` running on. Facts that the old branch
 * sends later attach to the new one, decisions are rejected (`customer.moved`). Throws, with no
 * effect, `customer.notFound`, `customer.moved`, `staff.notAvailable`, `headOffice.busy`.
 */
export async function transferCustomers(
  client: pg.ClientBase,
  transfer: CustomerTransfer,
  moment: TransferMoment,
): Promise<void> {
  const { from, to, customerIds, staffId, actor } = transfer
  if (from === to || customerIds.length === 0) throw new AppError('request.invalid')
  const [leaving, arriving] = await BranchWriter.lockBoth(client, from, to)
  await requireManagedBy(client, transfer)
  await requireManager(client, transfer)
  await requireSameDay(client, transfer)
  const ids = { customer: customerIds, position: await positionsOf(client, transfer) }
  for (const { table, follows, column, ends } of followers) {
    if (ends) await leaving.removeAll(table, column, ids[follows], 'left_scope', moment.nowMs)
    else await leaving.moveTo(arriving, table, column, ids[follows], moment.nowMs)
  }
  await handOver(client, arriving, transfer, moment)
  await client.query(
    'update customer_directory set branch_id = $2 where customer_id = any($1::uuid[])',
    [customerIds, to],
  )
  await forgetSnapshots(client, from)
  for (const branchId of [from, to]) {
    for (const object of customerIds) {
      const entry = { branchId, actor, action: 'customer.transfer', object }
      await recordAudit(client, { ...entry, detail: { from, to, staffId } }, moment.nowMs)
    }
  }
}
