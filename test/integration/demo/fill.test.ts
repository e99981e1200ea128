import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { averageBetween, type BalancePoint } from '#domain/accounts/average-balance.ts'
import { monthStart } from '#domain/time/day.ts'
import { type DemoProgress, fillDemo } from '#head-office/demo/fill.ts'
import { idCheckCharacter } from '#head-office/demo/identity.ts'
import { plantedLeavers } from '#head-office/demo/planted-flows.ts'
import { checkPassword } from '#platform/crypto/password.ts'
import { contentOf } from '#test/support/berka.ts'
import { livedTier } from '#test/support/lived-tier.ts'
import { openPool } from '#test/support/pool.ts'
import { withDatabase } from '#test/support/postgres.ts'

const database = withDatabase()
/** 2026-11-23 09:00 in UTC+8: the demo shows the close of the 22nd. */
const clock = { now: () => Date.UTC(2026, 10, 23, 1), monotonic: () => performance.now() }
const businessDate = '2026-11-22'
const steps: DemoProgress['step'][] = []
let pool: pg.Pool
let users: Awaited<ReturnType<typeof fillDemo>>['users']

beforeAll(async () => {
  pool = openPool(database.url)
  const filled = await fillDemo({
    databaseUrl: database.url,
    clock,
    onProgress: ({ step }) => void (steps.at(-1) === step || steps.push(step)),
  })
  users = filled.users
}, 300_000)

afterAll(() => pool.end())

async function rowsOf<Row extends pg.QueryResultRow>(sql: string): Promise<Row[]> {
  return (await pool.query<Row>(sql)).rows
}

const countOf = async (sql: string): Promise<number> =>
  (await rowsOf<{ n: number }>(`select count(*)::int as n from (${sql}) found`))[0]?.n ?? -1

