import type { ClientBase } from 'pg'
import { createStage } from '../store/bulk-load.ts'
import type { Removal } from './removal.ts'

/**
 * Balance changes that stand for positions whose balances are staged anew, and that are not among
 * them: a late or corrected transaction made them void. Call it before the merge of the new ones.
 */
export async function removeVanishedBalances(client: ClientBase): Promise<Removal[]> {
  const staged = await createStage(client, 'balance_change')
  await client.query(`analyze ${staged}`)
  await client.query(
    `create temp table vanished_balance_change on commit drop as
     select t.branch_id, t.position_id, t.changed_on from balance_change t
     where exists (select from ${staged} s
                   where s.branch_id = t.branch_id and s.position_id = t.position_id)
       and not exists (select from ${staged} s
                       where s.branch_id = t.branch_id and s.position_id = t.position_id
                         and s.changed_on = t.changed_on)`,
  )
  return [{ table: 'balance_change', keys: 'vanished_balance_change', reason: 'deleted' }]
}
