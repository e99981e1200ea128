import pg from 'pg'
import { LiveFeed } from '#head-office/demo/live-feed.ts'
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