describe('the demo bank', () => {
  test('is marked as demo, shows yesterday and tells its progress', async () => {
    expect(
      await rowsOf(
        `select demo, currency, to_char(business_date, 'YYYY-MM-DD') as day from database_info`,
      ),
    ).toEqual([{ demo: true, currency: 'CNY', day: businessDate }])
    expect(steps).toEqual(['prepare', 'load', 'merge', 'summarise', 'done'])
  })

  test('raises reasons of every kind through the rules, and has heard 不合适 from managers', async () => {
    const kinds = await rowsOf<{ kind: string; n: number }>(
      `select kind, count(*)::int as n from task where state = 'open' group by kind order by kind`,
    )
    const open = kinds.map(({ kind }) => kind)
    for (const kind of ['churn', 'tier_change']) expect(open).toContain(kind)
    const warned = await rowsOf<{ name: string }>(
      `select c.name from task t join customer c on c.id = t.customer_id
       where t.kind = 'churn' and t.state = 'open'`,
    )
    expect(warned.map(({ name }) => name)).toEqual(expect.arrayContaining([...plantedLeavers]))
    const misfits = await countOf(
      `select from refusal where said_by = 'manager' and until >= '${businessDate}'`,
    )
    expect(misfits).toBeGreaterThan(10)
  })

  test('asks to see customers of colleagues: one waits, one may be seen, one may not', async () => {
    const states = await rowsOf<{ decision: string | null; openings: number }>(
      `select v.decision, v.openings from customer_viewing v
       where not exists (select from customer_manager m where m.branch_id = v.branch_id
         and m.customer_id = v.customer_id and m.staff_id = v.asked_by)
       order by v.asked_at desc`,
    )
    expect(states.map(({ decision }) => decision)).toEqual([null, 'granted', 'refused', 'granted'])
  })

  test('gives three managers about 1,000 customers each, and leaves some to be allocated', async () => {
    const books = await rowsOf<{ n: number }>(
      `select count(*)::int as n from customer_manager m join org_unit o on o.id = m.branch_id
       where o.code = '4288101' and m.role = 'primary' group by m.staff_id`,
    )
    expect(books).toHaveLength(3)
    const mean = books.reduce((sum, { n }) => sum + n, 0) / books.length
    for (const { n } of books) {
      expect(Math.abs(n - mean)).toBeLessThan(mean / 10)
      expect(Math.abs(n - 1000)).toBeLessThan(60)
    }
    const free = await countOf(
      `select from customer c where not exists
         (select from customer_manager m where m.customer_id = c.id)`,
    )
    expect(free).toBeGreaterThan(20)
    expect(
      await countOf(
        `select customer_id from customer_manager where role = 'primary' group by 1 having count(*) > 1`,
      ),
    ).toBe(0)
  })

  test('moves every balance by exactly what was booked that day', async () => {
    const gaps = await countOf(
      `with days as (
         select b.position_id, b.changed_on,
                b.balance_fen - lag(b.balance_fen, 1, 0) over (
                  partition by b.position_id order by b.changed_on) as moved
         from balance_change b join account a on a.id = b.position_id
       ), booked as (
         select account_id, posted_on,
                sum(case direction when 'in' then amount_fen else -amount_fen end) as moved
         from bank_transaction group by account_id, posted_on
       )
       select from booked t
         full join (select * from days
                    where changed_on >= (select min(posted_on) from bank_transaction)) d
         on d.position_id = t.account_id and d.changed_on = t.posted_on
       where coalesce(d.moved, 0) <> coalesce(t.moved, 0)`,
    )
    expect(gaps).toBe(0)
  })

  test('ends every day with the balance after its last booking', async () => {
    expect(
      await countOf(
        `select from (
           select distinct on (account_id, posted_on) account_id, posted_on, balance_fen
           from bank_transaction order by account_id, posted_on, txn_no desc
         ) t join lateral (
           select balance_fen from balance_change b
           where b.position_id = t.account_id and b.changed_on <= t.posted_on
           order by changed_on desc limit 1
         ) b on true
         where b.balance_fen <> t.balance_fen`,
      ),
    ).toBe(0)
  })

  test('shows 90 days of bookings and at least a year of balances', async () => {
    const [span] = await rowsOf<{ booked: number; balances: number; sum: number }>(
      `select (date '${businessDate}' - min(posted_on)) as booked,
              (date '${businessDate}' - (select min(changed_on) from balance_change)) as balances,
              count(*)::int as sum from bank_transaction`,
    )
    expect(span?.booked).toBeGreaterThanOrEqual(90)
    expect(span?.balances).toBeGreaterThanOrEqual(395)
    expect(span?.sum).toBeGreaterThan(40_000)
  })

  test('values holdings as their last balance says, bought within the relationship', async () => {
    expect(
      await countOf(
        `select from holding h join lateral (
           select balance_fen from balance_change b where b.position_id = h.id
           order by changed_on desc limit 1) b on true
         join customer c on c.id = h.customer_id
         where b.balance_fen <> h.value_fen or h.bought_on < c.customer_since`,
      ),
    ).toBe(0)
  })

  test('sums up to the customer’s AUM, averages and tier', async () => {
    const points = await rowsOf<BalancePoint & { customer: string; position: string }>(
      `select coalesce(a.customer_id, h.customer_id)::text as customer, b.position_id::text as position,
              to_char(b.changed_on, 'YYYY-MM-DD') as changed_on, b.balance_fen::float8 as balance_fen,
              b.running_sum::float8 as running_sum
       from balance_change b left join account a on a.id = b.position_id
       left join holding h on h.id = b.position_id
       order by 1, 2, 3`,
    )
    const byCustomer = new Map<string, Map<string, BalancePoint[]>>()
    for (const { customer, position, ...point } of points) {
      const positions = byCustomer.get(customer) ?? new Map<string, BalancePoint[]>()
      byCustomer.set(customer, positions)
      positions.set(position, [...(positions.get(position) ?? []), point])
    }
    const summaries = await rowsOf<{
      id: string
      tier: string
      state: string
      aum: number
      average: number
    }>(
      `select c.id::text, c.tier, c.tier_state as state, s.aum_fen::float8 as aum, s.aum_month_average_fen::float8 as average
       from customer c join customer_summary s on s.customer_id = c.id`,
    )
    expect(summaries).toHaveLength(await countOf('select from customer'))
    expect(summaries.length - byCustomer.size).toBe(4)
    const from = monthStart(businessDate)
    let watched = 0
    for (const { id, tier, state, aum, average } of summaries) {
      const positions = [...(byCustomer.get(id)?.values() ?? [])]
      const wanted = averageBetween(positions, from, businessDate)
      expect([id, aum]).toEqual([
        id,
        positions.reduce((sum, one) => sum + (one.at(-1)?.balance_fen ?? 0), 0),
      ])
      const lived = livedTier(positions, businessDate)
      expect([id, average, tier, state]).toEqual([id, wanted, lived.tier, lived.state])
      if (state === 'watch') watched++
    }
    expect(watched).toBeGreaterThan(0)
  })

  test('pays loans from an account of the same customer, by instalments that fit what is owed', async () => {
    expect(
      await countOf(
        `select from loan l join account a on a.branch_id = l.branch_id and a.id = l.account_id
         where a.customer_id <> l.customer_id or l.balance_fen > l.principal_fen
           or (l.status = 'repaid') <> (l.balance_fen = 0)`,
      ),
    ).toBe(0)
    // Every instalment of the last two months that was booked is the one agreed.
    expect(
      await countOf(
        `select from bank_transaction t join loan l on l.account_id = t.account_id
         where t.purpose = 'loan_payment' and t.amount_fen <> l.payment_fen
           and t.posted_on > date '${businessDate}' - 60`,
      ),
    ).toBe(0)
  })

  test('books a purchase for what the holding cost, on the day it was bought', async () => {
    expect(
      await countOf(
        `select from holding h
         where h.bought_on > (select min(posted_on) from bank_transaction)
           and not exists (
             select from bank_transaction t join account a on a.id = t.account_id
             where a.customer_id = h.customer_id and t.operation = 'purchase'
               and t.posted_on = h.bought_on and t.amount_fen = h.cost_fen)`,
      ),
    ).toBe(0)
  })

  test('says of waiting corrections what stands in the record now', async () => {
    const [row] = await rowsOf<{ waiting: number; wrong: number }>(
      `select count(*)::int as waiting, count(*) filter (where x.old_value is distinct from
         case x.field when 'occupation' then c.occupation when 'address' then c.address
           else to_char(c.id_expiry, 'YYYY-MM-DD') end)::int as wrong
       from correction x join customer c on c.branch_id = x.branch_id and c.id = x.customer_id`,
    )
    expect(row?.waiting).toBeGreaterThan(3)
    expect(row?.wrong).toBe(0)
  })

  test('leaves nothing to do with accounts that sleep or stand still', async () => {
    expect(
      await countOf(
        `select from task t join account a on a.customer_id = t.customer_id
         where t.state = 'open' and a.status in ('frozen', 'dormant')`,
      ),
    ).toBe(0)
  })

  test('spreads customers over the tiers like a bank', async () => {
    const rows = await rowsOf<{ tier: string; n: number }>(
      'select tier, count(*)::int as n from customer group by tier order by n desc',
    )
    expect(rows.map(({ tier }) => tier)).toEqual([
      'standard',
      'potential',
      'gold',
      'platinum',
      'diamond',
      'private',
    ])
  })

  test('holds nobody’s identity', async () => {
    const people = await rowsOf<{ id_no: string; mobile: string | null }>(
      `select id_no, mobile from customer where id_type = '居民身份证'`,
    )
    expect(people.length).toBeGreaterThan(3600)
    for (const { id_no, mobile } of people) {
      expect(id_no).toMatch(/^428[89]/)
      expect(id_no.at(-1)).toBe(idCheckCharacter(id_no.slice(0, 17)))
      expect(mobile === null || mobile.startsWith('154')).toBe(true)
    }
    // One person on purpose, at each of the two outlets.
    expect(await countOf('select id_no from customer group by 1 having count(*) > 1')).toBe(
      2 + (await countOf('select id_no from customer where id_no is null group by 1')),
    )
  })

  test('refers to nothing that is not there', async () => {
    const orphans = [
      'select from account x left join customer c on c.branch_id = x.branch_id and c.id = x.customer_id where c.id is null',
      'select from card x left join customer c on c.branch_id = x.branch_id and c.id = x.customer_id where c.id is null',
      'select from loan x left join account a on a.branch_id = x.branch_id and a.id = x.account_id where a.id is null',
      'select from holding x left join product p on p.id = x.product_id where p.id is null',
      'select from bank_transaction x left join account a on a.branch_id = x.branch_id and a.id = x.account_id where a.id is null',
      'select from customer_manager x left join staff s on s.branch_id = x.branch_id and s.id = x.staff_id where s.id is null',
      'select from account_party x left join account a on a.branch_id = x.branch_id and a.id = x.account_id left join customer c on c.branch_id = x.branch_id and c.id = x.customer_id where a.id is null or c.id is null',
      'select from relation x left join customer c on c.branch_id = x.branch_id and c.id = x.from_customer_id where c.id is null',
      'select from relation x left join customer c on c.branch_id = x.branch_id and c.id = x.to_customer_id where c.id is null and x.to_customer_id is not null',
      'select from consent x left join customer c on c.branch_id = x.branch_id and c.id = x.customer_id where c.id is null',
      'select from risk_assessment x left join customer c on c.branch_id = x.branch_id and c.id = x.customer_id where c.id is null',
      'select from task x left join customer_manager m on m.branch_id = x.branch_id and m.customer_id = x.customer_id and m.staff_id = x.staff_id where m.id is null',
      'select from correction x left join staff s on s.branch_id = x.branch_id and s.id = x.proposed_by where s.id is null',
      'select from contact x left join customer c on c.branch_id = x.branch_id and c.id = x.customer_id where c.id is null',
    ]
    for (const sql of orphans) expect([sql, await countOf(sql)]).toEqual([sql, 0])
  })
})

describe('its users', () => {
  test('are one of each branch role at the first outlet, with a password that works', async () => {
    const here = users.filter(({ branchName }) => branchName === '云杉路网点')
    expect(new Set(here.map(({ role }) => role))).toEqual(
      new Set([
        'branch_head',
        'operations_supervisor',
        'customer_manager',
        'lobby_manager',
        'teller',
      ]),
    )
    for (const { staffNo, password } of users) {
      expect(password.length).toBeGreaterThanOrEqual(12)
      const [row] = await rowsOf<{ hash: string }>(
        `select password_hash as hash from staff_credential where staff_no = '${staffNo}'`,
      )
      expect(await checkPassword(password, row?.hash ?? '')).toBe(true)
    }
  })
})

test('a filled database is left as it is, also on a later day', async () => {
  const content = await contentOf(pool)
  const started = performance.now()
  const later = { ...clock, now: () => clock.now() + 3 * 86_400_000 }
  expect((await fillDemo({ databaseUrl: database.url, clock: later })).users).toEqual(users)
  expect(performance.now() - started).toBeLessThan(5_000)
  expect(await contentOf(pool)).toEqual(content)
})
