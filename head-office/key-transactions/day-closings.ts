import type pg from 'pg'
import type { Day } from '#domain/time/day.ts'
import { createStage, mergeStaged } from '../store/bulk-load.ts'

/**
 * Closing balances of accounts on a day, with the running sum up to it. What the last booking says counts,
 * less what was reversed after it was booked; where no booking is left of a day that had some, the balance
 * before it.
 */
const closings = (staged: string) => `
  insert into ${staged} (branch_id, position_id, changed_on, balance_fen, running_sum)
  select $1, a.id, $3::date, coalesce(l.balance_fen - r.signed_fen, b.balance_fen, 0),
    coalesce(b.running_sum + b.balance_fen * ($3::date - b.changed_on), 0)
  from unnest($2::uuid[]) a(id)
  left join lateral (
    select balance_fen, coalesce(posted_at, '-infinity') as posted_at, true as booked
    from bank_transaction
    where branch_id = $1 and account_id = a.id and posted_on = $3::date
    order by bank_transaction.posted_at desc nulls last, txn_no desc limit 1
  ) l on true
  left join lateral (
    select coalesce(sum(signed_fen), 0)::bigint as signed_fen from reversed_booking x
    where x.branch_id = $1 and x.account_id = a.id and x.posted_on = $3::date
      and x.reversed_at > l.posted_at and coalesce(x.posted_at, '-infinity') <= l.posted_at
  ) r on true
  left join lateral (
    select running_sum, balance_fen, changed_on from balance_change
    where branch_id = $1 and position_id = a.id and changed_on < $3::date
    order by changed_on desc limit 1
  ) b on true
  where l.balance_fen is not null or (l.booked is null and exists (
    select from balance_change c
    where c.branch_id = $1 and c.position_id = a.id and c.changed_on = $3::date))`

/** Writes the closing balances of a branch's accounts on a day as its bookings leave them. */
export async function settleClosings(
  client: pg.ClientBase,
  branchId: string,
  accountIds: readonly string[],
  day: Day,
): Promise<void> {
  const staged = await createStage(client, 'balance_change')
  await client.query(closings(staged), [branchId, accountIds, day])
  await mergeStaged(client)
}
