import { describe, expect, test } from 'vitest'
import { channels } from '#contract/ipc.ts'
import { contactDays } from '../../../../renderer/features/customers/contact/contact-age.ts'
import {
  contactDraftFrom,
  contactProblems,
  contactRequest,
  emptyContact,
  isTouched,
} from '../../../../renderer/features/customers/contact/contact-draft.ts'

const today = '2026-11-23'

describe('contact form', () => {
  test('needs a result and nothing else', () => {
    expect(contactProblems(emptyContact(), today)).toEqual({ outcome: 'missing' })
    expect(contactRequest('c1', { ...emptyContact(), outcome: 'again' }, today)).toEqual({
      customerId: 'c1',
      channel: 'phone',
      outcome: 'again',
      summary: '',
      nextOn: null,
      durationMinutes: null,
    })
  })

  test('the next step may be today, not before, and must exist', () => {
    const form = { ...emptyContact(), outcome: 'again' } as const
    expect(contactProblems({ ...form, nextOn: today }, today)).toEqual({})
    expect(contactProblems({ ...form, nextOn: '2026-11-22' }, today)).toEqual({ nextOn: 'past' })
    expect(contactProblems({ ...form, nextOn: '2027-02-29' }, today)).toEqual({ nextOn: 'noDay' })
  })

  test.each([
    ['', null],
    ['25', 25],
    ['２５', 25],
    [' 0 ', 0],
  ])('minutes %j are %j', (minutes, value) => {
    const request = contactRequest('c1', { ...emptyContact(), outcome: 'done', minutes }, today)
    expect(request?.durationMinutes).toBe(value)
    expect(channels['customers.logContact'].request.safeParse(request).success).toBe(true)
  })

  test.each(['1.5', '-1', '1441', '十'])('minutes %j are refused', (minutes) => {
    const form = { ...emptyContact(), outcome: 'done', minutes } as const
    expect(contactProblems(form, today)).toEqual({ minutes: 'notANumber' })
    expect(contactRequest('c1', form, today)).toBeNull()
  })

  test('a kept draft comes back as it was; foreign content does not break the form', () => {
    const form = {
      outcome: 'interested',
      nextOn: '2026-12-01',
      channel: 'visit',
      summary: '问大额存单 𠮷',
      minutes: '6',
    } as const
    expect(contactDraftFrom(JSON.parse(JSON.stringify(form)))).toEqual(form)
    expect(contactDraftFrom({ outcome: 'nonsense', nextOn: 'soon', extra: 1 })).toEqual(
      emptyContact(),
    )
    expect(contactDraftFrom(null)).toBeNull()
  })

  test('knows whether anything was typed', () => {
    expect(isTouched(emptyContact())).toBe(false)
    expect(isTouched({ ...emptyContact(), summary: '喂' })).toBe(true)
  })
})

test('days since the last contact; one after the business date counts as today', () => {
  expect(contactDays('2026-10-24', today)).toBe(30)
  expect(contactDays('2026-11-24', today)).toBe(0)
  expect(contactDays(null, today)).toBeNull()
})
