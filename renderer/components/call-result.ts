import type { Request } from '#contract/ipc.ts'
import type { ContactOutcome } from '#domain/customers/contact-words.ts'

type Log = Request<'customers.logContact'>
type Complete = Request<'workbench.complete'>

/** The two fields of a call, and a note where there is something to say. */
export interface CallForm {
  outcome: ContactOutcome | null
  nextOn: string | null
  summary: string
}

/** An empty form. */
export const noCall = (): CallForm => ({ outcome: null, nextOn: null, summary: '' })

/** A stored form of today's shape, or null. */
export function callFrom(stored: unknown): CallForm | null {
  if (typeof stored !== 'object' || stored === null) return null
  const { outcome = null, nextOn = null, summary = '' } = stored as Partial<CallForm>
  return typeof summary === 'string' ? { outcome, nextOn, summary } : null
}

/** The contact a form logs. */
export function contactOf(customerId: string, form: CallForm, outcome: ContactOutcome): Log {
  return {
    customerId,
    channel: 'phone',
    outcome,
    summary: form.summary.trim(),
    nextOn: form.nextOn,
    durationMinutes: null,
  }
}

/** What the result of a call does to the reasons for it; nobody answering leaves them for tomorrow. */
export function endingOf(outcome: ContactOutcome): Complete['outcome'] | 'tomorrow' {
  if (outcome === 'no_answer') return 'tomorrow'
  return outcome === 'refused' ? 'customer_refused' : 'done'
}
