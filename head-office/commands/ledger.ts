import type pg from 'pg'
import { AppError } from '#contract/errors.ts'
import type { CommandResult } from '#contract/sync/commands.ts'
import type { Place } from '#contract/sync/states/place.ts'
import type { DeviceSession } from '../devices/session.ts'
import type { Decision } from './decision.ts'
import type { ReceivedCommand } from './envelope.ts'

/** Another command stood at this place, or under this id: two terminals share one identity. */
export class ClonedError extends Error {
  readonly command: ReceivedCommand

  constructor(command: ReceivedCommand) {
    super('another command was received under this identity')
    this.name = 'ClonedError'
    this.command = command
  }
}

/** Locks the device's sequence until the transaction ends; returns the highest seq answered. */
export async function lockSequence(client: pg.ClientBase, device: DeviceSession): Promise<number> {
  const { rows } = await client.query<{ last_seq: number }>(
    `select last_seq::float8 from device_cursor
     where branch_id = $1 and device_id = $2 and device_epoch = $3 for update`,
    [device.branchId, device.deviceId, device.deviceEpoch],
  )
  if (!rows[0]) throw new AppError('device.notEnrolled')
  return rows[0].last_seq
}

/** What head office has of a command, and the answer it gave. */
export type StoredAnswer =
  | { kind: 'none' | 'other'; result: null }
  | { kind: 'same'; result: CommandResult }

/**
 * What is stored of a command: at its place where that is known, else under its id, from before its
 * terminal was enrolled again.
 */
export async function storedAnswer(
  client: pg.ClientBase,
  device: DeviceSession,
  command: ReceivedCommand,
  place: Place,
): Promise<StoredAnswer> {
  const { branchId, deviceId, deviceEpoch } = device
  const { rows } = await client.query<{ request_hash: string; result: string }>(
    place === 'known'
      ? `select p.request_hash, c.result from command_place p
         join command c on c.branch_id = p.branch_id and c.command_id = p.command_id
         where p.branch_id = $1 and p.device_id = $2 and p.device_epoch = $3 and p.seq = $4`
      : 'select request_hash, result from command where branch_id = $1 and command_id = $2',
    place === 'known'
      ? [branchId, deviceId, deviceEpoch, command.seq]
      : [branchId, command.commandId],
  )
  const [stored] = rows
  if (!stored) return { kind: 'none', result: null }
  if (stored.request_hash !== command.hash) return { kind: 'other', result: null }
  return { kind: 'same', result: JSON.parse(stored.result) as CommandResult }
}

/** Puts a command at its place in the sequence. */
export async function takePlace(
  client: pg.ClientBase,
  device: DeviceSession,
  command: ReceivedCommand,
): Promise<void> {
  const { branchId, deviceId, deviceEpoch } = device
  await client.query(
    `insert into command_place (branch_id, device_id, device_epoch, seq, command_id, request_hash)
     values ($1, $2, $3, $4, $5, $6)`,
    [branchId, deviceId, deviceEpoch, command.seq, command.commandId, command.hash],
  )
}

/** Moves the sequence on to the last command that has its place. */
export async function moveSequence(
  client: pg.ClientBase,
  device: DeviceSession,
  lastSeq: number,
): Promise<void> {
  await client.query(
    `update device_cursor set last_seq = $4
     where branch_id = $1 and device_id = $2 and device_epoch = $3`,
    [device.branchId, device.deviceId, device.deviceEpoch, lastSeq],
  )
}

/** Keeps a command with its final answer; what is quarantined waits for a supervisor. */
export async function keepCommand(
  client: pg.ClientBase,
  device: DeviceSession,
  command: ReceivedCommand,
  decision: Decision,
  decidedAtMs: number,
): Promise<CommandResult> {
  const result: CommandResult = {
    seq: command.seq,
    commandId: command.commandId,
    ...decision,
    decidedAtMs,
  }
  await client.query(
    `insert into command (branch_id, command_id, device_id, device_epoch, seq, request_hash, name,
       staff_id, request, outcome, code, result, received_at, decided_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $13)`,
    [
      device.branchId,
      command.commandId,
      device.deviceId,
      device.deviceEpoch,
      command.seq,
      command.hash,
      command.command?.name ?? '',
      command.command?.staffId ?? null,
      JSON.stringify(command.raw),
      decision.outcome,
      decision.code,
      JSON.stringify(result),
      new Date(decidedAtMs),
    ],
  )
  if (decision.outcome === 'quarantined') {
    await client.query(
      `insert into quarantine (branch_id, command_id, code, raised_at) values ($1, $2, $3, $4)`,
      [device.branchId, command.commandId, decision.code, new Date(decidedAtMs)],
    )
  }
  await takePlace(client, device, command)
  return result
}

/** How the command another one depends on ended; null where head office never received it. */
export async function outcomeOf(
  client: pg.ClientBase,
  branchId: string,
  commandId: string,
): Promise<string | null> {
  const { rows } = await client.query<{ outcome: string }>(
    'select outcome from command where branch_id = $1 and command_id = $2',
    [branchId, commandId],
  )
  return rows[0]?.outcome ?? null
}
