import { AppError } from '#contract/errors.ts'
import { partyMark } from '#domain/flow/party-class.ts'
import type { Handler } from '../dispatch/dispatch.ts'
import { reportCurrency } from './assets.ts'
import { reckonFlow } from './fund-flow.ts'
import { requireInside, scopeOf } from './scope.ts'

/**
 * `customers.classifyParty`: to which class payments with the other side of a movement belong; null leaves it
 * to the rules again. Counts on this PC at once, also without head office.
 */
export const classifyParty: Handler<'customers.classifyParty'> = async (request, context) => {
  const { customerId, period, txnNo, flowClass } = request
  const scope = scopeOf(context)
  const currency = reportCurrency(context)
  const said = context.cache((db) => {
    requireInside(db, scope, customerId)
    const { flow, ground } = reckonFlow(db, scope, customerId, period, currency)
    const known = flow.counted.find(({ movement }) => movement.txnNo === txnNo)
    const party = known ? partyMark(known.movement) : null
    if (!known || party === null) throw new AppError('request.invalid', { field: 'txnNo' })
    // What nobody has said cannot be taken back.
    if (flowClass === null && ground.corrected?.has(party) !== true) {
      throw new AppError('request.invalid', { field: 'flowClass' })
    }
    return { party, was: known.verdict.flowClass }
  })
  const commandId = await context.submit({
    name: 'customer.classifyParty',
    customerId,
    payload: {
      saidId: context.newId(),
      customerId,
      ...said,
      flowClass,
      atMs: context.clock.now(),
    },
  })
  return { commandId }
}
