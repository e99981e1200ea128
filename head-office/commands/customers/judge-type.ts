import { readFacts } from '#domain/customers/evaluation-facts.ts'
import { countedTypes, standingTypes } from '#domain/customers/type-verdict.ts'
import { customerAccess } from '#domain/organisation/roles.ts'
import { verdictsOf } from '../../evaluation/type-verdicts.ts'
import { isId } from '../../server/parse.ts'
import { BranchWriter } from '../../store/branch-writer.ts'
import { applied, type Decision, rejected } from '../decision.ts'
import type { CommandHandler, CommandScene } from '../handler.ts'
import { managingBranch, seesOwnBookOnly, standingOf } from './managing.ts'

/** Who sees the customer may judge; nobody at the counter does. */
async function refusedBy(scene: CommandScene, customerId: string): Promise<Decision | null> {
  const { client, staff, branchId, businessDate } = scene
  const access = customerAccess(staff.roles)
  if (access !== 'own_book' && access !== 'branch') return rejected('request.forbidden')
  if (!seesOwnBookOnly(staff)) return null
  const stand = await standingOf(client, branchId, customerId, staff.id, businessDate)
  if (stand === 'manages') return null
  return rejected(stand === 'managed' ? 'customer.moved' : 'request.forbidden')
}

/**
 * A decision: somebody says of a type of a customer that it is so, is not, or takes that back. It is
 * written down with the evidence that stood on the screen, and the customer's types follow at once; the
 * night keeps to it.
 */
export const judgeType: CommandHandler<'customer.judgeType'> = async (scene, payload) => {
  const { client, branchId } = scene
  const { customerId, verdictId, type, verdict, reason, seen } = payload
  if (!isId(verdictId)) return rejected('request.invalid')
  if ((verdict === 'denied') !== (reason !== null)) return rejected('request.invalid')
  const managedBy = await managingBranch(client, customerId)
  if (managedBy === null) return rejected('customer.notFound')
  if (managedBy !== branchId) return rejected('customer.moved')

  const writer = await BranchWriter.lock(client, branchId)
  const refused = await refusedBy(scene, customerId)
  if (refused) return refused
  const known = await client.query(
    'select from customer_type_verdict where branch_id = $1 and id = $2',
    [branchId, verdictId],
  )
  if ((known.rowCount ?? 0) > 0) return rejected('request.invalid')
  await writer.insert('customer_type_verdict', verdictId, {
    id: verdictId,
    customer_id: customerId,
    type,
    verdict,
    reason,
    seen: JSON.stringify(seen),
    given_by: scene.staff.id,
    given_at: scene.nowMs,
  })
  const { rows } = await client.query<{ facts: string; types: string; dead: boolean }>(
    `select v.facts, v.types, c.deceased_on is not null as dead
     from customer_value v join customer c on c.branch_id = $1 and c.id = v.customer_id
     where v.branch_id = $1 and v.customer_id = $2`,
    [branchId, customerId],
  )
  const [value] = rows
  if (value && !value.dead) {
    const verdicts = await verdictsOf(client, branchId, customerId)
    const types = countedTypes(
      standingTypes(readFacts(value.facts).types, verdicts.get(customerId) ?? []),
    )
    if (types !== value.types) await writer.update('customer_value', customerId, { types })
  }
  return applied(writer.written)
}
