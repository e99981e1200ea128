import type { FlowMovement, FlowPart } from '#contract/ipc/customers.ts'
import type { Verdict } from '#domain/flow/classes.ts'
import type { FundFlow } from '#domain/flow/fund-flow.ts'
import { byTime, type Movement } from '#domain/flow/movement.ts'
import { partyKey, partyName } from '#domain/flow/parties.ts'
import { maskAccountNumber } from '#domain/customers/mask.ts'
import type { Handler } from '../dispatch/dispatch.ts'
import { reportCurrency } from './assets.ts'
import { knownToViewer, reckonFlow } from './fund-flow.ts'
import { readingScope } from './reading.ts'
import { requireInside } from './scope.ts'

/** A movement of a part; without verdict where it is set aside. */
interface Listed {
  movement: Movement
  verdict: Verdict | null
}

function listedOf(flow: FundFlow, part: FlowPart): Listed[] {
  switch (part.kind) {
    case 'class':
      return flow.counted.filter(
        ({ movement, verdict }) =>
          verdict.flowClass === part.flowClass && movement.direction === part.direction,
      )
    case 'party': {
      const known = flow.counted.find(({ movement }) => movement.txnNo === part.txnNo)
      if (!known) return []
      const key = partyKey(known)
      return flow.counted.filter((each) => partyKey(each) === key)
    }
    case 'removed':
      return flow.removed
    case 'aside':
      return [...flow.aside.future, ...flow.aside.currency].map((movement) => ({
        movement,
        verdict: null,
      }))
  }
}

/**
 * `customers.flowMovements`: the movements behind a figure of the flow, the latest first, each with
 * the rule that decided on it. Nothing is listed where the movement that names a party has gone.
 */
export const listFlowMovements: Handler<'customers.flowMovements'> = async (request, context) => {
  const scope = await readingScope(context, request.customerId)
  const currency = reportCurrency(context)
  const { customerId, period, part, offset, limit } = request
  return context.cache((db) => {
    requireInside(db, scope, customerId)
    const reckoned = reckonFlow(db, scope, customerId, period, currency)
    const { flow, ground, family, accounts } = reckoned
    const listed = listedOf(flow, part).sort((a, b) => byTime(b.movement, a.movement))
    const page = listed.slice(offset, offset + limit)
    const viewer = knownToViewer(
      db,
      scope,
      family,
      page.map(({ movement }) => movement),
    )
    const numbers = new Map(accounts.map(({ id, account_no }) => [id, account_no]))
    const of = (direction: Movement['direction']) =>
      listed.reduce(
        (sum, { movement }) => (movement.direction === direction ? sum + movement.amountFen : sum),
        0,
      )
    return {
      total: listed.length,
      inFen: of('in'),
      outFen: of('out'),
      rows: page.map(({ movement, verdict }): FlowMovement => ({
        txnNo: movement.txnNo,
        postedOn: movement.postedOn,
        postedAtMs: movement.postedAtMs,
        account: maskAccountNumber(numbers.get(movement.accountId) ?? ''),
        direction: movement.direction,
        amountFen: movement.amountFen,
        operation: movement.operation,
        purpose: movement.purpose,
        party: partyName(movement, ground, viewer),
        flowClass: verdict?.flowClass ?? null,
        rule: verdict?.rule ?? null,
        word: verdict?.word ?? null,
      })),
    }
  })
}
