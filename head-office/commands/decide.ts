import type pg from 'pg'
import { type Command, commandDefinitions } from '#contract/sync/commands.ts'
import { grantSchema } from '#contract/sync/login.ts'
import { openSignedJson } from '#platform/crypto/signature.ts'
import type { DeviceSession } from '../devices/session.ts'
import type { HeadOffice } from '../server/context.ts'
import { sqlState } from '../store/transaction.ts'
import { mayAct, staffStanding, type StaffStanding } from '../staff/standing.ts'
import { type Decision, quarantined, rejected } from './decision.ts'
import { executeCommand } from './handlers.ts'
import { outcomeOf } from './ledger.ts'

/** Whether head office signed the grant for this person on this device. */
function grantHolds(office: HeadOffice, device: DeviceSession, command: Command): boolean {
  const grant = grantSchema.safeParse(
    openSignedJson(office.grantKeys.publicKey, command.grant) ?? undefined,
  )
  return (
    grant.success &&
    grant.data.staffId === command.staffId &&
    grant.data.deviceId === device.deviceId
  )
}

/** Facts are kept for a supervisor where a decision is refused. */
function isFact(name: string): boolean {
  const definition = Object.entries(commandDefinitions).find(([own]) => own === name)?.[1]
  return definition?.kind === 'fact'
}

async function dependencyVerdict(
  client: pg.ClientBase,
  branchId: string,
  command: Command,
): Promise<Decision | null> {
  if (command.dependsOn === null) return null
  const outcome = await outcomeOf(client, branchId, command.dependsOn)
  if (outcome === 'applied' || outcome === 'applied_with_changes') return null
  // What waits for a supervisor, or never arrived, may still come: a person decides on both.
  if (outcome !== 'rejected' || isFact(command.name)) {
    return quarantined('command.dependsOnRejected')
  }
  return rejected('command.dependsOnRejected')
}

/** Data PostgreSQL cannot hold, and broken constraints: faults of the command, not of the moment. */
const permanent = /^(22|23)/

/**
 * Runs the handler behind a savepoint. A command that makes it fail for good is quarantined, because
 * failing again and again would block every later command of the terminal.
 */
async function execute(
  office: HeadOffice,
  client: pg.ClientBase,
  device: DeviceSession,
  staff: StaffStanding,
  command: Command,
  nowMs: number,
): Promise<Decision> {
  const scene = {
    client,
    branchId: device.branchId,
    staff,
    nowMs,
    businessDate: device.businessDate,
  }
  await client.query('savepoint before_command')
  try {
    const result = await executeCommand(command.name, command.version, scene, command.payload)
    return typeof result === 'string' ? quarantined(result) : result
  } catch (error) {
    const state = sqlState(error)
    const fault = state === null || permanent.test(state)
    if (!fault) throw error
    await client.query('rollback to savepoint before_command')
    const { commandId } = command
    // The message may quote the payload; its kind and the command's id are enough to find it.
    const kind = error instanceof Error ? error.name : 'error'
    office.logger.log('error', 'command.failed', {
      commandId,
      action: command.name,
      error: `${kind} ${state ?? ''}`.trim(),
    })
    return quarantined(state === null ? 'internal' : 'request.invalid')
  }
}

/** Decides a new command under today's rules; runs in the transaction that will keep the answer. */
export async function decideCommand(
  office: HeadOffice,
  client: pg.ClientBase,
  device: DeviceSession,
  command: Command | null,
  nowMs: number,
): Promise<Decision> {
  if (!command) return quarantined('request.invalid')
  if (!grantHolds(office, device, command)) return quarantined('command.grantInvalid')
  const staff = await staffStanding(client, command.staffId, device.branchId)
  if (!staff || !mayAct(staff)) return quarantined('command.grantRevoked')
  return (
    (await dependencyVerdict(client, device.branchId, command)) ??
    execute(office, client, device, staff, command, nowMs)
  )
}
