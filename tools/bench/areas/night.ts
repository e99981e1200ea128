import type pg from 'pg'
import type { TableName } from '#contract/sync/rows/tables.ts'
import { branchSteps } from '#head-office/business-day/branch-steps.ts'
import { openBranch } from '#head-office/business-day/open-branch.ts'
import { inTransaction } from '#head-office/store/transaction.ts'
import { nameBasedId } from '#platform/ids/uuid.ts'
import { branchOf, syntheticBranchId } from '../branch/customers.ts'
import { fillHeadOffice, startDatabase } from '../head-office.ts'
import { median, ratioOf, type Result, spentBy } from '../measure.ts'
import { type AreaSize, type Scale, sizeOn } from '../options.ts'

const names = [
  'customer',
  'customer_manager',
  'product',
  'account',
  'holding',
  'contact',
  'balance_change',
  'bank_transaction',
] as const satisfies readonly TableName[]

/** Transactions of each customer. */
const transactions = 15
/** Customers of the branch that is copied; a million customers are fifty such branches. */
const customersOfBranch = 20_000
/** Rounds: a night over a million customers takes minutes. */
const nights = 3

/** The same branch again under other ids: keys begin with the branch, so its rows may repeat. */
async function copyBranch(pool: pg.Pool, nth: number): Promise<string> {
  const branchId = nameBasedId('bench', 'branch', String(nth))
  await inTransaction(pool, 'write', async (client) => {
    await client.query('set local session_replication_role = replica')
    await client.query(
      'insert into scope_version (branch_id, v) values ($1, 1) on conflict do nothing',
      [branchId],
    )
    for (const name of names) {
      if (name === 'product') continue
      const { rows } = await client.query<{ list: string }>(
        `select string_agg(quote_ident(column_name), ', ' order by ordinal_position) as list
         from information_schema.columns
         where table_name = $1 and is_generated = 'NEVER' and column_name <> 'branch_id'`,
        [name],
      )
      const list = rows[0]?.list ?? ''
      await client.query(
        `insert into ${name} (branch_id, ${list}) select $1, ${list} from ${name} where branch_id = $2`,
        [branchId, syntheticBranchId],
      )
    }
  })
  return branchId
}

/**
 * The physical limit: every row that summaries, tiers and evaluation rest on read once, grouped by
 * customer, and one row a customer written.
 */
const barePass = `
  create temp table bare_pass on commit drop as
  select a.customer_id, b.fen, t.fen as moved
  from account a
  left join (
    select position_id, sum(balance_fen) as fen from balance_change
    where branch_id = $1 group by position_id
  ) b on b.position_id = a.id
  left join (
    select account_id, sum(amount_fen) as fen from bank_transaction
    where branch_id = $1 group by account_id
  ) t on t.account_id = a.id
  where a.branch_id = $1`

async function bareNight(pool: pg.Pool, branches: readonly string[]): Promise<void> {
  for (const branchId of branches) {
    await inTransaction(pool, 'write', async (client) => {
      await client.query(barePass, [branchId])
    })
  }
}

/** The end of a month: tiers are decided in this night. */
const monthEnd = '2026-11-30'
const steps = branchSteps.filter(({ subject }) => subject !== 'tasks')

async function night(pool: pg.Pool, branches: readonly string[]): Promise<void> {
  for (const branchId of branches) {
    await openBranch(pool, { branchId, date: monthEnd, again: true, firstTiers: false, steps })
  }
}

/** Its sizes. */
export const nightSize: AreaSize = { of: 'customers', usual: customersOfBranch, quick: 5_000 }

/**
 * The night of a month's end in `branches` branches at head office: summaries, tiers, and the
 * evaluation of every customer, against a plain set-based pass over the same rows.
 */
export async function benchNight(scale: Scale, branches = 1): Promise<Result> {
  const size = branchOf(sizeOn(scale, nightSize))
  const database = await startDatabase()
  try {
    const { pool } = database
    await fillHeadOffice(pool, size, names, transactions)
    const ids = [syntheticBranchId]
    for (let nth = 1; nth < branches; nth += 1) ids.push(await copyBranch(pool, nth))
    if (branches > 1) await pool.query('analyze')
    // The first night writes every row; those that are measured find most of them as they stand.
    const first = await spentBy(() => night(pool, ids))
    await bareNight(pool, ids)
    const limit: number[] = []
    const ours: number[] = []
    for (let round = 0; round < nights; round += 1) {
      limit.push((await spentBy(() => bareNight(pool, ids))).wallMs)
      ours.push((await spentBy(() => night(pool, ids))).wallMs)
    }
    const customers = size.customers * branches
    return {
      area: branches > 1 ? 'night-1m' : 'night',
      what:
        `summaries, tiers and evaluation of ${customers} customers in ${branches} branches, ` +
        `${customers * transactions} transactions; bare: the same rows summed by customer`,
      basis: 'wall',
      limitMs: median(limit),
      oursMs: median(ours),
      ratio: ratioOf(ours, limit),
      goal: { of: 'ratio', most: 50 },
      details: {
        'the first night, which writes every row, ms': Math.round(first.wallMs),
        'customers a second': Math.round((customers * 1000) / median(ours)),
      },
    }
  } finally {
    await database.stop()
  }
}
