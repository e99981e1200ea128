import type { z } from 'zod'
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

/** What head office said in one session; none of it comes onto the disk. */
interface Heard {
  sessionId: string
  lists: Map<string, UsageCasesReply>
  cases: Map<string, UsageCaseReply>
}

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

  readonly list: Handler<'assessment.cases'> = async ({ group }, context) => {
    const live = await this.#hear(
      context,
      { path: 'v1/ledger/cases', body: { group }, reply: usageCasesReplySchema },
      ({ lists }, reply) => lists.set(group, reply),
    )
    const known = this.#known(context).lists.get(group)
    if (!known) return { list: null, live }
    const { asOfMs, counts, items, more } = known
    return { list: { asOfMs, counts, items, more }, live }
  }

  readonly open: Handler<'assessment.openCase'> = async ({ caseId }, context) => {
    const live = await this.#hear(
      context,
      { path: 'v1/ledger/case', body: { caseId }, reply: usageCaseReplySchema },
      ({ cases }, reply) => cases.set(caseId, reply),
    )
    const known = this.#known(context).cases.get(caseId)
    const file = known?.case ?? null
    const word = ownWord(context, caseId, file)
    return { file, ...word, loadedAtMs: known?.asOfMs ?? null, live }
  }

  readonly decide: Handler<'assessment.decideCase'> = async (given, context) => {
    const { caseId } = given
    const file = this.#known(context).cases.get(caseId)?.case ?? null
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
