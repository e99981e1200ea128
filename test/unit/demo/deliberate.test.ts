import { beforeAll, expect, test } from 'vitest'
import type { Customer } from '#domain/customers/records.ts'
import { validElements } from '#domain/customers/completeness.ts'
import { ageOn } from '#domain/time/day.ts'
import { deliberateKinds, type DeliberateKind } from '#head-office/demo/deliberate.ts'
import { collectDemo } from '#head-office/demo/generate.ts'
import type { DemoRows } from '#head-office/demo/rows.ts'
import { defaultSize } from '#head-office/demo/size.ts'

/*
 * The customers that are there on purpose are the first of the first outlet, in the order of the list.
 */

const today = '2026-11-22'
let rows: DemoRows
const found = {} as Record<DeliberateKind, Customer>

beforeAll(() => {
  rows = collectDemo(today, { ...defaultSize, branches: 1, customers: 160 })
  deliberateKinds.forEach((kind, at) => {
    const customer = rows.customer[at]
    if (customer) found[kind] = customer
  })
})

const accountsOf = (kind: DeliberateKind) =>
  rows.account.filter(({ customer_id }) => customer_id === found[kind].id)
const invalid = (kind: DeliberateKind) =>
  Object.entries(validElements(found[kind], today))
    .filter(([, valid]) => !valid)
    .map(([field]) => field)

test('papers have run out, will soon, or are not known', () => {
  expect(found.id_expired.id_expiry && found.id_expired.id_expiry < today).toBe(true)
  expect(found.id_expiring.id_expiry && found.id_expiring.id_expiry > today).toBe(true)
  expect(invalid('id_expired')).toContain('id_expiry')
  expect(found.id_expiry_missing.id_expiry).toBeNull()
})

test('fields hold placeholders, nothing, or a phone of the wrong length', () => {
  expect(invalid('occupation_placeholder')).toContain('occupation')
  expect(invalid('address_placeholder')).toContain('address')
  expect(found.mobile_missing.mobile).toBeNull()
  expect(found.mobile_too_short.mobile).toHaveLength(10)
  expect(found.mobile_too_long.mobile).toHaveLength(12)
  expect(invalid('nothing_but_a_name')).toHaveLength(8)
})

test('two people share a phone, and one person has two customer numbers', () => {
  expect(found.shared_mobile.mobile).toMatch(/^154\d{8}$/)
  expect(found.shared_mobile_other.mobile).toBe(found.shared_mobile.mobile)
  expect(found.shared_mobile_other.name).not.toBe(found.shared_mobile.name)
  const { id_no, name, customer_no } = found.same_person
  expect(found.same_person_again).toMatchObject({ id_no, name })
  expect(found.same_person_again.customer_no).not.toBe(customer_no)
})

test('names have rare characters, many characters, or none of ours, and are found by letters', () => {
  expect(found.rare_character_ji).toMatchObject({ name: '张𠮷祥', name_pinyin: 'zhang ji xiang' })
  expect(found.rare_character_jie).toMatchObject({ name: '李㛃', name_pinyin: 'li jie' })
  expect([...found.very_long_name.name].length).toBeGreaterThan(20)
  expect(found.long_name.name).toContain('·')
  expect(found.three_character_surname.name_pinyin).toBe('hou mo chen jing yi')
  expect(found.latin_name).toMatchObject({ id_type: '护照', nationality: '德国' })
})

test('accounts sleep, stand still, or are not there', () => {
  expect(accountsOf('no_account')).toEqual([])
  expect(accountsOf('dormant').map(({ status }) => status)).toEqual(['dormant'])
  expect(accountsOf('frozen').map(({ status }) => status)).toEqual(['frozen'])
  expect(accountsOf('dead').map(({ status }) => status)).toEqual(['frozen'])
  const booked = (kind: DeliberateKind) => {
    const ids = new Set(accountsOf(kind).map(({ id }) => id))
    return rows.bank_transaction.filter(
      ({ account_id, purpose }) => ids.has(account_id) && purpose !== 'interest',
    )
  }
  expect(booked('dormant')).toEqual([])
  const perMonth = (booked('many_transactions').length / defaultSize.days) * 30
  expect(perMonth).toBeGreaterThan(4500)
})

test('nobody calls the family of somebody who died', () => {
  const { id, do_not_contact, deceased_on } = found.dead
  expect(do_not_contact).toBe(true)
  expect(deceased_on && deceased_on < today).toBe(true)
  expect(rows.task.filter(({ customer_id }) => customer_id === id)).toEqual([])
  const said = rows.contact.filter(({ customer_id }) => customer_id === id).at(-1)
  expect(said?.summary).toContain('去世')
})

test('one is very old, one works here, one has a foreign passport', () => {
  expect(ageOn(found.elder.birth_date ?? today, today)).toBeGreaterThan(88)
  expect(found.staff).toMatchObject({ is_staff: true, employer: '知客银行' })
  expect(found.foreign_passport).toMatchObject({ id_type: '护照', nationality: '韩国' })
})
