import { dayOfInstant } from '#domain/time/day.ts'
import { isId } from '../../server/parse.ts'
import { BranchWriter } from '../../store/branch-writer.ts'
import { applied, appliedWithChanges, quarantined } from '../decision.ts'
import type { CommandHandler } from '../handler.ts'
import { managingBranch, seesOwnBookOnly, standingOf } from './managing.ts'

/** A clock that runs ahead is tolerated up to here; beyond it a supervisor looks at the contact. */
const toleranceMs = 24 * 3_600_000

/**
 * A fact: recorded wherever the customer is managed now. Where that is another branch, or where the
 * person handed the customer over meanwhile, the writer is told (`customer.moved`). The summary's
 * last contact follows unless nobody answered.
 */
export const logContact: CommandHandler<'contact.log'> = async (scene, payload) => {
  const { client, staff, branchId } = scene
  if (!isId(payload.contactId)) return quarantined('contact.malformed')
  if (payload.atMs > scene.nowMs + toleranceMs) return quarantined('contact.futureDate')
  const managedBy = await managingBranch(client, payload.customerId)
  if (managedBy === null) return quarantined('customer.notFound')

  const writer = await BranchWriter.lock(client, managedBy)
  // The customer may have moved between the look-up and the lock.
  if ((await managingBranch(client, payload.customerId)) !== managedBy) {
    return logContact(scene, payload)
  }
  const known = await client.query('select from contact where branch_id = $1 and id = $2', [
    managedBy,
    payload.contactId,
  ])
  if ((known.rowCount ?? 0) > 0) return quarantined('contact.malformed')
  await writer.insert('contact', payload.contactId, {
    id: payload.contactId,
    customer_id: payload.customerId,
    staff_id: staff.id,
    at: payload.atMs,
    channel: payload.channel,
    outcome: payload.outcome,
    summary: payload.summary,
    next_on: payload.nextOn,
    duration_minutes: payload.durationMinutes,
    origin: 'terminal',
  })
  if (payload.outcome !== 'no_answer') await advanceLastContact(scene, writer, payload)
  if (managedBy !== branchId) return appliedWithChanges('customer.moved')
  const handedOver =
    seesOwnBookOnly(staff) &&
    (await standingOf(client, branchId, payload.customerId, staff.id, scene.businessDate)) ===
      'managed'
  return handedOver ? appliedWithChanges('customer.moved', writer.written) : applied(writer.written)
}

async function advanceLastContact(
  { client }: { client: Parameters<typeof managingBranch>[0] },
  writer: BranchWriter,
  payload: { customerId: string; atMs: number },
): Promise<void> {
  const on = dayOfInstant(payload.atMs)
  const earlier = await client.query(
    `select from customer_summary
     where branch_id = $1 and customer_id = $2 and coalesce(last_contact_on < $3::date, true)`,
    [writer.branchId, payload.customerId, on],
  )
  if ((earlier.rowCount ?? 0) === 0) return
  await writer.update('customer_summary', payload.customerId, { last_contact_on: on })
}
