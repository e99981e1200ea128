import type pg from 'pg'
import { type Command, commandDefinitions } from '#contract/sync/commands.ts'
import { grantSchema } from '#contract/sync/login.ts'
import { dependencyFinding, type Finding, judgementTable } from '#contract/sync/states/judgement.ts'
import { openSignedJson } from '#platform/crypto/signature.ts'
import type { DeviceSession } from '../devices/session.ts'
import type { HeadOffice } from '../server/context.ts'
import { isPassingFailure, sqlState } from '../store/transaction.ts'
import { mayAct, staffStanding, type StaffStanding } from '../staff/standing.ts'
import { type Decision, ended } from './decision.ts'
import { executeCommand, malformedCodes } from './handlers.ts'
import { outcomeOf } from './ledger.ts'
import { markSuperseded, refuseSuperseding } from './supersede.ts'

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

/** How a finding ends a command; one nobody knows counts as a decision. */
function judged(finding: Finding, command: Command | null): Decision {
  const name = command?.name ?? ''
  const definition = Object.entries(commandDefinitions).find(([own]) => own === name)?.[1]
  const judgement = judgementTable[finding][definition?.kind ?? 'decision']
  const own = finding === 'payloadMalformed' ? malformedCodes[name] : undefined
  return ended(judgement.outcome, own ?? judgement.code)
}

async function findDependency(
  client: pg.ClientBase,
  branchId: string,
  { dependsOn }: Command,
): Promise<Finding | null> {
  if (dependsOn === null) return null
  return dependencyFinding(await outcomeOf(client, branchId, dependsOn))
}

/** Data PostgreSQL cannot hold, and broken constraints: faults of the command's content. */
const notStorable = /^(22|23)/

/**
 * Runs the handler behind a savepoint. A command that makes it fail, but for what passes by itself,
 * is quarantined: failing again and again would block every later command of the terminal.
 */
async function execute(
  office: HeadOffice,
  client: pg.ClientBase,
  device: DeviceSession,
  staff: StaffStanding,
  command: Command,
  nowMs: number,
): Promise<Decision | Finding> {
  const scene = {
    client,
    branchId: device.branchId,
    staff,
    nowMs,
    businessDate: device.businessDate,
  }
  await client.query('savepoint before_command')
  try {
    const decided = await executeCommand(command.name, command.version, scene, command.payload)
    await client.query('release savepoint before_command')
    return decided
  } catch (error) {
    if (isPassingFailure(error)) throw error
    const state = sqlState(error)
    await client.query('rollback to savepoint before_command')
    const { commandId } = command
    // The message may quote the payload; its kind and the command's id are enough to find it.
    const kind = error instanceof Error ? error.name : 'error'
    office.logger.log('error', 'command.failed', {
      commandId,
      action: command.name,
      error: `${kind} ${state ?? ''}`.trim(),
    })
    return state !== null && notStorable.test(state) ? 'notStorable' : 'failed'
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
  const result = await examine(office, client, device, command, nowMs)
  const decision = typeof result === 'string' ? judged(result, command) : result
  const accepted = decision.outcome === 'applied' || decision.outcome === 'applied_with_changes'
  if (accepted && command) await markSuperseded(client, device.branchId, command, nowMs)
  return decision
}

/** What is found about a command, in the order of `findings`, or what its handler decided. */
async function examine(
  office: HeadOffice,
  client: pg.ClientBase,
  device: DeviceSession,
  command: Command | null,
  nowMs: number,
): Promise<Decision | Finding> {
  if (!command) return 'malformed'
  if (command.dealtWith) return 'dealtWith'
  if (!grantHolds(office, device, command)) return 'grantInvalid'
  const staff = await staffStanding(client, command.staffId, device.branchId)
  if (!staff || !mayAct(staff)) return 'grantRevoked'
  return (
    (await findDependency(client, device.branchId, command)) ??
    (await refuseSuperseding(client, device.branchId, command)) ??
    execute(office, client, device, staff, command, nowMs)
  )
}
