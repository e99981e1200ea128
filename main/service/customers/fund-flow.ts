import { AppError } from '#contract/errors.ts'
import type { FundFlowView } from '#contract/ipc/customers.ts'
import { reckonedOn } from '#db/cache/reckoning.ts'
import type { ReadDatabase } from '#db/connection/statements.ts'
import {
  accountNumbersOf,
  accountsInside,
  movementsOf,
  type OwnAccount,
  ownAccounts,
  transactionsReachTo,
} from '#db/customers/flow.ts'
import { customerRecord } from '#db/customers/record.ts'
import type { CustomerScope } from '#db/customers/scope.ts'
import { type KnownRelation, relationsOf } from '#db/customers/ties.ts'
import { saidOfParties } from '#db/customers/party-classes.ts'
import { headOfficeName } from '#db/organisation/units.ts'
import { familyKinds } from '#domain/customers/household.ts'
import { flowRuleVersion } from '#domain/flow/classes.ts'
import { type FundFlow, fundFlow } from '#domain/flow/fund-flow.ts'
import { leakageOf } from '#domain/flow/leakage.ts'
import { bankNameOf, type FlowGround, type Movement, plainName } from '#domain/flow/movement.ts'
import { partyMark, standingClasses } from '#domain/flow/party-class.ts'
import { type KnownToViewer, partiesOf, type PartyFlow, partyName } from '#domain/flow/parties.ts'
import { type FlowPeriod, rangeOf, rangeProblem } from '#domain/flow/period.ts'
import { type RecoverableOutflow, recoverableOf } from '#domain/flow/recoverable.ts'
import type { Day } from '#domain/time/day.ts'
import type { Handler } from '../dispatch/dispatch.ts'
import { heldPositions, reportCurrency } from './assets.ts'
import { readingScope } from './reading.ts'
import { requireInside } from './scope.ts'

/** Other sides and outflows that one answer names. */
const shownParties = 8
const shownOutflows = 20

/** A customer's fund flow with what it was reckoned from. */
export interface ReckonedFlow {
  flow: FundFlow
  ground: FlowGround
  family: KnownRelation[]
  accounts: OwnAccount[]
  range: { askedFrom: Day; from: Day; to: Day }
}

/** What of a period this PC can answer for: no day before its transactions begin. */
function answered(
  db: ReadDatabase,
  customerId: string,
  period: FlowPeriod,
  on: Day,
): ReckonedFlow['range'] {
  if (typeof period !== 'string' && rangeProblem(period, on)) throw new AppError('request.invalid')
  const { from: askedFrom, to } = rangeOf(period, on)
  const reach = transactionsReachTo(db, customerId)
  return { askedFrom, from: reach !== null && reach > askedFrom ? reach : askedFrom, to }
}

/** What movements of a customer are classed by; five statements. */
export function flowGroundOf(
  db: ReadDatabase,
  scope: CustomerScope,
  customerId: string,
  customerName: string,
): { flow: FlowGround; family: KnownRelation[]; accounts: OwnAccount[] } {
  const accounts = ownAccounts(db, customerId)
  const family = relationsOf(db, scope, customerId).filter(({ kind }) => familyKinds.includes(kind))
  const ids = family.flatMap(({ to_customer_id: id }) => (id === null ? [] : [id]))
  const headOffice = headOfficeName(db)
  const flow: FlowGround = {
    customerName,
    ownAccounts: new Map(accounts.map(({ id, account_no }) => [account_no, id])),
    ownBank: headOffice === null ? null : bankNameOf(headOffice),
    relativeNames: new Set(family.map(({ to_name: name }) => plainName(name))),
    relativeAccounts: new Set(accountNumbersOf(db, ids)),
    corrected: standingClasses(saidOfParties(db, customerId)),
  }
  return { flow, family, accounts }
}

/** Reckons the flow of a customer who is in the scope; nine statements. */
export function reckonFlow(
  db: ReadDatabase,
  scope: CustomerScope,
  customerId: string,
  period: FlowPeriod,
  currency: string,
): ReckonedFlow {
  const { on } = scope
  const range = answered(db, customerId, period, on)
  const record = customerRecord(db, customerId, on)
  if (!record) throw new AppError('customer.notFound')
  const {
    flow: ground,
    family,
    accounts,
  } = flowGroundOf(db, scope, customerId, record.customer.name)
  const { from, to } = range
  const movements = movementsOf(db, customerId, { from, to, on })
  const flow = fundFlow(movements, ground, { from, to, on, currency })
  return { flow, ground, family, accounts, range }
}

