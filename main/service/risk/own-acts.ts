import type { RiskCaseView } from '#contract/ipc/risk.ts'
import { isErrorCode } from '#contract/errors.ts'
import type { CommandPayload } from '#contract/sync/commands.ts'
import { currentPayload } from '#contract/sync/earlier-versions.ts'
import type { RiskCaseFile } from '#contract/sync/risk.ts'
import { ownCommandsNamed } from '#db/journal/submissions.ts'
import {
  afterEntry,
  type RiskEntry,
  riskRefusal,
  type StandingCase,
} from '#domain/risk-clues/case.ts'
import type { CallContext } from '../dispatch/call-context.ts'

/** A case with the person's own acts that its reading does not hold yet. */
export interface OwnCase {
  standing: StandingCase
  waiting: RiskCaseView['waiting']
  refused: RiskCaseView['refused']
}

function entryOf(payload: CommandPayload<'riskCase.act'>, atMs: number, byId: string): RiskEntry {
  const { entryId: id, reverses: entryId, act, text, measure, fen } = payload
  return { id, entryId, act, text, measure, fen, atMs, byId }
}

/** Takes what the person did with a case on this PC into account, oldest first. */
export function withOwnActs(context: CallContext, file: RiskCaseFile): OwnCase {
  const { staffId } = context.actor
  const known = new Set(file.entries.map(({ id }) => id))
  const waiting: RiskCaseView['waiting'] = []
  const refused: RiskCaseView['refused'] = []
  let standing: StandingCase = file
  const commands = context.journal((db) => ownCommandsNamed(db, staffId, 'riskCase.act'))
  for (const command of commands.reverse()) {
    const payload = currentPayload(
      'riskCase.act',
      command.version,
      JSON.parse(command.payload) as unknown,
    )
    if (typeof payload === 'string' || payload.caseId !== file.id) continue
    const { act, text, measure, fen } = payload
    if (command.state === 'rejected' || command.state === 'quarantined') {
      const code = command.code !== null && isErrorCode(command.code) ? command.code : null
      refused.push({ act, code, decidedAtMs: command.decided_at ?? command.given_at })
      continue
    }
    if (known.has(payload.entryId)) continue
    const entry = entryOf(payload, command.given_at, staffId)
    waiting.push({ act, text, measure, fen, givenAtMs: command.given_at })
    if (riskRefusal(standing, entry, staffId) === null) standing = afterEntry(standing, entry)
  }
  return { standing, waiting, refused }
}
