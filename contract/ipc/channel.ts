import type { z } from 'zod'
import type { Role } from '#domain/organisation/roles.ts'

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

/** Modules counted for the breadth of use. */
export type UsageModule = 'workbench' | 'customers' | 'sync' | 'training'

/** Declares a channel. */
export function channel<Request extends z.ZodType, Response extends z.ZodType>(
  access: Access,
  request: Request,
  response: Response,
  usage?: UsageModule,
): Channel<Request, Response> {
  return usage ? { access, request, response, usage } : { access, request, response }
}
