import type { SupervisedView, Supervision } from '#contract/ipc/sync.ts'
import { AppError, isErrorCode } from '#contract/errors.ts'
import { currentPayload } from '#contract/sync/earlier-versions.ts'
import { isOpen } from '#contract/sync/states/command.ts'
import {
  type Resolution,
  type Supervised,
  type SupervisionReply,
  supervisionReplySchema,
} from '#contract/sync/supervision.ts'
import { ownSettlements } from '#db/journal/submissions.ts'
import type { CallContext } from '../dispatch/call-context.ts'
import type { Handler } from '../dispatch/dispatch.ts'
import type { AskHeadOffice } from './ask.ts'

/** What this person has settled on this PC: `open` what head office has not answered, and what it took. */
function settledHere(context: CallContext): {
  open: Map<string, Resolution>
  taken: Set<string>
} {
  const open = new Map<string, Resolution>()
  const taken = new Set<string>()
  for (const { version, payload, state } of context.journal((db) =>
    ownSettlements(db, context.actor.staffId),
  )) {
    const given = currentPayload('submission.settle', version, JSON.parse(payload))
    if (typeof given === 'string') continue
    if (isOpen(state)) open.set(given.commandId, given.resolution)
    else taken.add(given.commandId)
  }
  return { open, taken }
}

function view(
  { outcome, code, authorId, ...item }: Supervised,
  staffId: string,
  settling: Resolution | null,
): SupervisedView {
  return {
    ...item,
    state: outcome,
    code: code !== null && isErrorCode(code) ? code : null,
    own: authorId === staffId,
    settling,
  }
}

/**
 * `sync.supervision` and `sync.settle`. What head office said last stands in memory for as long as the
 * session that asked: nothing of it comes onto the disk.
 */
export function createSupervision(ask: AskHeadOffice): {
  read: Handler<'sync.supervision'>
  settle: Handler<'sync.settle'>
} {
  let last: { sessionId: string; reply: SupervisionReply } | null = null

  function known(context: CallContext): SupervisionReply | null {
    if (last?.sessionId !== context.actor.sessionId) last = null
    return last?.reply ?? null
  }

  function shown(context: CallContext, live: boolean): Supervision {
    const reply = known(context)
    if (!reply) return { items: [], more: 0, loadedAtMs: null, live }
    const { open, taken } = settledHere(context)
    const { staffId } = context.actor
    return {
      items: reply.items
        .filter(({ commandId }) => !taken.has(commandId))
        .map((item) => view(item, staffId, open.get(item.commandId) ?? null)),
      more: reply.more,
      loadedAtMs: reply.asOfMs,
      live,
    }
  }

  return {
    async read(_request, context) {
      const { sessionId } = context.actor
      try {
        const reply = await ask('v1/supervision', {}, supervisionReplySchema)
        // Somebody else may sit here by the time the answer comes.
        if (context.actor.sessionId !== sessionId) throw new AppError('session.required')
        last = { sessionId, reply }
        return shown(context, true)
      } catch (error) {
        if (!(error instanceof AppError && error.code === 'headOffice.unreachable')) throw error
        return shown(context, false)
      }
    },

    async settle({ commandId, resolution, reason }, context) {
      const { open, taken } = settledHere(context)
      if (open.has(commandId) || taken.has(commandId)) {
        throw new AppError('submission.alreadySettled')
      }
      const item = known(context)?.items.find((own) => own.commandId === commandId)
      await context.submit({
        name: 'submission.settle',
        customerId: item?.customerId ?? null,
        payload: { commandId, resolution, reason },
      })
      return null
    },
  }
}
