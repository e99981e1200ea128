import type {
  NeedView,
  NextActionView,
  NextActionsView,
  RefusalView,
} from '#contract/ipc/customers.ts'
import type { KnownNeed } from '#db/next-action/needs.ts'
import type { KnownRefusal } from '#db/next-action/refusals.ts'
import { countNeeds } from '#domain/next-action/needs.ts'
import { type NextAction, nextActionsOf } from '#domain/next-action/next-actions.ts'
import { usualEnd } from '#domain/next-action/refusals.ts'
import { nextActionVersion } from '#domain/next-action/rule.ts'
import { refusalReasons, type RefusalReason } from '#domain/next-action/words.ts'
import { type Day, dayOfInstant } from '#domain/time/day.ts'
import { reportCurrency } from '../customers/assets.ts'
import { requireInside, scopeOf } from '../customers/scope.ts'
import type { Handler } from '../dispatch/dispatch.ts'
import { taskView } from '../workbench/task-view.ts'
import { type ActionGround, actionGround } from './facts.ts'

function refusalView(refusal: KnownRefusal): RefusalView {
  return {
    id: refusal.id,
    action: refusal.action,
    productName: refusal.product_name,
    saidBy: refusal.said_by,
    reason: refusal.reason,
    until: refusal.until,
    on: dayOfInstant(refusal.at),
    byName: refusal.staff_name ?? '',
    note: refusal.note,
    queued: refusal.queued,
  }
}

function needView(need: KnownNeed): NeedView {
  return {
    id: need.id,
    kind: need.kind,
    words: need.words,
    amountFen: need.amount_fen,
    byDay: need.by_day,
    state: need.state,
    statedOn: dayOfInstant(need.stated_at),
    byName: need.staff_name ?? '',
    settledOn: need.settled_at === null ? null : dayOfInstant(need.settled_at),
    settledByName: need.settled_by_name,
    metBy: need.met_by,
    metOn: need.met_on,
    productName: need.product_name,
    reason: need.reason,
    note: need.note,
    queued: need.queued,
  }
}

function actionView(action: NextAction, { tasks, refusals }: ActionGround): NextActionView {
  const { key, kind, taskId, needId, cardId, dueOn, amountFen, sells, product } = action
  const { score, openScore, parts, reasons } = action
  const task = taskId === null ? undefined : tasks.get(taskId)
  const known = (id: string | undefined) => refusals.find((refusal) => refusal.id === id)
  return {
    key,
    kind,
    task: task ? taskView(task) : null,
    needId,
    cardId,
    dueOn,
    amountFen,
    sells,
    product,
    score,
    openScore,
    parts,
    reasons,
    gates: action.gates.map(({ refusal, ...gate }) => {
      const given = known(refusal?.id)
      return { ...gate, refusal: given ? refusalView(given) : null }
    }),
  }
}

function endsOf(ground: ActionGround, on: Day): Record<RefusalReason, Day> {
  const ends = refusalReasons.map((reason) => [reason, usualEnd(reason, on, ground.facts.rule)])
  return Object.fromEntries(ends) as Record<RefusalReason, Day>
}

/** `customers.nextActions`: 下一步建议, refusals and needs of one customer. */
export const showNextActions: Handler<'customers.nextActions'> = ({ customerId }, context) => {
  const scope = scopeOf(context)
  const currency = reportCurrency(context)
  const today = dayOfInstant(context.clock.now())
  return context.cache((db): NextActionsView => {
    requireInside(db, scope, customerId)
    const ground = actionGround(db, scope, customerId, currency)
    const { facts } = ground
    const { ranked, blocked, refused } = nextActionsOf(facts)
    return {
      on: scope.on,
      version: nextActionVersion,
      ranked: ranked.map((action) => actionView(action, ground)),
      blocked: blocked.map((action) => actionView(action, ground)),
      refused: ground.refusals
        .filter(({ id }) => refused.some((each) => each.id === id))
        .map(refusalView),
      aside: ground.aside.map(taskView),
      risk: { level: facts.suitability.riskLevel, validTo: facts.suitability.riskValidTo },
      refusalEnds: endsOf(ground, today),
      needs: ground.needs.map(needView),
      needsMetBp: countNeeds(ground.needs).metBp,
      shelf: facts.shelf.map(({ id, name }) => ({ id, name })),
    }
  })
}
