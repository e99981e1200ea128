import { expect, test } from 'vitest'
import { cardSchema, loanSchema } from '#domain/accounts/records.ts'
import {
  accountKindOf,
  cardKindOf,
  loanStatusOf,
  positionStatusOf,
} from '../../../../renderer/features/customers/assets/position-words.ts'
import {
  operationOf,
  purposeOf,
} from '../../../../renderer/features/customers/transactions/transaction-words.ts'

test('every word of the domain has its word on screen', () => {
  expect(loanSchema.shape.status.options.map(loanStatusOf)).not.toContain(null)
  expect(cardSchema.shape.kind.options.map(cardKindOf)).not.toContain(null)
})

test('a source’s own words have none and are shown as they are', () => {
  expect(loanStatusOf('A')).toBeNull()
  expect(operationOf('VYBER')).toBeNull()
  expect(purposeOf('SIPO')).toBeNull()
})

test('an account is named by its kind, a product by its name', () => {
  expect(accountKindOf('account.term')).toBe('term')
  expect(accountKindOf('安心 90 天')).toBeNull()
  expect(positionStatusOf('frozen')).toBe('frozen')
  expect(positionStatusOf('normal')).toBeNull()
})
