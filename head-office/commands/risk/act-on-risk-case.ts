import { recordAudit } from '../../audit/audit-log.ts'
import { actOnCase } from '../../risk/act-on-case.ts'
import { riskOfficer } from '../../risk/officer.ts'
import { isId } from '../../server/parse.ts'
import { applied, rejected } from '../decision.ts'
import type { CommandHandler } from '../handler.ts'

/**
 * A decision of a risk officer about a case, judged again by where the case stands now. Whoever is none is
 * refused, and that stands in the audit log. Nothing of a case is in the scope of any branch.
 */
export const actOnRiskCase: CommandHandler<'riskCase.act'> = async (scene, payload) => {
  const { client, branchId, staff, nowMs } = scene
  const { reverses: entryId, entryId: id, ...given } = payload
  const officer = await riskOfficer(client, staff.id)
  if (!officer) {
    await recordAudit(
      client,
      { branchId, actor: staff.staffNo, action: 'riskCase.refused', object: given.act },
      nowMs,
    )
    return rejected('request.forbidden')
  }
  if (!isId(id)) return rejected('request.invalid')
  const end = await actOnCase(client, officer, { ...given, id, entryId }, nowMs)
  if (end.taken) return applied()
  const { why, state, officerName, leftFen } = end
  if (why === 'recoveredTooMuch') {
    return rejected(`riskCase.${why}`, [conflict('fen', given.fen, leftFen, null)])
  }
  return rejected(
    `riskCase.${why}`,
    state === null ? [] : [conflict('state', given.act, state, officerName)],
  )
}

const conflict = (
  field: string,
  mine: string | number | null,
  current: string | number | null,
  changedBy: string | null,
) => ({
  field,
  mine: mine === null ? null : String(mine),
  seen: null,
  current: current === null ? null : String(current),
  changedBy,
  changedAtMs: null,
})
