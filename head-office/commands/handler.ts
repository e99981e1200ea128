import type pg from 'pg'
import type { CommandName, CommandPayload } from '#contract/sync/commands.ts'
import type { StaffStanding } from '../staff/standing.ts'
import type { Decision } from './decision.ts'

/** What a handler decides with. Everything is read under today's rules, not those of the grant. */
export interface CommandScene {
  client: pg.ClientBase
  /** Branch of the device that sent the command. */
  branchId: string
  staff: StaffStanding
  /** Head office's clock, ms UTC. */
  nowMs: number
  businessDate: string
}

/** Executes a command of one name inside the caller's transaction. */
export type CommandHandler<Name extends CommandName> = (
  scene: CommandScene,
  payload: CommandPayload<Name>,
) => Promise<Decision>
