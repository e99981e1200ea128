import { AppError, isErrorCode } from '#contract/errors.ts'
import type { UsageCaseView } from '#contract/ipc/usage-cases.ts'
import { decideUsageCaseSchema } from '#contract/sync/assessment-commands.ts'
import {
  type UsageCaseFile,
  type UsageCaseReply,
  usageCaseReplySchema,
  type UsageCasesReply,
  usageCasesReplySchema,
} from '#contract/sync/usage-cases.ts'
import { ownCommandsNamed } from '#db/journal/submissions.ts'
import type { CallContext } from '../dispatch/call-context.ts'
import type { Handle, Handler } from '../dispatch/dispatch.ts'
import type { AskHeadOffice } from '../submissions/ask.ts'
import { SessionReadings } from '../submissions/session-readings.ts'

/** What the person said of a case on this PC and head office has not taken, or has refused. */
function ownWord(
  context: CallContext,
  caseId: string,
  file: UsageCaseFile | null,
): Pick<UsageCaseView, 'waiting' | 'refused'> {
  const { staffId } = context.actor
  const commands = context.journal((db) => ownCommandsNamed(db, staffId, 'assessment.decideCase'))
  for (const command of commands) {
    const given = decideUsageCaseSchema.safeParse(JSON.parse(command.payload))
    if (!given.success || given.data.caseId !== caseId) continue
    if (command.state === 'rejected' || command.state === 'quarantined') {
      const { code } = command
      const refused = code !== null && isErrorCode(code) ? code : 'request.invalid'
      return { waiting: null, refused }
    }
    // An answer that the reading does not hold yet is on its way.
    if (file?.end) return { waiting: null, refused: null }
    const decision = given.data.confirmed ? 'confirmed' : 'explained'
    return { waiting: { decision, givenAtMs: command.given_at }, refused: null }
  }
  return { waiting: null, refused: null }
}

/** Reads cases of PCs and takes decisions about them. What was read stands in memory for its session. */
class UsageCases {
  readonly #lists: SessionReadings<UsageCasesReply>
  readonly #cases: SessionReadings<UsageCaseReply>

  constructor(ask: AskHeadOffice) {
    this.#lists = new SessionReadings(ask, 'v1/ledger/cases', usageCasesReplySchema)
    this.#cases = new SessionReadings(ask, 'v1/ledger/case', usageCaseReplySchema)
  }

  readonly list: Handler<'assessment.cases'> = async ({ group }, context) => {
    const { live, reply: known } = await this.#lists.read(context, group, { group })
    if (!known) return { list: null, loadedAtMs: null, live }
    const { asOfMs: loadedAtMs, counts, items, more } = known
    return { list: { counts, items, more }, loadedAtMs, live }
  }

  readonly open: Handler<'assessment.openCase'> = async ({ caseId }, context) => {
    const { live, reply: known } = await this.#cases.read(context, caseId, { caseId })
    const file = known?.case ?? null
    const word = ownWord(context, caseId, file)
    return { file, ...word, loadedAtMs: known?.asOfMs ?? null, live }
  }

  readonly decide: Handler<'assessment.decideCase'> = async (given, context) => {
    const { caseId } = given
    const file = this.#cases.known(context, caseId)?.case ?? null
    if (file === null || file.end !== null) throw new AppError('assessment.notFound')
    if (file.own) throw new AppError('assessment.own')
    if (ownWord(context, caseId, file).waiting) throw new AppError('assessment.standsAlready')
    const commandId = await context.submit({
      name: 'assessment.decideCase',
      customerId: null,
      payload: given,
    })
    return { commandId }
  }
}

/** Registers the channels of 终端案件; who may decide about which PC is looked at by head office. */
export function registerUsageCases(handle: Handle, ask: AskHeadOffice): void {
  const cases = new UsageCases(ask)
  handle('assessment.cases', cases.list)
  handle('assessment.openCase', cases.open)
  handle('assessment.decideCase', cases.decide)
}
