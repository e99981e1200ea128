import type { ErrorCode } from '#contract/errors.ts'
import { isId } from '../../server/parse.ts'
import { BranchWriter } from '../../store/branch-writer.ts'
import { managingBranch, seesOwnBookOnly, standingOf } from '../customers/managing.ts'
import { applied, appliedWithChanges, type Decision, quarantined } from '../decision.ts'
import type { CommandScene } from '../handler.ts'

/** A clock that runs ahead is tolerated up to here; beyond it a supervisor looks at what was said. */
const toleranceMs = 24 * 3_600_000

/** What somebody heard from a customer. */
interface Heard {
  table: 'refusal' | 'customer_need' | 'consent' | 'relation'
  id: string
  customerId: string
  atMs: number
  malformed: ErrorCode
}

/** Whether something is said to have happened later than any clock that runs ahead explains. */
export const isTooEarly = ({ nowMs }: Pick<CommandScene, 'nowMs'>, atMs: number): boolean =>
  atMs > nowMs + toleranceMs

/** The branch that manages the customer, its scope locked; the customer may have moved before the lock. */
export async function lockManaging(
  { client }: CommandScene,
  customerId: string,
): Promise<BranchWriter | null> {
  for (;;) {
    const managedBy = await managingBranch(client, customerId)
    if (managedBy === null) return null
    const writer = await BranchWriter.lock(client, managedBy)
    if ((await managingBranch(client, customerId)) === managedBy) return writer
  }
}

/**
 * A fact of what a customer said: kept wherever the customer is managed now; where that is another
 * branch, or somebody else looks after the customer meanwhile, the writer is told (`customer.moved`).
 */
export async function keepHeard(
  scene: CommandScene,
  { table, id, customerId, atMs, malformed }: Heard,
  write: (writer: BranchWriter) => Promise<void>,
): Promise<Decision> {
  const { client } = scene
  if (!isId(id) || isTooEarly(scene, atMs)) return quarantined(malformed)
  const writer = await lockManaging(scene, customerId)
  if (writer === null) return quarantined('customer.notFound')
  const known = await client.query(`select from ${table} where branch_id = $1 and id = $2`, [
    writer.branchId,
    id,
  ])
  if ((known.rowCount ?? 0) > 0) return quarantined(malformed)
  await write(writer)
  return appliedAs(scene, writer, customerId)
}

/** That a fact was kept; where somebody else looks after the customer meanwhile, its writer is told. */
export async function appliedAs(
  { client, staff, branchId, businessDate }: CommandScene,
  writer: BranchWriter,
  customerId: string,
): Promise<Decision> {
  if (writer.branchId !== branchId) return appliedWithChanges('customer.moved')
  const handedOver =
    seesOwnBookOnly(staff) &&
    (await standingOf(client, branchId, customerId, staff.id, businessDate)) === 'managed'
  return handedOver ? appliedWithChanges('customer.moved', writer.written) : applied(writer.written)
}
