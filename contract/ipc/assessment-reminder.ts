import { z } from 'zod'
import { channel } from './channel.ts'

/** A reminder of the branch head that is not older than a week and was not put away, with where its person stands now. */
export const reminderSchema = z.strictObject({
  id: z.string().max(64),
  atMs: z.int(),
  byName: z.string(),
  /** Effective logins of the month, those of this PC included, and how many are due. */
  effective: z.int(),
  target: z.int(),
})
export type Reminder = z.infer<typeof reminderSchema>

/** The reminder where its person works; that it was put away is kept in the person's own file. */
export const reminderChannels = {
  /** Null where there is none. Looking at it is no business action. */
  'assessment.reminder': channel('session', z.null(), reminderSchema.nullable()),
  /** Not shown again until the next one; it stays on the own page. */
  'assessment.dismissReminder': channel(
    'session',
    z.strictObject({ id: z.string().max(64) }),
    z.null(),
  ),
}
