import type { z } from 'zod'
import type { Role } from '#domain/organisation/roles.ts'
import type { UsageModule } from '#domain/usage/modules.ts'

/**
 * Who may call: `anyone` also before a login; `session` everybody who is logged in and unlocked; a
 * list of roles; `shell` is answered by the shell itself and never reaches the service.
 */
export type Access = 'anyone' | 'session' | 'shell' | readonly Role[]

/** A channel: its schemas stand here once, the types of both sides are inferred from them. */
export interface Channel<Request extends z.ZodType, Response extends z.ZodType> {
  access: Access
  request: Request
  response: Response
  /** Module of the usage event that the call leaves; absent where a call is no business action. */
  usage?: UsageModule
}

/**
 * Why a call is made: a person asked, or the screen reads again by itself (data changed, a retry, the
 * next page). Only a person's acts are business actions.
 */
export const causes = ['person', 'refresh'] as const
export type Cause = (typeof causes)[number]

/** On what a call acts: the branch's data, or the invented branch of practice (练习). */
export const worlds = ['branch', 'practice'] as const
export type World = (typeof worlds)[number]

/** Declares a channel. */
export function channel<Request extends z.ZodType, Response extends z.ZodType>(
  access: Access,
  request: Request,
  response: Response,
  usage?: UsageModule,
): Channel<Request, Response> {
  return usage ? { access, request, response, usage } : { access, request, response }
}
