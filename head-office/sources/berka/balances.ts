import type { ClientBase } from 'pg'
import { type BalancePoint, withRunningSums } from '#domain/accounts/average-balance.ts'
import type { BalanceChange } from '#domain/accounts/records.ts'

/** One transaction, as far as balances need it: a signed amount and the balance after it, 分. */
export interface Posting {
  postedOn: string
  signedFen: number
  balanceFen: number
}

/** How well the closing balances follow from the amounts, counted in account-days. */
export interface BalanceCheck {
  accountDays: number
  /** Previous closing + amounts of the day is a balance of that day, to 0.50. */
  within: number
  /** … to the last 分. */
  exact: number
}

/** Amounts are rounded to 0.10 at the source, so some 分 drift; more than this is a gap. */
const toleranceFen = 50

/**
 * The balance after a day's last transaction. The order within a day is not given: it is the
 * balance that equals the previous closing plus all amounts of the day. Where none does, the day
 * has a gap, and the balance that no other transaction of the day starts from is taken.
 */
function closingOf(day: readonly Posting[], expectedFen: number): number {
  const nearest = day.reduce((best, posting) =>
    Math.abs(posting.balanceFen - expectedFen) < Math.abs(best.balanceFen - expectedFen)
      ? posting
      : best,
  )
  if (Math.abs(nearest.balanceFen - expectedFen) <= toleranceFen) return nearest.balanceFen
  const startedFrom = day.map(({ balanceFen, signedFen }) => balanceFen - signedFen)
  const last = day.filter(
    (posting) =>
      !day.some(
        (other, at) =>
          other !== posting &&
          Math.abs((startedFrom[at] ?? 0) - posting.balanceFen) <= toleranceFen,
      ),
  )
  return (last.length === 1 ? last[0] : nearest)?.balanceFen ?? expectedFen
}

/** Closing balances of one account, only the days on which they change, from its postings by day. */
export function closings(
  postings: readonly Posting[],
  check: BalanceCheck,
): { changed_on: string; balance_fen: number }[] {
  const changes: { changed_on: string; balance_fen: number }[] = []
  let previous = 0
  let at = 0
  while (at < postings.length) {
    const postedOn = postings[at]?.postedOn ?? ''
    let end = at
    while (postings[end]?.postedOn === postedOn) end += 1
    const day = postings.slice(at, end)
    const expected = previous + day.reduce((sum, { signedFen }) => sum + signedFen, 0)
    const closing = closingOf(day, expected)
    check.accountDays += 1
    if (Math.abs(closing - expected) <= toleranceFen) check.within += 1
    if (closing === expected) check.exact += 1
    if (closing !== previous || changes.length === 0) {
      changes.push({ changed_on: postedOn, balance_fen: closing })
    }
    previous = closing
    at = end
  }
  return changes
}

interface PostedRow {
  branch: string
  account: string
  day: string
  signed: number
  balance: number
}

const rowsAtOnce = 5000

/** All transactions with a balance, account by account and day by day, through a cursor. */
async function* postedRows(client: ClientBase): AsyncGenerator<PostedRow> {
  await client.query(
    `declare posted no scroll cursor for
     select branch_id::text as branch, account_id::text as account,
            to_char(posted_on, 'YYYY-MM-DD') as day,
            (case direction when 'in' then amount_fen else -amount_fen end)::float8 as signed,
            balance_fen::float8 as balance
     from bank_transaction where balance_fen is not null
     order by branch_id, account_id, posted_on, txn_no collate "C"`,
  )
  for (;;) {
    const { rows } = await client.query<PostedRow>(`fetch ${rowsAtOnce} from posted`)
    yield* rows
    if (rows.length < rowsAtOnce) break
  }
  await client.query('close posted')
}

/** What one account came to. */
export interface AccountBalances {
  branchId: string
  accountId: string
  points: BalancePoint[]
}

/** The change-only balances of every account, from its transactions. */
export async function* accountBalances(
  client: ClientBase,
  check: BalanceCheck,
): AsyncGenerator<AccountBalances> {
  let postings: Posting[] = []
  let first: PostedRow | undefined
  const finish = ({ branch, account }: PostedRow): AccountBalances => ({
    branchId: branch,
    accountId: account,
    points: withRunningSums(closings(postings, check)),
  })
  for await (const row of postedRows(client)) {
    if (first?.account !== row.account) {
      if (first) yield finish(first)
      first = row
      postings = []
    }
    postings.push({ postedOn: row.day, signedFen: row.signed, balanceFen: row.balance })
  }
  if (first) yield finish(first)
}

/** The records of an account's balances. */
export function* balanceRecords({
  branchId,
  accountId,
  points,
}: AccountBalances): Generator<BalanceChange> {
  for (const point of points) yield { branch_id: branchId, position_id: accountId, ...point }
}
