import { z } from 'zod'
import type { Role } from '#domain/organisation/roles.ts'
import { statusSchema } from './app.ts'
import { channel } from './channel.ts'

/** Who has customers to practise on: everybody who sees any. */
export const practiceRoles = [
  'customer_manager',
  'branch_head',
  'operations_supervisor',
  'lobby_manager',
  'teller',
] as const satisfies readonly Role[]

/**
 * 练习: the same program on an invented branch that is gone afterwards. While it is there
 * (`practising` of the session), calls that name the world `practice` act on it, and on nothing else.
 */
export const practiceChannels = {
  /** Makes the invented branch; the screens change over when the session says so. */
  'practice.enter': channel(practiceRoles, z.null(), z.null()),
  /** Throws away what was done and begins with a fresh invented branch. */
  'practice.restart': channel(practiceRoles, z.null(), z.null()),
  'practice.leave': channel('session', z.null(), z.null()),
}

/** What screens that practise are told instead of the events of the branch of the same names. */
export const practiceEventSchema = z.discriminatedUnion('event', [
  z.strictObject({ event: z.literal('status.changed'), payload: statusSchema }),
  z.strictObject({ event: z.literal('counter.changed'), payload: z.null() }),
  z.strictObject({
    event: z.literal('data.changed'),
    payload: z.strictObject({ tables: z.array(z.string()), customerIds: z.array(z.string()) }),
  }),
])
export type PracticeEvent = z.infer<typeof practiceEventSchema>
