import type pg from 'pg'
import type { Transaction } from '#domain/accounts/records.ts'
import { ageOn, type Day } from '#domain/time/day.ts'
import { chance, type Chance } from '#platform/chance/chance.ts'
import { readDatabaseInfo } from '../database/info.ts'
import { runningDay } from '../key-transactions/take-arrivals.ts'
import { type Counterparty } from './cash-account.ts'
import { ownAccountElsewhere } from './everyday.ts'
import { broker, foreignAccount, otherBanks, shop, trader } from './words.ts'

/** An account that money moves on, with its balance as far as the feed has moved it, 分. */
interface LiveAccount {
  branchId: string
  accountId: string
  name: string
  birthDate: Day | null
  balanceFen: number
}

/** How much a story moves, and what it is. */
interface Movement {
  amountFen: number
  direction: Transaction['direction']
  operation: Transaction['operation']
  purpose: Transaction['purpose']
  channel: Transaction['channel']
  counterparty: Counterparty | null
}

/** What may happen, and how often among a hundred. */
const stories = [
  ['spending', 44],
  ['small_in', 16],
  ['own_transfer', 9],
  ['split_transfer', 4],
  ['large_in', 12],
  ['securities', 5],
  ['elder_cash', 4],
  ['large_out', 6],
] as const
type Story = (typeof stories)[number][0]

const wan = 1_000_000
const roundTo = (fen: number, step: number) => Math.max(step, Math.round(fen / step) * step)

/** Which branch the feed books in, whose customers, from which seed. */
export interface FeedOptions {
  seed: number
  branchId: string
  /** Only customers this person looks after; null: of the whole branch. */
  managerId?: string | null
}

/**
 * Believable bookings of the running day of the demo bank, one story after the other: shops and wages,
 * and now and then something a manager wants to know. The same bank, seed and number give the same
 * stories; no account is overdrawn.
 */
export class LiveFeed {
  readonly #random: Chance
  readonly #accounts: LiveAccount[]
  readonly #day: Day
  readonly #mark: string
  #next: number

  private constructor(
    random: Chance,
    accounts: LiveAccount[],
    day: Day,
    mark: string,
    next: number,
  ) {
    this.#random = random
    this.#accounts = accounts
    this.#day = day
    this.#mark = mark
    this.#next = next
  }

  /** Reads who banks at the branch; goes on behind what the same seed has booked today. */
  static async open(pool: pg.Pool, options: FeedOptions, nowMs: number): Promise<LiveFeed> {
    const { seed, branchId, managerId = null } = options
    const info = await readDatabaseInfo(pool)
    if (!info) throw new Error('the database has no info row: run npm start first')
    const day = runningDay(info, nowMs)
    const { rows } = await pool.query<LiveAccount>(
      `select a.branch_id::text as "branchId", a.id::text as "accountId", c.name,
         to_char(c.birth_date, 'YYYY-MM-DD') as "birthDate", coalesce((
           select b.balance_fen from balance_change b
           where b.branch_id = a.branch_id and b.position_id = a.id
           order by b.changed_on desc limit 1), 0)::float8 as "balanceFen"
       from account a join customer c on c.branch_id = a.branch_id and c.id = a.customer_id
       where a.branch_id = $1 and a.kind = 'current' and a.status = 'normal'
         and a.currency = $2 and c.deceased_on is null
         and ($3::uuid is null or exists (
           select from customer_manager m where m.branch_id = a.branch_id
             and m.customer_id = a.customer_id and m.staff_id = $3 and m.valid_to is null))
       order by a.account_no`,
      [branchId, info.currency, managerId],
    )
    const mark = `LIVE${day.replaceAll('-', '')}-${seed}-${branchId.slice(0, 8)}-`
    const booked = await pool.query<{ n: number }>(
      `select count(*)::int as n from bank_transaction where branch_id = $1 and txn_no like $2`,
      [branchId, `${mark}%`],
    )
    const next = booked.rows[0]?.n ?? 0
    return new LiveFeed(chance(seed).fork(`${day} ${next}`), rows, day, mark, next)
  }

  /** How many accounts it may book on. */
  get accounts(): number {
    return this.#accounts.length
  }

