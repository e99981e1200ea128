import type { Request } from '#contract/ipc.ts'
import type { ContactChannel, ContactOutcome } from '#domain/customers/contact.ts'
import { isDay } from '#domain/time/day.ts'
import { contactChannelOrder, contactOutcomeOrder } from '../word-lists.ts'

/** What a person has typed into the contact form so far. Minutes as typed. */
export interface ContactDraft {
  outcome: ContactOutcome | null
  /** Day of the next step, `YYYY-MM-DD`; null for none. */
  nextOn: string | null
  channel: ContactChannel
  summary: string
  minutes: string
}

/** An empty form; most contacts are calls. */
export function emptyContact(): ContactDraft {
  return { outcome: null, nextOn: null, channel: 'phone', summary: '', minutes: '' }
}

/** Whether anything was typed that must not be lost. */
export function isTouched(draft: ContactDraft): boolean {
  const empty = emptyContact()
  return (Object.keys(empty) as (keyof ContactDraft)[]).some((key) => draft[key] !== empty[key])
}

/** Why a form cannot be given yet, by field. */
export interface ContactProblems {
  outcome?: 'missing'
  nextOn?: 'past' | 'noDay'
  minutes?: 'notANumber'
}

function minutesOf(draft: ContactDraft): number | null | 'notANumber' {
  const text = draft.minutes.normalize('NFKC').trim()
  if (text === '') return null
  const value = Number(text)
  return Number.isInteger(value) && value >= 0 && value <= 1440 ? value : 'notANumber'
}

/** What still misses. `today` is the shown day, `YYYY-MM-DD`; the next step may be today. */
export function contactProblems(draft: ContactDraft, today: string): ContactProblems {
  const problems: ContactProblems = {}
  if (!draft.outcome) problems.outcome = 'missing'
  if (draft.nextOn !== null && !isDay(draft.nextOn)) problems.nextOn = 'noDay'
  else if (draft.nextOn !== null && draft.nextOn < today) problems.nextOn = 'past'
  if (minutesOf(draft) === 'notANumber') problems.minutes = 'notANumber'
  return problems
}

/** The request of a complete form; null while {@link contactProblems} names something. */
export function contactRequest(
  customerId: string,
  draft: ContactDraft,
  today: string,
): Request<'customers.logContact'> | null {
  const minutes = minutesOf(draft)
  if (Object.keys(contactProblems(draft, today)).length > 0) return null
  if (!draft.outcome || minutes === 'notANumber') return null
  return {
    customerId,
    channel: draft.channel,
    outcome: draft.outcome,
    summary: draft.summary.trim(),
    nextOn: draft.nextOn,
    durationMinutes: minutes,
  }
}

/** Reads a kept draft; null where the content is none of this form. */
export function contactDraftFrom(stored: unknown): ContactDraft | null {
  if (typeof stored !== 'object' || stored === null) return null
  const kept = stored as Partial<Record<keyof ContactDraft, unknown>>
  const empty = emptyContact()
  return {
    outcome: contactOutcomeOrder.find((word) => word === kept.outcome) ?? null,
    channel: contactChannelOrder.find((word) => word === kept.channel) ?? empty.channel,
    nextOn: typeof kept.nextOn === 'string' && isDay(kept.nextOn) ? kept.nextOn : null,
    summary: typeof kept.summary === 'string' ? kept.summary : '',
    minutes: typeof kept.minutes === 'string' ? kept.minutes : '',
  }
}
