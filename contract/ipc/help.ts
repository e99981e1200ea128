import { z } from 'zod'
import { helpFunctionNames } from '#domain/help/functions.ts'
import { tourProgressSchema, tours } from '#domain/help/tours.ts'
import { channel } from './channel.ts'

const tour = z.enum(tours)
const functionName = z.enum(helpFunctionNames)

/** What a person who is behind the logins of the month may do next. */
export const nextStepSchema = z.strictObject({
  effective: z.int(),
  expected: z.int(),
  target: z.int(),
  daysLeft: z.int(),
  functions: z.array(functionName),
})

/** Help for the person at work. Asking for it is no business action. */
export const helpSchema = z.strictObject({
  /** The tours of the person's modules, with how far they were taken. */
  tours: z.array(tourProgressSchema.extend({ tour })),
  /** Functions never used on this PC. */
  unused: z.array(functionName),
  /** Null for who keeps pace. */
  nextStep: nextStepSchema.nullable(),
})
export type Help = z.infer<typeof helpSchema>

/** Tours and tips; what was seen and dismissed is kept in the person's own file. */
export const helpChannels = {
  'help.open': channel('session', z.null(), helpSchema),
  /** Keeps how far a tour was taken; one that was done once stays done. */
  'help.keepTour': channel('session', tourProgressSchema.extend({ tour }), z.null()),
  /** The tip of the day, the same all day; null where there is none. */
  'help.tip': channel('session', z.null(), functionName.nullable()),
  /** Never shows the tip of a function again. */
  'help.dismissTip': channel('session', z.strictObject({ name: functionName }), z.null()),
}