  /** The bookings of the next story, most often one; none where nobody fits. */
  next(nowMs: number): Transaction[] {
    const story = this.#random.weighted(stories)
    const account = this.#accountFor(story)
    if (!account) return []
    return this.#movements(story, account).map((movement) => this.#book(account, movement, nowMs))
  }

  #accountFor(story: Story): LiveAccount | null {
    const needsFen = { spending: 100_000, small_in: 0, large_in: wan }
    const least = story in needsFen ? needsFen[story as keyof typeof needsFen] : 8 * wan
    const fitting = this.#accounts.filter(
      ({ balanceFen, birthDate }) =>
        balanceFen >= least &&
        (story !== 'elder_cash' || (birthDate !== null && ageOn(birthDate, this.#day) >= 65)),
    )
    return fitting.length === 0 ? null : this.#random.pick(fitting)
  }

  #movements(story: Story, account: LiveAccount): Movement[] {
    const random = this.#random
    const { balanceFen, name } = account
    const part = () => roundTo(balanceFen * (0.35 + 0.45 * random.next()), wan / 2)
    const out = (amountFen: number, own: Partial<Movement>): Movement => ({
      amountFen: Math.min(amountFen, balanceFen),
      direction: 'out',
      operation: 'transfer_out',
      purpose: 'transfer',
      channel: 'mobile',
      counterparty: null,
      ...own,
    })
    const into = (amountFen: number, own: Partial<Movement>): Movement => ({
      ...out(0, { direction: 'in', operation: 'transfer_in', ...own }),
      amountFen,
    })
    const stranger = (): Counterparty => ({
      name: random.pick(['周建国', '刘晓梅', '何志强', '吴丽娟', '郑海涛', '冯玉兰']),
      bank: random.pick(otherBanks),
      account: foreignAccount(random),
    })
    const elsewhere = () => ownAccountElsewhere(name, random.pick(otherBanks), random)
    switch (story) {
      case 'spending': {
        const kind = random.pick(['shopping', 'dining', 'medical', 'utilities'] as const)
        const fen = Math.min(roundTo(random.int(1_500, 90_000), 10), 90_000)
        const counterparty = shop(kind, random)
        return [
          out(fen, { operation: 'card_payment', purpose: kind, channel: 'pos', counterparty }),
        ]
      }
      case 'small_in':
        return [into(roundTo(random.int(20_000, 900_000), 1_000), { counterparty: stranger() })]
      case 'own_transfer':
        return [out(part(), { purpose: 'own_transfer', counterparty: elsewhere() })]
      case 'split_transfer': {
        const counterparty = elsewhere()
        const half = roundTo(part() / 2, wan / 2)
        return [half, Math.min(half + wan, balanceFen - half)].map((fen) =>
          out(fen, { purpose: 'own_transfer', counterparty }),
        )
      }
      case 'large_in': {
        const counterparty = { ...trader('firm', random), account: foreignAccount(random) }
        const fen = roundTo(random.int(5, 38) * wan + random.int(0, 9) * 100_000, 100_000)
        return [into(fen, { purpose: 'business', channel: 'online', counterparty })]
      }
      case 'securities':
        return [
          out(part(), {
            purpose: 'securities',
            counterparty: broker,
          }),
        ]
      case 'elder_cash':
        return [out(part(), { operation: 'cash_withdrawal', purpose: null, channel: 'counter' })]
      case 'large_out':
        return [out(part(), { counterparty: stranger() })]
    }
  }

  #book(account: LiveAccount, movement: Movement, nowMs: number): Transaction {
    const { amountFen, direction, counterparty } = movement
    account.balanceFen += direction === 'in' ? amountFen : -amountFen
    this.#next += 1
    return {
      branch_id: account.branchId,
      txn_no: `${this.#mark}${String(this.#next).padStart(6, '0')}`,
      account_id: account.accountId,
      posted_on: this.#day,
      posted_at: nowMs,
      direction,
      amount_fen: amountFen,
      balance_fen: account.balanceFen,
      operation: movement.operation,
      purpose: movement.purpose,
      channel: movement.channel,
      counterparty_name: counterparty?.name ?? null,
      counterparty_bank: counterparty?.bank ?? null,
      counterparty_account: counterparty?.account ?? null,
    }
  }
}
