import type pg from 'pg'
import { AppError } from '#contract/errors.ts'
import { placeOf } from '../assessment/deciders.ts'
import { recordAudit } from '../audit/audit-log.ts'
import { BranchWriter } from '../store/branch-writer.ts'
import { inTransaction } from '../store/transaction.ts'

/** Who does something with courses, trainings or feedback, in which branch, in one transaction. */
export interface LearningScene {
  client: pg.ClientBase
  /** Writes the rows of the branch in which it is done; its scope is locked. */
  writer: BranchWriter
  staffId: string
  staffNo: string
  /** When it was done, and head office's clock, ms UTC. */
  atMs: number
  nowMs: number
}

/**
 * Does something of a person in a transaction of its own, in the branch given or that where he or she works.
 * Throws `learning.notFound` for somebody nobody knows.
 */
export async function inBranchOf<Result>(
  pool: pg.Pool,
  { staffId, branchId, nowMs }: { staffId: string; branchId?: string; nowMs: number },
  act: (scene: LearningScene) => Promise<Result>,
): Promise<Result> {
  return inTransaction(pool, 'write', async (client) => {
    const place = await placeOf(client, staffId)
    if (place === null) throw new AppError('learning.notFound')
    const writer = await BranchWriter.lock(client, branchId ?? place.branchId)
    return act({ client, writer, staffId, staffNo: place.staffNo, atMs: nowMs, nowMs })
  })
}

/** Leaves an audit entry of what was done. */
export function audited(
  { client, writer, staffNo, nowMs }: LearningScene,
  action: string,
  object: string,
  detail: Record<string, string | number | boolean> = {},
): Promise<void> {
  return recordAudit(
    client,
    { branchId: writer.branchId, actor: staffNo, action, object, detail },
    nowMs,
  )
}
