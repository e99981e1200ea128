import { addDays, type Day, isDay } from '#domain/time/day.ts'
import { recordAudit } from '../../audit/audit-log.ts'
import { isId } from '../../server/parse.ts'
import { BranchWriter } from '../../store/branch-writer.ts'
import { applied, quarantined, rejected } from '../decision.ts'
import type { CommandHandler } from '../handler.ts'
import { keepHeard } from '../next-action/facts.ts'
import { followCompleteness } from './follow-completeness.ts'
import { looksAfter } from './looks-after.ts'
import { managingBranch } from './managing.ts'

/** A fact: whom a customer told of. It stands with the customer wherever he or she is managed now. */
export const recordRelation: CommandHandler<'relation.record'> = async (scene, payload) => {
  const { client, staff, businessDate, nowMs } = scene
  const { relationId, customerId, toCustomerId, toName, kind, on, atMs } = payload
  const malformed = 'relation.malformed'
  if (!isDay(on) || toName.trim() === '' || toCustomerId === customerId) {
    return quarantined(malformed)
  }
  if (toCustomerId !== null && (await managingBranch(client, toCustomerId)) === null) {
    return quarantined(malformed)
  }
  const about = { table: 'relation', id: relationId, customerId, atMs, malformed } as const
  return keepHeard(scene, about, async (writer) => {
    await writer.insert('relation', relationId, {
      id: relationId,
      from_customer_id: customerId,
      to_customer_id: toCustomerId,
      to_name: toName.trim(),
      kind,
      source: 'customer',
      valid_from: on < businessDate ? on : businessDate,
      valid_to: null,
    })
    await followCompleteness(scene, writer, customerId)
    const { branchId } = writer
    const detail = { kind, customer: toCustomerId !== null }
    const entry = { branchId, actor: staff.staffNo, action: 'relation.record', object: relationId }
    await recordAudit(client, { ...entry, detail }, nowMs)
  })
}

interface StandingRelation {
  from_customer_id: string
  source: string
  valid_to: Day | null
}

/** A decision: what a customer told does not hold any more. What core banking knows is changed there alone. */
export const withdrawRelation: CommandHandler<'relation.withdraw'> = async (scene, payload) => {
  const { client, branchId, staff, businessDate, nowMs } = scene
  const { relationId, customerId, on } = payload
  if (!isId(relationId) || !isDay(on)) return rejected('request.invalid')
  const managedBy = await managingBranch(client, customerId)
  if (managedBy === null) return rejected('customer.notFound')
  if (managedBy !== branchId) return rejected('customer.moved')
  const writer = await BranchWriter.lock(client, branchId)
  const { rows } = await client.query<StandingRelation>(
    `select from_customer_id::text, source, to_char(valid_to, 'YYYY-MM-DD') as valid_to
     from relation where branch_id = $1 and id = $2`,
    [branchId, relationId],
  )
  const [relation] = rows
  if (relation?.from_customer_id !== customerId) return rejected('relation.notFound')
  if (!(await looksAfter(scene, customerId))) return rejected('request.forbidden')
  if (relation.source !== 'customer') return rejected('relation.notTold')
  if (relation.valid_to !== null) return rejected('relation.alreadyWithdrawn')
  await writer.update('relation', relationId, {
    valid_to: addDays(on < businessDate ? on : businessDate, -1),
  })
  await followCompleteness(scene, writer, customerId)
  const entry = { branchId, actor: staff.staffNo, action: 'relation.withdraw', object: relationId }
  await recordAudit(client, entry, nowMs)
  return applied(writer.written)
}
