import { expect, test } from 'vitest'
import {
  fieldState,
  fillCounts,
  toFill,
} from '../../../../renderer/features/customers/correction/field-state.ts'

const today = '2026-11-23'

test.each([
  [{ field: 'email', masked: null, valid: false }, 'missing'],
  [{ field: 'email', masked: '', valid: false }, 'missing'],
  [{ field: 'id_expiry', masked: '2026-11-22', valid: false }, 'expired'],
  [{ field: 'id_expiry', masked: '2026-11-23', valid: true }, 'valid'],
  [{ field: 'address', masked: '同上', valid: false }, 'invalid'],
] as const)('%j is %s', (field, state) => {
  expect(fieldState(field, today)).toBe(state)
})

test('what is proposed already need not be filled in again', () => {
  const field = { field: 'email', masked: null, revealable: false, valid: false } as const
  const proposed = { masked: 'z****@example.com', state: 'queued' } as const
  expect(toFill([{ ...field, pending: null }])).toHaveLength(1)
  expect(toFill([{ ...field, pending: proposed }])).toHaveLength(0)
})

test('what completeness does not count is counted apart from what it does', () => {
  const field = { masked: null, revealable: false, valid: false, pending: null } as const
  const profile = (['address', 'industry', 'email', 'employer', 'id_expiry'] as const).map(
    (name) => ({ ...field, field: name }),
  )
  expect(fillCounts(profile)).toEqual({ counted: 3, further: 2 })
  expect(fillCounts([])).toEqual({ counted: 0, further: 0 })
})
