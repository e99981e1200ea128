import type pg from 'pg'
import { BranchWriter } from '../store/branch-writer.ts'
import { inTransaction } from '../store/transaction.ts'

/** How long a deleted group can be given back, ms. */
const keepDeletedMs = 90 * 86_400_000

/**
 * Takes groups that were deleted long ago out of their branches, with whoever stood in them; terminals drop
 * them too.
 */
export async function dropDeletedGroups(pool: pg.Pool, nowMs: number): Promise<void> {
  const before = new Date(nowMs - keepDeletedMs)
  const { rows } = await pool.query<{ branch_id: string }>(
    'select distinct branch_id::text from customer_group where deleted_at < $1',
    [before],
  )
  for (const { branch_id: branchId } of rows) {
    await inTransaction(pool, 'write', async (client) => {
      const writer = await BranchWriter.lock(client, branchId)
      const { rows: gone } = await client.query<{ id: string }>(
        'select id::text from customer_group where branch_id = $1 and deleted_at < $2',
        [branchId, before],
      )
      const ids = gone.map(({ id }) => id)
      await writer.removeAll('customer_group_member', 'group_id', ids, 'deleted', nowMs)
      await writer.removeAll('customer_group', 'id', ids, 'deleted', nowMs)
    })
  }
}
