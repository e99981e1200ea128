import { type BalancePoint, withRunningSums } from '#domain/accounts/average-balance.ts'
import type { Account, Card, Holding, Loan, Transaction } from '#domain/accounts/records.ts'
import type { AssetClass } from '#domain/products/asset-classes.ts'
import { addDays, addMonths, type Day } from '#domain/time/day.ts'
import type { Chance } from '#platform/chance/chance.ts'
import { type Booking, cashPath, everyday, transfer } from './cash.ts'
import { type PracticeGround, practiceId, wanFen } from './ground.ts'
import type { Person } from './people.ts'
import { productIds } from './shelf.ts'

/** A position with its balances: what averages are reckoned from. */
export interface Position {
  id: string
  assetClass: AssetClass
  name: string
  points: BalancePoint[]
  balanceFen: number
  maturesOn: Day | null
  boughtOn: Day | null
}

/** Everything one invented customer has with the bank. */
export interface Portfolio {
  accounts: Account[]
  cards: Card[]
  holdings: Holding[]
  loans: Loan[]
  transactions: Transaction[]
  positions: Position[]
  /** The current account. */
  currentId: string
}

const otherBank = '甲州银行'

/** Shares of a customer's money by kind of position. */
function sharesOf({
  wan,
  story,
}: Person): Record<'cash' | 'term' | 'wealth' | 'fund' | 'insurance', number> {
  if (story === 'idle_money') return { cash: 0.6, term: 0.2, wealth: 0.2, fund: 0, insurance: 0 }
  if (wan < 5) return { cash: 1, term: 0, wealth: 0, fund: 0, insurance: 0 }
  const insurance = wan >= 100 ? 0.1 : 0
  const fund = wan >= 20 ? 0.15 : 0
  const cash = story === 'bought' ? 0.1 : 0.08
  return { cash, term: 0.42, wealth: 1 - cash - 0.42 - fund - insurance, fund, insurance }
}

/** What the story of a customer leaves on the current account. */
function storyBookings({ story, wan, name }: Person, on: Day): Booking[] {
  switch (story) {
    case 'money_left':
      return [transfer(on, 'out', wanFen(80), { name, bank: otherBank })]
    case 'money_came':
      return [
        transfer(
          on,
          'in',
          wanFen(Math.max(6, wan * 0.4)),
          { name: '丰登置业', bank: '乙江银行' },
          11,
        ),
      ]
    case 'bought':
      return [
        {
          ...transfer(addDays(on, -8), 'out', wanFen(wan * 0.3), { name: '', bank: '' }),
          operation: 'purchase',
          purpose: 'product_purchase',
          counterparty_name: '季享九十天（练习）',
          counterparty_bank: null,
        },
      ]
    case 'wealth_ends':
    case 'silent':
      return [transfer(addDays(on, -40), 'out', wanFen(wan * 0.04), { name, bank: otherBank })]
    default:
      return []
  }
}

const still = (since: Day, balance_fen: number): BalancePoint[] =>
  withRunningSums([{ changed_on: since, balance_fen }])

/** A value that wanders month by month to where it is now. */
function wandering(since: Day, valueFen: number, on: Day, chance: Chance): BalancePoint[] {
  const changes = [{ changed_on: since, balance_fen: Math.round(valueFen * 0.96) }]
  for (let month = 11; month >= 0; month -= 1) {
    const share = month === 0 ? 1 : 1 + chance.normal() * 0.012 - month * 0.003
    const changed_on = month === 0 ? on : addMonths(on, -month)
    changes.push({ changed_on, balance_fen: Math.round((valueFen * share) / 100) * 100 })
  }
  return withRunningSums(changes)
}

