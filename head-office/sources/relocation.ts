import type { ClientBase } from 'pg'
import { type TableName, tableNamed } from '#contract/sync/rows/tables.ts'
import { followers } from '../customers/followers.ts'
import { createStage, movingTable } from '../store/bulk-load.ts'
import type { Removal } from './removal.ts'

/** Rows that the new branch computes or decides itself: they leave the old one and are not taken along. */
const notTaken: ReadonlySet<TableName> = new Set(['customer_summary', 'customer_manager'])

/** Finds staged customers and accounts that now stand under another branch; false where none do. */
async function findMoves(client: ClientBase): Promise<boolean> {
  const customers = await createStage(client, 'customer')
  const accounts = await createStage(client, 'account')
  await client.query(
    `create temp table moved on commit drop as
     select 'customer' as what, t.id, t.branch_id as from_branch, s.branch_id as to_branch
     from customer t join ${customers} s on s.id = t.id and s.branch_id <> t.branch_id
     union all
     select 'position', t.id, t.branch_id, s.branch_id
     from account t join ${accounts} s on s.id = t.id and s.branch_id <> t.branch_id`,
  )
  await client.query(
    `insert into moved select 'position', h.id, h.branch_id, m.to_branch
     from holding h join moved m on m.what = 'customer' and m.id = h.customer_id
       and m.from_branch = h.branch_id`,
  )
  const { rows } = await client.query<{ some: boolean }>(
    'select exists (select from moved) as some',
  )
  return rows[0]?.some === true
}

/**
 * Prepares the move of customers and accounts whose managing branch changed at the source: stages
 * what belongs to them for the new branch and returns what must leave the old one after the merge.
 * Rows that this import stages itself are taken from it. Call it when customers and accounts are staged.
 */
export async function stageMoves(client: ClientBase): Promise<Removal[]> {
  if (!(await findMoves(client))) return []
  const removals: Removal[] = []
  for (const { table: name, follows, column, ends } of followers) {
    const { columns, key } = tableNamed(name)
    const leaving = movingTable(name)
    await client.query(
      `create temp table ${leaving} on commit drop as
       select ${key.map((part) => `t.${part}`).join(', ')}, t.rev, m.to_branch
       from ${name} t join moved m
         on m.what = '${follows}' and m.id = t.${column} and m.from_branch = t.branch_id`,
    )
    removals.push({ table: name, keys: leaving, reason: 'left_scope' })
    if (ends || notTaken.has(name)) continue
    const staged = await createStage(client, name)
    const same = key.map((part) => `k.${part} = t.${part}`).join(' and ')
    const own = key
      .map((part) => (part === 'branch_id' ? 's.branch_id = k.to_branch' : `s.${part} = t.${part}`))
      .join(' and ')
    const values = columns.map((c) => (c.name === 'branch_id' ? 'k.to_branch' : `t.${c.name}`))
    await client.query(
      `insert into ${staged} (${columns.map((c) => c.name).join(', ')})
       select ${values.join(', ')} from ${name} t join ${leaving} k on ${same}
       where not exists (select from ${staged} s where ${own})`,
    )
  }
  return removals
}
