import type { SupervisedView } from '#contract/ipc/sync.ts'
import { AppError, isErrorCode } from '#contract/errors.ts'
import { currentPayload } from '#contract/sync/earlier-versions.ts'
import { isOpen } from '#contract/sync/states/command.ts'
import {
  type Resolution,
  type Supervised,
  supervisionReplySchema,
} from '#contract/sync/supervision.ts'
import { ownSettlements } from '#db/journal/submissions.ts'
import type { CallContext } from '../dispatch/call-context.ts'
import type { Handler } from '../dispatch/dispatch.ts'
import type { AskHeadOffice } from './ask.ts'
import { SessionReadings } from './session-readings.ts'

/** The one question there is. */
const only = ''

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
  const readings = new SessionReadings(ask, 'v1/supervision', supervisionReplySchema)

  return {
    async read(_request, context) {
      const { live, reply } = await readings.read(context, only, {})
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
    },

    async settle({ commandId, resolution, reason }, context) {
      const { open, taken } = settledHere(context)
      if (open.has(commandId) || taken.has(commandId)) {
        throw new AppError('submission.alreadySettled')
      }
      const item = readings.known(context, only)?.items.find((own) => own.commandId === commandId)
      await context.submit({
        name: 'submission.settle',
        customerId: item?.customerId ?? null,
        payload: { commandId, resolution, reason },
      })
      return null
    },
  }
}
