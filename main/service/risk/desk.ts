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
import type { Handle, Handler } from '../dispatch/dispatch.ts'
import { checkLimits, limitsOf } from '../customers/reveal.ts'
import type { AskHeadOffice } from '../submissions/ask.ts'
import { SessionReadings } from '../submissions/session-readings.ts'
import { withOwnActs } from './own-acts.ts'

/** Reads and acts of the risk desk. What was read stands in memory for as long as its session. */
class RiskDesk {
  readonly #lists: SessionReadings<RiskCasesReply>
  readonly #cases: SessionReadings<RiskCaseReply>

  constructor(ask: AskHeadOffice) {
    this.#lists = new SessionReadings(ask, 'v1/risk/cases', riskCasesReplySchema)
    this.#cases = new SessionReadings(ask, 'v1/risk/case', riskCaseReplySchema)
  }

  readonly cases: Handler<'risk.cases'> = async (query, context) => {
    const { live, reply } = await this.#lists.read(context, JSON.stringify(query), query)
    if (!reply) return { list: null, loadedAtMs: null, live }
    const { counts, overdue, openFen, recoveredYearFen, items, more, asOfMs } = reply
    const list = { counts, overdue, openFen, recoveredYearFen, items, more }
    return { list, loadedAtMs: asOfMs, live }
  }

  readonly open: Handler<'risk.open'> = async ({ caseId }, context): Promise<RiskCaseView> => {
    const { live, reply } = await this.#cases.read(context, caseId, { caseId })
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
    const file = this.#cases.known(context, caseId)?.case
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