/** Makes the accounts, holdings, bookings and balances of one customer. */
export function portfolioOf(
  person: Person,
  customerId: string,
  serial: number,
  { branchId: branch_id, on }: Pick<PracticeGround, 'branchId' | 'on'>,
  chance: Chance,
): Portfolio {
  const shares = sharesOf(person)
  const total = wanFen(person.wan)
  const part = (share: number) => Math.round((total * share) / 1_000_000) * 1_000_000
  const id = (kind: string) => practiceId(kind, `${customerId}:${serial}`)
  const number = (kind: number) => `99000${kind}${String(serial).padStart(12, '0')}7`
  const base = { branch_id, customer_id: customerId, currency: 'CNY', closed_on: null } as const
  const positions: Position[] = []
  const accounts: Account[] = []
  const holdings: Holding[] = []

  const currentId = id('current')
  const cash = cashPath(
    [...everyday(person, on, chance), ...storyBookings(person, on)],
    part(shares.cash),
    on,
  )
  accounts.push({
    ...base,
    id: currentId,
    account_no: number(1),
    kind: 'current',
    opened_on: addDays(on, -730),
    status: 'normal',
    category: 1,
    product_id: null,
    rate_bp: 5,
    matures_on: null,
    statement: null,
  })
  positions.push({
    id: currentId,
    assetClass: 'deposit',
    name: '活期',
    points: cash.points,
    balanceFen: cash.balanceFen,
    maturesOn: null,
    boughtOn: null,
  })

  if (shares.term > 0) {
    const balance = part(shares.term)
    const maturesOn = addDays(on, person.story === 'term_ends' ? 3 : 60 + ((serial * 17) % 250))
    const opened = addDays(maturesOn, -365)
    accounts.push({
      ...base,
      id: id('term'),
      account_no: number(2),
      kind: 'term',
      opened_on: opened,
      status: 'normal',
      category: null,
      product_id: productIds.term,
      rate_bp: 95,
      matures_on: maturesOn,
      statement: null,
    })
    // The money was there before: the deposit before this one ended on the day this one began.
    const points = still(addDays(on, -700), balance)
    positions.push({
      id: id('term'),
      assetClass: 'deposit',
      name: '整存整取一年（练习）',
      points,
      balanceFen: balance,
      maturesOn,
      boughtOn: null,
    })
  }

  const hold = (
    kind: string,
    product: { id: string; name: string; assetClass: AssetClass },
    value: number,
    boughtOn: Day,
    maturesOn: Day | null,
    moves: boolean,
  ) => {
    if (value <= 0) return
    const points = moves ? wandering(boughtOn, value, on, chance) : still(boughtOn, value)
    holdings.push({
      branch_id,
      id: id(kind),
      customer_id: customerId,
      product_id: product.id,
      units: value * 100,
      cost_fen: points[0]?.balance_fen ?? value,
      value_fen: value,
      valued_on: on,
      bought_on: boughtOn,
      matures_on: maturesOn,
      auto_renew: false,
    })
    const { name, assetClass } = product
    positions.push({
      id: id(kind),
      assetClass,
      name,
      points,
      balanceFen: value,
      maturesOn,
      boughtOn,
    })
  }
  const fresh = person.story === 'bought'
  const wealthDays = 60 + ((serial * 61) % 270)
  const boughtOn = addDays(on, fresh ? -8 : person.story === 'wealth_ends' ? -353 : -wealthDays)
  hold(
    'wealth',
    fresh
      ? { id: productIds.shortWealth, name: '季享九十天（练习）', assetClass: 'wealth' }
      : { id: productIds.wealth, name: '年年稳健（练习）', assetClass: 'wealth' },
    part(shares.wealth),
    boughtOn,
    addDays(boughtOn, fresh ? 90 : 365),
    false,
  )
  hold(
    'fund',
    person.wan >= 60
      ? { id: productIds.fund, name: '青禾均衡混合基金（练习）', assetClass: 'fund' }
      : { id: productIds.bondFund, name: '青禾纯债基金（练习）', assetClass: 'fund' },
    part(shares.fund),
    addMonths(on, -13),
    null,
    true,
  )
  hold(
    'insurance',
    { id: productIds.insurance, name: '年金保险（练习）', assetClass: 'insurance' },
    part(shares.insurance),
    addDays(on, -520),
    addDays(on, 1305),
    false,
  )

  return {
    accounts,
    holdings,
    positions,
    currentId,
    cards: [
      {
        branch_id,
        id: id('card'),
        customer_id: customerId,
        account_id: currentId,
        card_tail: String(1000 + ((serial * 37) % 9000)),
        kind: 'debit',
        issued_on: addDays(on, -730),
        status: 'active',
        statement_due_on: null,
        statement_due_fen: null,
      },
    ],
    loans:
      person.story === 'borrower'
        ? [
            {
              branch_id,
              id: id('loan'),
              customer_id: customerId,
              account_id: currentId,
              contract_no: `LX${String(serial).padStart(8, '0')}`,
              granted_on: addDays(on, -420),
              principal_fen: wanFen(30),
              balance_fen: wanFen(24.5),
              term_months: 120,
              payment_fen: 2_860_000,
              status: 'performing',
              next_due_on: addDays(on, 3),
              next_due_fen: 2_860_000,
            },
          ]
        : [],
    transactions: cash.booked.map((booking, nth) => ({
      branch_id,
      txn_no: `LX${String(serial).padStart(4, '0')}${String(nth).padStart(5, '0')}`,
      account_id: currentId,
      counterparty_account: null,
      ...booking,
    })),
  }
}
