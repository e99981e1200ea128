import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { addDays } from '#domain/time/day.ts'
import { type CustomerDesk, makeCustomerDesk } from '../../support/customer-desk.ts'
import { callers, fillSmallBranch, ids, today } from '../../support/small-branch.ts'

let desk: CustomerDesk

function pay(nth: number, own: object): void {
  desk.cache.put('bank_transaction', {
    branch_id: ids.branch,
    txn_no: `K${String(nth).padStart(4, '0')}`,
    account_id: ids.current,
    posted_on: addDays(today, -nth * 7),
    posted_at: null,
    direction: 'out',
    amount_fen: 10_000,
    balance_fen: null,
    operation: 'card_payment',
    purpose: 'shopping',
    channel: 'pos',
    counterparty_name: '虚构市佳选超市',
    counterparty_bank: '闪付通',
    counterparty_account: null,
    ...own,
  })
}

const consentId = ids.current.replace(/^./, 'c')

function consent(own: object = {}): void {
  desk.cache.put('consent', {
    branch_id: ids.branch,
    id: consentId,
    customer_id: ids.zhou,
    purpose: 'profiling',
    channel: 'counter',
    given_on: '2025-01-01',
    withdrawn_on: null,
    text_version: '2024-11',
    ...own,
  })
}

beforeAll(async () => {
  desk = await makeCustomerDesk(today, ids.branch)
  fillSmallBranch(desk)
  desk.cache.db.exec('DELETE FROM bank_transaction')
  for (let nth = 1; nth <= 20; nth += 1) pay(nth, {})
  for (let nth = 21; nth <= 24; nth += 1) {
    pay(nth, { purpose: 'medical', counterparty_name: '康邻药店', amount_fen: 5000 })
  }
})
afterAll(() => desk.remove())
beforeEach(() => desk.cache.db.exec('DELETE FROM consent'))

const looked = (who: keyof typeof callers = 'lin') =>
  desk.call(callers[who], 'customers.consumption', { customerId: ids.zhou })

test('with consent: categories, places and what is not told apart; other holds what is sensitive', async () => {
  consent()
  const view = await looked()
  expect(view).toMatchObject({
    silence: null,
    homeKnown: true,
    consent: { givenOn: '2025-01-01', withdrawnOn: null, textVersion: '2024-11' },
    ruleVersion: 'consumption-1',
  })
  expect(view.profile).toMatchObject({ fen: 220_000, count: 24, toldFen: 200_000 })
  expect(view.profile?.categories.map(({ category, fen }) => [category, fen])).toEqual([
    ['daily', 200_000],
    ['other', 20_000],
  ])
  expect(view.profile?.places.map(({ place, count }) => [place, count])).toEqual([
    ['local', 20],
    ['unsaid', 4],
  ])
  expect(JSON.stringify(view)).not.toContain('药')
})

test('without consent, and from the moment it is withdrawn, nothing is told', async () => {
  expect(await looked()).toMatchObject({ silence: 'noConsent', consent: null, profile: null })
  consent()
  expect((await looked()).profile).not.toBeNull()
  consent({ withdrawn_on: today })
  expect(await looked()).toMatchObject({
    silence: 'withdrawn',
    consent: { withdrawnOn: today },
    profile: null,
  })
})

test('who does not manage the customer is refused', async () => {
  consent()
  await expect(looked('chen')).rejects.toThrow('customer.notYours')
})
