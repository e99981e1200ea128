import { AppError } from '#contract/errors.ts'
import type { ReadDatabase } from '#db/connection/statements.ts'
import { isLargeOutflow, recentOutflowFen } from '#db/counter/case.ts'
import { accountStates } from '#db/customers/positions.ts'
import { customerRecord } from '#db/customers/record.ts'
import type { CustomerScope } from '#db/customers/scope.ts'
import { fraudCardOf, messageDays } from '#db/next-action/facts.ts'
import { type KnownNeed, needsOf } from '#db/next-action/needs.ts'
import { type KnownRefusal, refusalsOf } from '#db/next-action/refusals.ts'
import { parameterInForce } from '#db/parameters/in-force.ts'
import { tierFloors } from '#db/parameters/tier-floors.ts'
import { shelfOn } from '#db/products/on-sale.ts'
import { workCustomers } from '#db/workbench/rows.ts'
import { type KnownTask, openTasksOf } from '#db/workbench/tasks.ts'
import { recoverableOf } from '#domain/flow/recoverable.ts'
import type { ActionFacts, OpenReason, ShelfProduct } from '#domain/next-action/facts.ts'
import { assetClasses, type Product } from '#domain/products/records.ts'
import { addDays, ageOn, dayOfInstant, instantOfDay } from '#domain/time/day.ts'
import { isPutOff } from '#domain/workbench/postponing.ts'
import { reckonFlow } from '../customers/fund-flow.ts'

/** What the rule looks at, with the rows it was made of. */
export interface ActionGround {
  facts: ActionFacts
  /** Reasons of the work list that count now, by id. */
  tasks: Map<string, KnownTask>
  /** Those that were put off, or closed on this PC and wait for head office. */
  aside: KnownTask[]
  refusals: KnownRefusal[]
  needs: KnownNeed[]
}

const shelfProduct = (product: Product): ShelfProduct => ({
  id: product.id,
  name: product.name,
  assetClass: product.asset_class,
  riskLevel: product.risk_level,
  rateBp: product.rate_bp,
  termDays: product.term_days,
  minAmountFen: product.min_amount_fen,
})

function openReason(task: KnownTask): OpenReason {
  const { expiresOn } = JSON.parse(task.evidence) as { expiresOn?: unknown }
  return {
    taskId: task.id,
    kind: task.kind,
    dueOn: task.due_on,
    amountFen: task.amount_fen,
    expiresOn: typeof expiresOn === 'string' ? expiresOn : null,
  }
}

/** What went elsewhere in the last days and did not come back. */
function leakedOf(
  db: ReadDatabase,
  scope: CustomerScope,
  customerId: string,
  { days, currency }: { days: number; currency: string },
): ActionFacts['leaked'] {
  const period = { from: addDays(scope.on, 1 - days), to: scope.on }
  const { flow } = reckonFlow(db, scope, customerId, period, currency)
  const outflows = recoverableOf(flow.counted, scope.on)
  const fen = outflows.reduce((sum, { leftFen }) => sum + leftFen, 0)
  const lastOn = outflows
    .map(({ counted }) => counted.movement.postedOn)
    .sort()
    .at(-1)
  return lastOn === undefined ? null : { fen, lastOn }
}

/** Reads {@link ActionGround} of a customer who is in the scope; a fixed number of statements. */
export function actionGround(
  db: ReadDatabase,
  scope: CustomerScope,
  customerId: string,
  currency: string,
): ActionGround {
  const { on } = scope
  const record = customerRecord(db, customerId, on)
  const work = workCustomers(db, [customerId], on).get(customerId)
  if (!record || !work) throw new AppError('customer.notFound')
  const { customer, summary } = record
  const rule = parameterInForce(db, 'next_action.rule', on)
  const { elderAge } = parameterInForce(db, 'transaction.key_rule', on)
  const tasks = openTasksOf(db, customerId)
  const counts = (task: KnownTask) => task.state === 'open' && !isPutOff(task, on)
  const refusals = refusalsOf(db, customerId)
  const needs = needsOf(db, customerId)
  const age = customer.birth_date === null ? null : ageOn(customer.birth_date, on)
  const aumFen = summary?.aum_fen ?? 0
  const fraudCard = fraudCardOf(db, customerId)
  const elder = age !== null && age >= elderAge
  const states = accountStates(db, customerId).filter((state) => state !== 'closed')
  const longestCap = Math.max(0, ...rule.messageCaps.map(({ days }) => days))
  const deceased = customer.deceased_on !== null
  const facts: ActionFacts = {
    on,
    rule,
    floors: tierFloors(db, on),
    tier: customer.tier,
    suitability: {
      riskLevel: summary?.risk_level ?? null,
      riskValidTo: summary?.risk_valid_to ?? null,
      age,
      doNotContact: customer.do_not_contact,
      deceased,
    },
    frozen: states.length > 0 && states.every((state) => state === 'frozen'),
    elderOutflow:
      fraudCard !== null || (elder && isLargeOutflow(recentOutflowFen(db, customerId, on), aumFen)),
    consent: work.consent === 1,
    lastOutcome: work.last_outcome,
    lastCallOn: work.last_call_at === null ? null : dayOfInstant(work.last_call_at),
    callCapDays: parameterInForce(db, 'contact.call_cap_days', on),
    messages: messageDays(db, customerId, instantOfDay(addDays(on, -longestCap))),
    aumFen,
    held: assetClasses.filter((name) => summary?.asset_classes.split(',').includes(name) ?? false),
    reasons: tasks.filter(counts).map(openReason),
    fraudCard,
    leaked: deceased ? null : leakedOf(db, scope, customerId, { days: rule.leakDays, currency }),
    shelf: shelfOn(db, currency, on).map(shelfProduct),
    refusals,
    needs,
  }
  return {
    facts,
    tasks: new Map(tasks.filter(counts).map((task) => [task.id, task])),
    aside: tasks.filter((task) => !counts(task)),
    refusals,
    needs,
  }
}
