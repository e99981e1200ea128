import { z } from 'zod'
import { foundByWays, visitActs, visitCutOffs, visitStates } from '#domain/counter/visit.ts'
import {
  type CommandName,
  type CommandPayload,
  commandDefinitions,
  commandNames,
  type VisitStation,
} from './commands.ts'
import { planTraining1Schema } from './learning-commands.ts'

const id = z.string().max(64)

/** `counter.recordVisit` 1: end, state and reason beside one another, in any combination. */
export const recordVisit1Schema = z.strictObject({
  visitId: id,
  customerId: id,
  openedAtMs: z.int(),
  endedAtMs: z.int().nullable(),
  foundBy: z.enum(foundByWays),
  suggested: z.int().min(0).max(9),
  acts: z.array(z.enum(visitActs)).max(visitActs.length),
  state: z.enum(visitStates),
  cutOff: z.enum(visitCutOffs).optional(),
})
type RecordVisit1 = z.infer<typeof recordVisit1Schema>

/** A visit that was cut off has ended; one that ended without a time did so no earlier than it began. */
function stationOf({ state, endedAtMs, openedAtMs, ...given }: RecordVisit1): VisitStation {
  const cutOff = given.cutOff ?? null
  const end = endedAtMs ?? openedAtMs
  if (state === 'left') return { state, endedAtMs: end }
  if (state === 'ended' || cutOff !== null) return { state: 'ended', endedAtMs: end, cutOff }
  return state === 'open' ? { state } : { state, endedAtMs: end }
}

function liftRecordVisit1(payload: RecordVisit1): CommandPayload<'counter.recordVisit'> {
  const { visitId, customerId, openedAtMs, foundBy, suggested, acts } = payload
  const station = stationOf(payload)
  return { visitId, customerId, openedAtMs, foundBy, suggested, acts, station }
}

/** A version of a command that terminals gave before, and what it is in the version after it. */
interface EarlierVersion {
  version: number
  payload: z.ZodType
  /** Day on which the version after it was first given. It is kept for twelve months at least. */
  followedOn: string
  /** The payload as the next version writes it; null where it does not fit its own schema. */
  lift: (payload: unknown) => { next: unknown } | null
}

function earlier<Payload>(
  version: number,
  payload: z.ZodType<Payload>,
  followedOn: string,
  lift: (payload: Payload) => unknown,
): EarlierVersion {
  return {
    version,
    payload,
    followedOn,
    lift: (given) => {
      const parsed = payload.safeParse(given)
      return parsed.success ? { next: lift(parsed.data) } : null
    },
  }
}

/** Earlier versions by command, oldest first; each lifts to the one after it. */
export const earlierVersions: Partial<Record<CommandName, readonly EarlierVersion[]>> = {
  'counter.recordVisit': [earlier(1, recordVisit1Schema, '2026-11-26', liftRecordVisit1)],
  'training.plan': [
    earlier(1, planTraining1Schema, '2026-11-27', (plan) => ({ ...plan, courseCode: null })),
  ],
}

/** Whether a name is one of a command. */
export function isCommandName(name: string): name is CommandName {
  return (commandNames as readonly string[]).includes(name)
}

/**
 * A payload as today's version of its command writes it, whatever version it was given under; the only
 * way in which head office, a terminal's own view of its outbox and the simulations read payloads. Or
 * what is found about it: `unknown` a version that nobody knows here (a newer terminal's),
 * `payloadMalformed` it does not fit the version it names.
 */
export function currentPayload<Name extends CommandName>(
  name: Name,
  version: number,
  payload: unknown,
): CommandPayload<Name> | 'unknown' | 'payloadMalformed' {
  const { version: today, payload: schema } = commandDefinitions[name]
  const former = earlierVersions[name] ?? []
  const known = version === today || former.some((own) => own.version === version)
  if (!known) return 'unknown'
  let lifted = payload
  for (const own of former.filter((one) => one.version >= version)) {
    const step = own.lift(lifted)
    if (!step) return 'payloadMalformed'
    lifted = step.next
  }
  const parsed = schema.safeParse(lifted)
  // The schema of `name` made this value; TypeScript loses that through the lookup.
  return parsed.success ? (parsed.data as CommandPayload<Name>) : 'payloadMalformed'
}
