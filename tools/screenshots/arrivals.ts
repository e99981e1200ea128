import pg from 'pg'
import { LiveFeed } from '#head-office/demo/live-feed.ts'
import { reverseBookings } from '#head-office/key-transactions/reverse-bookings.ts'
import { takeArrivals } from '#head-office/key-transactions/take-arrivals.ts'

/** Stories after which it is given up. */
const mostStories = 400

/** Whether a card of an elder waits in somebody's book. */
async function elderWaits(pool: pg.Pool, managerId: string): Promise<boolean> {
  const { rowCount } = await pool.query(
    `select from key_transaction k join customer_manager m
       on m.branch_id = k.branch_id and m.customer_id = k.customer_id and m.staff_id = $1
     where k.anti_fraud and k.state in ('new', 'read') limit 1`,
    [managerId],
  )
  return rowCount === 1
}

/**
 * Books stories of the demo's feed for a manager's customers until so many cards came up, one of an
 * elder among them.
 */
export async function bookArrivals(
  databaseUrl: string,
  staffNo: string,
  cards: number,
): Promise<void> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 2 })
  try {
    const { rows } = await pool.query<{ id: string; branch_id: string }>(
      'select id::text, branch_id::text from staff where staff_no = $1',
      [staffNo],
    )
    const [manager] = rows
    if (!manager) throw new Error(`nobody has the number ${staffNo}`)
    const options = { seed: 14, branchId: manager.branch_id, managerId: manager.id }
    const feed = await LiveFeed.open(pool, options, Date.now())
    let raised = 0
    const enough = async () => raised >= cards && (await elderWaits(pool, manager.id))
    for (let story = 0; story < mostStories && !(await enough()); story += 1) {
      const counts = await takeArrivals(pool, feed.next(Date.now()), Date.now())
      raised += counts.cards
    }
    if (raised < cards) throw new Error(`only ${raised} cards came up`)
  } finally {
    await pool.end()
  }
}

/** Lets core banking take back the bookings of one of a manager's cards that came up today. */
export async function takeBackCard(databaseUrl: string, staffNo: string): Promise<void> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 2 })
  try {
    const { rows } = await pool.query<{ branch_id: string; txn_no: string }>(
      `with chosen as (
         select k.branch_id, k.customer_id, k.day from key_transaction k
         join customer_manager m on m.branch_id = k.branch_id and m.customer_id = k.customer_id
         join staff s on s.id = m.staff_id and s.staff_no = $1
         cross join database_info d
         where k.state = 'new' and not k.anti_fraud and k.day > d.business_date
         order by k.arrived_at, k.id limit 1)
       select t.branch_id::text, t.txn_no from chosen c
       join account a on a.branch_id = c.branch_id and a.customer_id = c.customer_id
       join bank_transaction t
         on t.branch_id = a.branch_id and t.account_id = a.id and t.posted_on = c.day`,
      [staffNo],
    )
    const reason = '对方行重复提交，原交易冲正'
    const { cards } = await reverseBookings(
      pool,
      rows.map((row) => ({ ...row, reason })),
      Date.now(),
    )
    if (cards === 0) throw new Error('no card was taken back')
  } finally {
    await pool.end()
  }
}
