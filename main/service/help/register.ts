import type { StatusView } from '#contract/ipc/app.ts'
import { userSetting } from '#db/user/drafts.ts'
import { usedVerbs } from '#db/usage/used-verbs.ts'
import { type HelpFunctionName, unusedFunctions } from '#domain/help/functions.ts'
import { nextStepOf } from '#domain/help/next-step.ts'
import { type HelpMemory, helpMemorySchema, noHelpMemory, tipOf } from '#domain/help/tips.ts'
import { toursFor } from '#domain/help/tours.ts'
import { dayOfInstant } from '#domain/time/day.ts'
import type { CalendarExceptions } from '#domain/time/working-day.ts'
import type { CallContext } from '../dispatch/call-context.ts'
import type { Handle } from '../dispatch/dispatch.ts'

/** Key of the setting in the person's own file. */
const key = 'help'

/** What help needs beside the call. */
export interface HelpNeeds {
  usage: (staffId: string) => NonNullable<StatusView['usage']>
  /** Exceptions of the calendar; none while there is no data. */
  exceptions: () => CalendarExceptions
}

/** What stands in the file; what an unknown version wrote counts as nothing. */
function memoryOf(context: CallContext): HelpMemory {
  const stored = context.own((db) => userSetting(db, key))
  if (stored === null) return noHelpMemory()
  try {
    return helpMemorySchema.parse(JSON.parse(stored))
  } catch {
    return noHelpMemory()
  }
}

const keep = (context: CallContext, memory: HelpMemory): Promise<void> =>
  context.keep('user.putSetting', { key, value: JSON.stringify(memory) })

function unusedOf(context: CallContext): HelpFunctionName[] {
  const { roles, staffId } = context.actor
  return unusedFunctions(
    roles,
    context.journal((db) => usedVerbs(db, staffId)),
  )
}

/** Registers `help.*`: tours taken, the tip of the day, the next step of who fell behind. */
export function registerHelp(handle: Handle, { usage, exceptions }: HelpNeeds): void {
  handle('help.open', (_request, context) => {
    const { actor, clock } = context
    const { tours } = memoryOf(context)
    const unused = unusedOf(context)
    return {
      tours: toursFor(actor.roles).map((tour) => ({
        tour,
        ...(tours[tour] ?? { step: 0, done: false }),
      })),
      unused,
      nextStep: nextStepOf(usage(actor.staffId), unused, dayOfInstant(clock.now()), exceptions()),
    }
  })
  handle('help.keepTour', async ({ tour, step, done }, context) => {
    const memory = memoryOf(context)
    const before = memory.tours[tour]
    const progress = { step, done: done || (before?.done ?? false) }
    await keep(context, { ...memory, tours: { ...memory.tours, [tour]: progress } })
    return null
  })
  handle('help.tip', async (_request, context) => {
    const memory = memoryOf(context)
    const today = dayOfInstant(context.clock.now())
    const name = tipOf(unusedOf(context), memory, today)
    if (name !== null && memory.shown?.on !== today) {
      await keep(context, { ...memory, shown: { on: today, name } })
    }
    return name
  })
  handle('help.dismissTip', async ({ name }, context) => {
    const memory = memoryOf(context)
    if (!memory.dismissed.includes(name)) {
      await keep(context, { ...memory, dismissed: [...memory.dismissed, name] })
    }
    return null
  })
}
