import { expect, test } from 'vitest'
import type { Transaction } from '#domain/accounts/records.ts'
import { findClues } from '#domain/risk-clues/find.ts'
import { mergeLegs, type TransferLeg } from '#domain/risk-clues/legs.ts'
import { defaultClueRule } from '#domain/risk-clues/rules.ts'
import { dayNumber } from '#domain/time/day.ts'
import { collectDemo } from '#head-office/demo/generate.ts'
import { plantedFamily, plantedPatterns } from '#head-office/demo/planted-flows.ts'
import type { DemoRows } from '#head-office/demo/rows.ts'
import { defaultSize, type DemoSize } from '#head-office/demo/size.ts'

const today = '2026-11-22'

/** Customers by name, or the number of an account elsewhere, as the parties of a bank's transfers. */
function legsOf(rows: DemoRows): TransferLeg[] {
  const names = new Map(rows.customer.map(({ id, name }) => [id, name]))
  const owner = (customerId: string | undefined) => names.get(customerId ?? '')
  const byId = new Map(rows.account.map(({ id, customer_id }) => [id, customer_id]))
  const byNo = new Map(rows.account.map(({ account_no, customer_id }) => [account_no, customer_id]))
  const isTransfer = ({ operation, purpose, counterparty_account }: Transaction) =>
    operation.startsWith('transfer') && purpose === 'transfer' && counterparty_account !== null
  return rows.bank_transaction.filter(isTransfer).map((each) => {
    const other = owner(byNo.get(each.counterparty_account ?? ''))
    const here = owner(byId.get(each.account_id)) ?? ''
    const there = other ?? each.counterparty_account ?? ''
    return {
      ref: each.txn_no,
      side: each.direction,
      twice: other !== undefined,
      payer: each.direction === 'out' ? here : there,
      receiver: each.direction === 'out' ? there : here,
      amountFen: each.amount_fen,
      day: dayNumber(each.posted_on),
    }
  })
}

const cluesOf = (size: Partial<DemoSize>) => {
  const rows = collectDemo(today, { ...defaultSize, ...size })
  const { clues } = findClues(mergeLegs(legsOf(rows)), dayNumber(today), defaultClueRule)
  return { rows, clues }
}

test.each<[string, Partial<DemoSize>]>([
  ['as people see it', {}],
  ['that is small', { customers: 350 }],
  ['of another seed and few days', { customers: 400, seed: 5, days: 35 }],
])('a bank %s has the planted patterns, and no clue besides', (_, size) => {
  const { rows, clues } = cluesOf(size)
  const found = clues.map(({ kind, parties }) => `${kind} ${parties[0]}`).sort()
  expect(found).toEqual(
    [
      `ring ${plantedPatterns.ring}`,
      `ring ${plantedPatterns.sameSum}`,
      `fan_in ${plantedPatterns.fanIn}`,
      `fan_in ${plantedPatterns.wedding}`,
      `pass_through ${plantedPatterns.passThrough}`,
      `pass_through ${plantedPatterns.settled}`,
    ].sort(),
  )
  const branches = new Map(rows.customer.map(({ name, branch_id }) => [name, branch_id]))
  const ring = clues.find(({ parties }) => parties[0] === plantedPatterns.ring)
  expect(new Set(ring?.parties.map((name) => branches.get(name))).size).toBe(2)
})

test('the family’s money goes round without being a clue', () => {
  const { rows, clues } = cluesOf({ customers: 350 })
  const among = legsOf(rows).filter(
    ({ payer, receiver }) => plantedFamily.includes(payer) && plantedFamily.includes(receiver),
  )
  expect(new Set(among.map(({ payer, receiver }) => `${payer} ${receiver}`)).size).toBe(3)
  const parties = new Set(clues.flatMap((clue) => clue.parties))
  expect(plantedFamily.filter((name) => parties.has(name))).toEqual([])
})

test('both sides of a planted transfer book the same sum, and no balance falls below nothing', () => {
  const { rows } = cluesOf({ customers: 350 })
  const names = new Set<string>([...Object.values(plantedPatterns), ...plantedFamily])
  const ids = new Set(rows.customer.filter(({ name }) => names.has(name)).map(({ id }) => id))
  const accounts = new Set(
    rows.account.filter(({ customer_id }) => ids.has(customer_id)).map(({ id }) => id),
  )
  const booked = rows.bank_transaction.filter(({ account_id }) => accounts.has(account_id))
  expect(booked.length).toBeGreaterThan(60)
  expect(booked.every(({ balance_fen }) => (balance_fen ?? 0) >= 0)).toBe(true)
  const legs = legsOf(rows).filter(({ twice }) => twice)
  const sum = (side: 'in' | 'out') =>
    legs.filter((leg) => leg.side === side).reduce((all, { amountFen }) => all + amountFen, 0)
  expect(sum('in')).toBe(sum('out'))
})

test('a bank too small for the cast has none of it', () => {
  expect(cluesOf({ customers: 20, branches: 1 }).clues).toEqual([])
})
