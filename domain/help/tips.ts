import { z } from 'zod'
import { type HelpFunctionName, helpFunctionNames } from './functions.ts'
import type { Day } from '../time/day.ts'
import { tourProgressSchema, tours } from './tours.ts'

const name = z.enum(helpFunctionNames)

/** What help remembers of a person, in his or her own file. */
export const helpMemorySchema = z.strictObject({
  tours: z.partialRecord(z.enum(tours), tourProgressSchema),
  /** Functions whose tip is never to come again. */
  dismissed: z.array(name),
  /** The tip that was shown last, and on which day. */
  shown: z.strictObject({ on: z.string(), name }).nullable(),
})
export type HelpMemory = z.infer<typeof helpMemorySchema>

/** What help remembers before anything happened. */
export const noHelpMemory = (): HelpMemory => ({ tours: {}, dismissed: [], shown: null })

/**
 * The tip of a day: a function that was never used and whose tip was not dismissed; the next one in order
 * after that of the day before. One a day at most: when it was used or dismissed, no other follows.
 */
export function tipOf(
  unused: readonly HelpFunctionName[],
  { dismissed, shown }: Pick<HelpMemory, 'dismissed' | 'shown'>,
  today: Day,
): HelpFunctionName | null {
  const open = unused.filter((each) => !dismissed.includes(each))
  if (shown?.on === today) return open.includes(shown.name) ? shown.name : null
  const after = shown === null ? -1 : helpFunctionNames.indexOf(shown.name)
  const later = open.find((each) => helpFunctionNames.indexOf(each) > after)
  return later ?? open[0] ?? null
}
