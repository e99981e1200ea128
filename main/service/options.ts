import type { Cause, World } from '#contract/ipc/channel.ts'
import type { EventName, EventPayload } from '#contract/ipc.ts'
import type { ServiceInit } from '#contract/service-port.ts'
import type { Clock } from '#platform/clock/clock.ts'
import type { Logger } from '#platform/log/logger.ts'
import type { DispatchReply } from './dispatch/dispatch.ts'

/** What a branch service is started with. */
export interface BranchServiceOptions {
  init: ServiceInit
  /** Path of the writer thread's entry. */
  writerEntry: string
  clock: Clock
  logger: Logger
  emit: <Name extends EventName>(event: Name, payload: EventPayload<Name>) => void
  /** The writer thread died: nothing can be kept any more, the process must be started anew. */
  died: (reason: string) => void
}

/** A running branch service. */
export interface BranchService {
  /** Without a world the call acts on the branch's own data. */
  call(channel: string, payload: unknown, cause: Cause, world?: World): Promise<DispatchReply>
  stop(): Promise<void>
}
