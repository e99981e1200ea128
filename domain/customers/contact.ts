import { z } from 'zod'
import { day, id, instant, integer, text, word } from '../record/field.ts'
import { contactChannels, contactOutcomes } from './contact-words.ts'

export {
  type ContactChannel,
  contactChannels,
  type ContactOutcome,
  contactOutcomes,
} from './contact-words.ts'

/** A contact with a customer; a fact: never rejected because the customer moved meanwhile. */
export const contactSchema = z.strictObject({
  branch_id: id(),
  id: id(),
  customer_id: id(),
  staff_id: id(),
  at: instant(),
  channel: word(contactChannels),
  outcome: word(contactOutcomes),
  summary: text(1000),
  next_on: day().nullable(),
  duration_minutes: integer().nullable(),
  origin: word(['terminal', 'import', 'demo']),
})
export type Contact = z.infer<typeof contactSchema>