/** Whom the viewer manages among the other sides of some movements. */
export function knownToViewer(
  db: ReadDatabase,
  scope: CustomerScope,
  family: readonly KnownRelation[],
  movements: readonly Pick<Movement, 'counterpartyAccount'>[],
): KnownToViewer {
  const numbers = movements.flatMap(({ counterpartyAccount: number }) =>
    number === null ? [] : [number],
  )
  const managed = family.filter(({ inside }) => inside)
  return {
    accounts: accountsInside(db, scope, [...new Set(numbers)]),
    relatives: new Set(managed.map(({ to_name: name }) => plainName(name))),
  }
}

const sum = <Item>(items: readonly Item[], fen: (item: Item) => number) =>
  items.reduce((all, item) => all + fen(item), 0)

function sidesOf(movements: readonly { movement: Movement }[]) {
  const of = (wanted: Movement['direction']) =>
    sum(movements, ({ movement }) => (movement.direction === wanted ? movement.amountFen : 0))
  return { count: movements.length, inFen: of('in'), outFen: of('out') }
}

/** The leakage with the balances of the same days; three statements. */
export function leakageView(
  db: ReadDatabase,
  customerId: string,
  currency: string,
  { flow, range }: ReckonedFlow,
): FundFlowView['leakage'] {
  const positions = heldPositions(db, customerId, currency, range.from, range.to)
  return leakageOf(flow, range, {
    positions: positions.map(({ points }) => points),
    knownTo: reckonedOn(db, 'summary'),
    firstOf: new Map(positions.map(({ id, points }) => [id, points[0]?.changed_on ?? null])),
  })
}

/** Everybody else on the other side, and what is left, named as the viewer may see them. */
function namedSides(
  parties: readonly PartyFlow[],
  outflows: readonly RecoverableOutflow[],
  ground: FlowGround,
  viewer: KnownToViewer,
): Pick<FundFlowView, 'parties' | 'recoverable'> {
  const rest = parties.slice(shownParties)
  return {
    parties: {
      rows: parties.slice(0, shownParties).map(({ sample, ...party }) => ({
        txnNo: sample.movement.txnNo,
        party: partyName(sample.movement, ground, viewer),
        ...party,
        ...correctionOf(sample.movement, ground),
      })),
      rest: {
        parties: rest.length,
        count: sum(rest, ({ count }) => count),
        inFen: sum(rest, ({ inFen }) => inFen),
        outFen: sum(rest, ({ outFen }) => outFen),
      },
    },
    recoverable: {
      fen: sum(outflows, ({ leftFen }) => leftFen),
      count: outflows.length,
      rows: shownOf(outflows).map(({ counted: { movement, verdict }, leftFen, days }) => ({
        txnNo: movement.txnNo,
        on: movement.postedOn,
        flowClass: verdict.flowClass,
        outFen: movement.amountFen,
        leftFen,
        days,
        party: partyName(movement, ground, viewer),
      })),
    },
  }
}

/** Whether somebody may say, or has said, to which class payments with a side belong. */
function correctionOf(movement: Movement, { corrected }: FlowGround) {
  const mark = partyMark(movement)
  return { correctable: mark !== null, corrected: mark !== null && corrected?.has(mark) === true }
}

/** The largest of what is left. */
function shownOf(outflows: readonly RecoverableOutflow[]): RecoverableOutflow[] {
  return [...outflows].sort((a, b) => b.leftFen - a.leftFen).slice(0, shownOutflows)
}

/** `customers.fundFlow`: 资金流向 of one customer over a period, with everything its tab shows. */
export const showFundFlow: Handler<'customers.fundFlow'> = async (
  { customerId, period },
  context,
) => {
  const scope = await readingScope(context, customerId)
  const currency = reportCurrency(context)
  return context.cache((db): FundFlowView => {
    requireInside(db, scope, customerId)
    const reckoned = reckonFlow(db, scope, customerId, period, currency)
    const { flow, ground, family, accounts, range } = reckoned
    const { inFen, outFen, netFen, months, classes, counted, removed, aside } = flow
    const parties = partiesOf(counted)
    const outflows = recoverableOf(counted, range.to)
    const viewer = knownToViewer(db, scope, family, [
      ...parties.slice(0, shownParties).map(({ sample }) => sample.movement),
      ...shownOf(outflows).map((outflow) => outflow.counted.movement),
    ])
    const foreign = accounts.filter((account) => account.currency !== currency)
    return {
      ...range,
      ruleVersion: flowRuleVersion,
      inFen,
      outFen,
      netFen,
      count: counted.length,
      months,
      classes,
      removed: sidesOf(removed),
      aside: {
        future: aside.future.length,
        currency: aside.currency.length,
        currencies: [...new Set(foreign.map((account) => account.currency))].sort(),
      },
      leakage: leakageView(db, customerId, currency, reckoned),
      ...namedSides(parties, outflows, ground, viewer),
    }
  })
}
