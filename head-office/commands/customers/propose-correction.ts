import type { FieldConflict } from '#contract/sync/commands.ts'
import type pg from 'pg'
import {
  type CorrectableField,
  isValidValue,
  judgeChange,
  needsChecker,
  normaliseValue,
  type ProposedChange,
} from '#domain/customers/correction.ts'
import { isDay } from '#domain/time/day.ts'
import { customerAccess } from '#domain/organisation/roles.ts'
import { isId } from '../../server/parse.ts'
import { BranchWriter } from '../../store/branch-writer.ts'
import { wasPresent } from '../counter/presence.ts'
import { applied, appliedWithChanges, type Decision, rejected } from '../decision.ts'
import type { CommandHandler, CommandScene } from '../handler.ts'
import { followCompleteness } from './follow-completeness.ts'
import { managingBranch, seesOwnBookOnly, standingOf } from './managing.ts'

/** A proposed change with the id its correction row gets. */
type Proposal = ProposedChange & { id: string }

/** What stands in a field: the customer's value, or the value that waits for the checker. */
interface StandingValue {
  value: string | null
  changedBy: string | null
  changedAtMs: number | null
}

async function currentValues(
  client: pg.ClientBase,
  branchId: string,
  customerId: string,
  fields: readonly CorrectableField[],
): Promise<Map<CorrectableField, string | null>> {
  const list = fields.map((field) =>
    field === 'id_expiry' ? `to_char(id_expiry, 'YYYY-MM-DD') as id_expiry` : field,
  )
  const { rows } = await client.query<Partial<Record<CorrectableField, string | null>>>(
    `select ${list.join(', ')} from customer where branch_id = $1 and id = $2`,
    [branchId, customerId],
  )
  return new Map(fields.map((field) => [field, rows[0]?.[field] ?? null]))
}

interface LastCorrection {
  field: CorrectableField
  state: string
  new_value: string | null
  name: string | null
  at: number
}

/** The latest correction of each field that was not rejected, with its author. */
async function lastCorrections(
  client: pg.ClientBase,
  branchId: string,
  customerId: string,
): Promise<Map<CorrectableField, LastCorrection>> {
  const { rows } = await client.query<LastCorrection>(
    `select distinct on (c.field) c.field, c.state, c.new_value, s.name,
       (extract(epoch from c.proposed_at) * 1000)::float8 as at
     from correction c
     left join staff s on s.branch_id = c.branch_id and s.id = c.proposed_by
     where c.branch_id = $1 and c.customer_id = $2 and c.state <> 'rejected'
     order by c.field, c.proposed_at desc, c.id desc`,
    [branchId, customerId],
  )
  return new Map(rows.map((row) => [row.field, row]))
}

function standing(current: string | null, last: LastCorrection | undefined): StandingValue {
  const waits = last?.state === 'pending_check'
  const value = waits ? last.new_value : current
  const author = last && (waits || last.new_value === current) ? last : undefined
  return { value, changedBy: author?.name ?? null, changedAtMs: author?.at ?? null }
}

/** Why a proposal cannot be judged at all; null where it can. */
function fault(proposals: readonly Proposal[]): Decision | null {
  const ids = new Set(proposals.map(({ id }) => id))
  const fields = new Set(proposals.map(({ field }) => field))
  const clean = ids.size === proposals.length && fields.size === proposals.length
  if (!clean || !proposals.every(({ id }) => isId(id))) return rejected('request.invalid')
  const valid = proposals.every(
    ({ field, to }) =>
      isValidValue(field, to) && (field !== 'id_expiry' || to === null || isDay(to)),
  )
  if (!valid) return rejected('correction.invalidValue')
  return proposals.every(({ from, to }) => from === to)
    ? rejected('correction.nothingChanged')
    : null
}

async function refusedBy(
  scene: CommandScene,
  customerId: string,
  atMs: number,
): Promise<Decision | null> {
  const { client, staff, branchId, businessDate } = scene
  const access = customerAccess(staff.roles)
  if (access === 'none') return rejected('request.forbidden')
  if (access === 'present') {
    const present = await wasPresent(scene, { customerId, visitId: null, atMs })
    return present ? null : rejected('counter.notPresent')
  }
  if (!seesOwnBookOnly(staff)) return null
  const stand = await standingOf(client, branchId, customerId, staff.id, businessDate)
  if (stand === 'manages') return null
  return rejected(stand === 'managed' ? 'customer.moved' : 'request.forbidden')
}

async function write(
  scene: CommandScene,
  writer: BranchWriter,
  customerId: string,
  evidence: string,
  proposals: readonly Proposal[],
): Promise<void> {
  const atOnce = proposals.filter(({ field }) => !needsChecker(field))
  for (const { id, field, from, to } of proposals) {
    await writer.insert('correction', id, {
      id,
      customer_id: customerId,
      field,
      old_value: from,
      new_value: to,
      evidence,
      state: needsChecker(field) ? 'pending_check' : 'applied',
      proposed_by: scene.staff.id,
      proposed_at: scene.nowMs,
    })
  }
  if (atOnce.length === 0) return
  await writer.update(
    'customer',
    customerId,
    Object.fromEntries(atOnce.map(({ field, to }) => [field, to])),
  )
  await followCompleteness(scene, writer, customerId)
}

/**
 * A decision: compare-and-set on each field. Fields others changed do not matter; where somebody
 * changed the same field, or already waits for the checker with another value, the whole proposal is
 * rejected with who and when. KYC fields become corrections that wait for the checker, the others
 * take effect at once. A change somebody else already made counts as done.
 */
export const proposeCorrection: CommandHandler<'customer.proposeCorrection'> = async (
  scene,
  payload,
) => {
  const { client, branchId } = scene
  const { customerId, correctionIds, changes } = payload
  if (correctionIds.length !== changes.length) return rejected('request.invalid')
  const proposals = changes.map(({ field, from, to }, index) => ({
    id: correctionIds[index] ?? '',
    field,
    from: normaliseValue(from),
    to: normaliseValue(to),
  }))
  const evidence = payload.evidence.trim()
  if (evidence === '') return rejected('correction.evidenceMissing')
  const faulty = fault(proposals)
  if (faulty) return faulty
  const managedBy = await managingBranch(client, customerId)
  if (managedBy === null) return rejected('customer.notFound')
  if (managedBy !== branchId) return rejected('customer.moved')

  const writer = await BranchWriter.lock(client, branchId)
  const refused = await refusedBy(scene, customerId, payload.atMs)
  if (refused) return refused
  const current = await currentValues(
    client,
    branchId,
    customerId,
    proposals.map(({ field }) => field),
  )
  const last = await lastCorrections(client, branchId, customerId)
  const conflicts: FieldConflict[] = []
  const toApply: Proposal[] = []
  for (const proposal of proposals) {
    const now = standing(current.get(proposal.field) ?? null, last.get(proposal.field))
    const verdict = judgeChange(proposal, now.value)
    if (verdict === 'apply') toApply.push(proposal)
    if (verdict !== 'conflict') continue
    conflicts.push({
      field: proposal.field,
      mine: proposal.to,
      seen: proposal.from,
      current: now.value,
      changedBy: now.changedBy,
      changedAtMs: now.changedAtMs,
    })
  }
  if (conflicts.length > 0) return rejected('correction.conflict', conflicts)
  if (toApply.length === 0) return appliedWithChanges('correction.nothingChanged')
  await write(scene, writer, customerId, evidence, toApply)
  return toApply.length === proposals.length
    ? applied(writer.written)
    : appliedWithChanges('correction.nothingChanged', writer.written)
}
