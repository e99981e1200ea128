import fc from 'fast-check'
import { expect, test } from 'vitest'
import { customerAccess, onlineOnlyRoles, roles } from '#domain/organisation/roles.ts'

test('administrators, line managers and risk officers see no customer', () => {
  for (const role of [...onlineOnlyRoles, 'line_manager', 'risk_officer'] as const) {
    expect(customerAccess([role])).toBe('none')
  }
})

test('the widest of several roles counts', () => {
  expect(customerAccess(['teller', 'customer_manager'])).toBe('own_book')
  expect(customerAccess(['customer_manager', 'branch_head'])).toBe('branch')
  expect(customerAccess(['system_admin', 'teller'])).toBe('present')
  expect(customerAccess([])).toBe('none')
})

test('another role never narrows what a person sees, in whatever order', () => {
  const width = ['none', 'present', 'own_book', 'branch']
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...roles)), fc.constantFrom(...roles), (held, more) => {
      const before = width.indexOf(customerAccess(held))
      expect(width.indexOf(customerAccess([...held, more]))).toBeGreaterThanOrEqual(before)
      expect(customerAccess([more, ...held])).toBe(customerAccess([...held, more]))
    }),
  )
})
