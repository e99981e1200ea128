import { expect, test } from 'vitest'
import { channels } from '#contract/ipc.ts'
import {
  anyNeedsChecker,
  changedFields,
  correctionDraftFrom,
  correctionProblems,
  correctionRequest,
  emptyCorrection,
  isTouched,
} from '../../../../renderer/features/customers/correction/correction-draft.ts'

test('an untouched form has nothing to propose', () => {
  expect(isTouched(emptyCorrection())).toBe(false)
  expect(correctionProblems(emptyCorrection())).toEqual({
    fields: {},
    evidence: true,
    nothing: true,
  })
  expect(correctionRequest('c1', 7, emptyCorrection())).toBeNull()
})

test('proposes several fields at once, brought to their stored form', () => {
  const draft = {
    changes: {
      employer: '敏华商贸行 ',
      mobile: '１９９００００６０２１',
      email: 'zhou@example.com',
    },
    evidence: ' 客户出示证件原件 ',
  }
  const request = correctionRequest('c1', 7, draft)
  expect(request).toEqual({
    customerId: 'c1',
    seenRev: 7,
    changes: [
      { field: 'mobile', to: '19900006021' },
      { field: 'email', to: 'zhou@example.com' },
      { field: 'employer', to: '敏华商贸行' },
    ],
    evidence: '客户出示证件原件',
  })
  expect(channels['customers.proposeCorrection'].request.safeParse(request).success).toBe(true)
})

test('says which field does not fit and why', () => {
  const draft = {
    changes: { mobile: '', email: 'nowhere', id_expiry: '2027-02-30' },
    evidence: 'x',
  }
  expect(correctionProblems(draft).fields).toEqual({
    mobile: 'empty',
    email: 'invalid',
    id_expiry: 'invalid',
  })
  expect(correctionRequest('c1', 7, draft)).toBeNull()
})

test('a field left blank is no wish to empty it', () => {
  const draft = { changes: { email: ' ' }, evidence: 'x' }
  expect(correctionProblems(draft).fields).toEqual({ email: 'empty' })
  expect(correctionRequest('c1', 7, draft)).toBeNull()
})

test('a value may be removed in so many words, but not the name or the number we call', () => {
  const draft = { changes: { email: null, employer: null }, evidence: 'x' }
  expect(changedFields(draft)).toEqual(['email', 'employer'])
  expect(correctionRequest('c1', 7, draft)?.changes).toEqual([
    { field: 'email', to: null },
    { field: 'employer', to: null },
  ])
  expect(correctionDraftFrom(JSON.parse(JSON.stringify(draft)))).toEqual(draft)
  const forbidden = { changes: { name: null, mobile: null }, evidence: 'x' }
  expect(correctionProblems(forbidden).fields).toEqual({ name: 'invalid', mobile: 'invalid' })
})

test('evidence of spaces is none', () => {
  expect(correctionProblems({ changes: { sex: 'F' }, evidence: '  ' }).evidence).toBe(true)
})

test('the nine elements wait for the second person, other details do not', () => {
  expect(anyNeedsChecker({ changes: { employer: 'x' }, evidence: '' })).toBe(false)
  expect(anyNeedsChecker({ changes: { employer: 'x', address: 'y' }, evidence: '' })).toBe(true)
})

test('a kept draft comes back; unknown fields of an older form are dropped', () => {
  expect(correctionDraftFrom({ changes: { mobile: '1', shoe_size: '42' }, evidence: 'a' })).toEqual(
    { changes: { mobile: '1' }, evidence: 'a' },
  )
  expect(correctionDraftFrom('text')).toBeNull()
  expect(changedFields(correctionDraftFrom({}) ?? emptyCorrection())).toEqual([])
})
