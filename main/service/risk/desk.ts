import type { z } from 'zod'
import type { RiskCaseView } from '#contract/ipc/risk.ts'
import { AppError } from '#contract/errors.ts'
import {
  type RiskCaseReply,
  riskCaseReplySchema,
  type RiskCasesReply,
  riskCasesReplySchema,
  riskPhoneReplySchema,
} from '#contract/sync/risk.ts'
import { actsFor, recoveredFen, riskRefusal } from '#domain/risk-clues/case.ts'
import type { CallContext } from '../dispatch/call-context.ts'
import type { Handle, Handler } from '../dispatch/dispatch.ts'
import { checkLimits, limitsOf } from '../customers/reveal.ts'
import type { AskHeadOffice } from '../submissions/ask.ts'
import { withOwnActs } from './own-acts.ts'

/** What head office said in one session; none of it comes onto the disk. */
interface Heard {
  sessionId: string
  lists: Map<string, RiskCasesReply>
  cases: Map<string, RiskCaseReply>
}

/** Most cases and lists that are remembered. */
const mostHeard = 50

function remember<Value>(heard: Map<string, Value>, key: string, value: Value): void {
  heard.delete(key)
  heard.set(key, value)
  const [oldest] = heard.keys()
  if (heard.size > mostHeard && oldest !== undefined) heard.delete(oldest)
}

/** Reads and acts of the risk desk. What was read stands in memory for as long as its session. */
class RiskDesk {
  readonly #ask: AskHeadOffice
  #heard: Heard | null = null

  constructor(ask: AskHeadOffice) {
    this.#ask = ask
  }

  #known({ actor: { sessionId } }: CallContext): Heard {
    if (this.#heard?.sessionId !== sessionId) {
      this.#heard = { sessionId, lists: new Map(), cases: new Map() }
    }
    return this.#heard
  }

  /** Asks head office and remembers; false in an outage. */
  async #hear<Reply>(
    context: CallContext,
    ask: { path: string; body: Record<string, unknown>; reply: z.ZodType<Reply> },
    keep: (heard: Heard, reply: Reply) => void,
  ): Promise<boolean> {
    const { sessionId } = context.actor
    try {
      const reply = await this.#ask(ask.path, ask.body, ask.reply)
      // Somebody else may sit here by the time the answer comes.
      if (context.actor.sessionId !== sessionId) throw new AppError('session.required')
      keep(this.#known(context), reply)
      return true
    } catch (error) {
      if (error instanceof AppError && error.code === 'headOffice.unreachable') return false
      throw error
    }
  }

  readonly cases: Handler<'risk.cases'> = async (query, context) => {
    const key = JSON.stringify(query)
    const live = await this.#hear(
      context,
      { path: 'v1/risk/cases', body: query, reply: riskCasesReplySchema },
      ({ lists }, reply) => remember(lists, key, reply),
    )
    const reply = this.#known(context).lists.get(key)
    if (!reply) return { list: null, loadedAtMs: null, live }
    const { counts, overdue, openFen, recoveredYearFen, items, more, asOfMs } = reply
    const list = { counts, overdue, openFen, recoveredYearFen, items, more }
    return { list, loadedAtMs: asOfMs, live }
  }

  readonly open: Handler<'risk.open'> = async ({ caseId }, context): Promise<RiskCaseView> => {
    const live = await this.#hear(
      context,
      { path: 'v1/risk/case', body: { caseId }, reply: riskCaseReplySchema },
      ({ cases }, reply) => remember(cases, caseId, reply),
    )
    const reply = this.#known(context).cases.get(caseId)
    if (!reply) {
      const nothing = { acts: [], leftFen: 0, waiting: [], refused: [], own: false }
      return { file: null, ...nothing, loadedAtMs: null, live }
    }
    const { case: file, asOfMs } = reply
    const { standing, waiting, refused } = withOwnActs(context, file)
    const { staffId } = context.actor
    return {
      file,
      acts: file.covered ? actsFor(standing, staffId) : [],
      leftFen: standing.amountFen - recoveredFen(standing.entries),
      waiting,
      refused,
      own: standing.officerId === staffId,
      loadedAtMs: asOfMs,
      live,
    }
  }

  readonly act: Handler<'risk.act'> = async ({ caseId, ...given }, context) => {
    const file = this.#known(context).cases.get(caseId)?.case
    if (!file) throw new AppError('riskCase.notFound')
    if (!file.covered) throw new AppError('riskCase.outside')
    const { standing } = withOwnActs(context, file)
    const refusal = riskRefusal(standing, given, context.actor.staffId)
    if (refusal !== null) throw new AppError(`riskCase.${refusal}`)
    const { act, text, measure, fen, entryId: reverses } = given
    const commandId = await context.submit({
      name: 'riskCase.act',
      customerId: null,
      payload: {
        caseId,
        entryId: context.newId(),
        act,
        text,
        measure,
        fen,
        reverses,
        // What went out before this is taken before it: a case just put back is nobody's.
        seenOfficerId: standing.officerId,
      },
    })
    return { commandId }
  }
}

/**
 * `risk.phone`: asked for at head office, which audits it; then the limits of this PC and its own record,
 * durable, and only then the number. Nothing of it stays in memory.
 */
function createPhone(ask: AskHeadOffice): Handler<'risk.phone'> {
  return async ({ caseId, party, reason }, context) => {
    const limits = limitsOf(context)
    checkLimits(context, limits)
    const body = { caseId, party, reason }
    const { value } = await ask('v1/risk/phone', body, riskPhoneReplySchema)
    if (value !== null) await context.reveal({ customerId: caseId, field: 'mobile', reason })
    return { value, seconds: limits.shownSeconds }
  }
}

/** Registers `risk.*`. */
export function registerRiskDesk(handle: Handle, ask: AskHeadOffice): void {
  const desk = new RiskDesk(ask)
  handle('risk.cases', desk.cases)
  handle('risk.open', desk.open)
  handle('risk.act', desk.act)
  handle('risk.phone', createPhone(ask))
}
