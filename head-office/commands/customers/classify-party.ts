import { recordAudit } from '../../audit/audit-log.ts'
import { isId } from '../../server/parse.ts'
import { BranchWriter } from '../../store/branch-writer.ts'
import { applied, rejected } from '../decision.ts'
import type { CommandHandler } from '../handler.ts'
import { looksAfter } from './looks-after.ts'
import { managingBranch, seesOwnBookOnly, standingOf } from './managing.ts'

/**
 * A decision: somebody who looks after a customer says to which class payments with another side belong, or
 * takes that back. It counts for everybody who sees the customer, and for cards judged from now on.
 */
export const classifyParty: CommandHandler<'customer.classifyParty'> = async (scene, payload) => {
  const { client, branchId, staff, businessDate, nowMs } = scene
  const { saidId, customerId, party, flowClass, was, atMs } = payload
  if (!isId(saidId)) return rejected('request.invalid')
  const managedBy = await managingBranch(client, customerId)
  if (managedBy === null) return rejected('customer.notFound')
  if (managedBy !== branchId) return rejected('customer.moved')
  const writer = await BranchWriter.lock(client, branchId)
  if (!(await looksAfter(scene, customerId))) {
    const stand = seesOwnBookOnly(staff)
      ? await standingOf(client, branchId, customerId, staff.id, businessDate)
      : 'never'
    return rejected(stand === 'managed' ? 'customer.moved' : 'request.forbidden')
  }
  const known = await client.query('select from party_class where branch_id = $1 and id = $2', [
    branchId,
    saidId,
  ])
  if ((known.rowCount ?? 0) > 0) return rejected('request.invalid')
  await writer.insert('party_class', saidId, {
    id: saidId,
    customer_id: customerId,
    party,
    flow_class: flowClass,
    was,
    given_by: staff.id,
    given_at: Math.min(atMs, nowMs),
  })
  const entry = { branchId, actor: staff.staffNo, action: 'party.classify', object: saidId }
  await recordAudit(client, { ...entry, detail: { was, flowClass } }, nowMs)
  return applied(writer.written)
}
