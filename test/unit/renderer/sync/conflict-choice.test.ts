import { describe, expect, test } from 'vitest'
import type { Submission } from '#contract/ipc/sync.ts'
import {
  fieldsToKeep,
  firstChoices,
  undisputedFields,
} from '#renderer/features/sync/conflict-choice.ts'

const given = 1_800_000_000_000

function conflict(field: string, changedAtMs: number | null): Submission['conflicts'][number] {
  return {
    field,
    mine: '139****9016',
    seen: '138****9016',
    current: '133****9016',
    changedBy: null,
    changedAtMs,
  }
}

const rejected: Submission = {
  commandId: 'c1',
  name: 'customer.proposeCorrection',
  customerName: '郑海涛',
  customerId: 'u1',
  detail: { fields: 'mobile,employer,address' },
  givenAtMs: given,
  state: 'rejected',
  code: 'correction.conflict',
  conflicts: [conflict('mobile', given + 1), conflict('employer', given - 1)],
  decidedAtMs: given + 5,
  attempts: 1,
}

describe('a disputed correction', () => {
  test('begins with the newer value of each field', () => {
    expect(firstChoices(rejected)).toEqual({ mobile: 'theirs', employer: 'mine' })
    expect(firstChoices({ ...rejected, conflicts: [conflict('mobile', null)] })).toEqual({
      mobile: 'mine',
    })
  })

  test('proposes again what was chosen and what nobody disputed', () => {
    expect(undisputedFields(rejected)).toEqual(['address'])
    expect(fieldsToKeep(rejected, { mobile: 'theirs', employer: 'mine' })).toEqual([
      'employer',
      'address',
    ])
    expect(fieldsToKeep(rejected, { mobile: 'mine', employer: 'mine' })).toEqual([
      'mobile',
      'employer',
      'address',
    ])
  })

  test('without a list of fields has nothing undisputed', () => {
    expect(undisputedFields({ ...rejected, detail: {} })).toEqual([])
  })
})
