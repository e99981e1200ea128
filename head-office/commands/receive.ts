import { AppError } from '#contract/errors.ts'
import type { CommandResult, PushReply } from '#contract/sync/commands.ts'
import { uuidV7 } from '#platform/ids/uuid.ts'
import type { DeviceSession } from '../devices/session.ts'
import type { HeadOffice } from '../server/context.ts'
import { inTransaction, isPassingFailure } from '../store/transaction.ts'
import { placeOf, placeVerdict } from '#contract/sync/states/place.ts'
import { decideCommand } from './decide.ts'
import { readPush, type ReceivedCommand } from './envelope.ts'
import { ClonedError, keepCommand, lockSequence, storedAnswer, takePlace } from './ledger.ts'

/** One command, one transaction: answer, effects and the place in the sequence commit together. */
async function answerOne(
  office: HeadOffice,
  device: DeviceSession,
  received: ReceivedCommand,
): Promise<CommandResult> {
  return inTransaction(office.pool, 'write', async (client) => {
    const last = await lockSequence(client, device)
    const place = placeOf(received.seq, last)
    const stored = await storedAnswer(client, device, received, place)
    const verdict = placeVerdict(place, stored.kind)
    switch (verdict) {
      case 'gap':
        throw new AppError('command.gap', { expected: last + 1 })
      case 'cloned':
        throw new ClonedError(received)
      case 'broken':
        throw new Error('an answered seq has no command')
      case 'adopt':
        await takePlace(client, device, received)
        return { ...stored.result, seq: received.seq } as CommandResult
      case 'answer':
        return { ...stored.result, seq: received.seq } as CommandResult
      case 'decide': {
        const nowMs = office.clock.now()
        const decision = await decideCommand(office, client, device, received.command, nowMs)
        return keepCommand(client, device, received, decision, nowMs)
      }
    }
  })
}

/** Keeps what a second terminal of one identity sent, and takes no more commands from either. */
async function reportClone(
  office: HeadOffice,
  device: DeviceSession,
  received: ReceivedCommand,
): Promise<void> {
  const nowMs = office.clock.now()
  await inTransaction(office.pool, 'write', async (client) => {
    await client.query(`update device set state = 'incident' where id = $1 and state = 'active'`, [
      device.deviceId,
    ])
    await client.query(
      `insert into incident (branch_id, id, device_id, kind, at, detail)
       values ($1, $2, $3, 'command.cloned', $4, $5)`,
      [
        device.branchId,
        uuidV7(nowMs),
        device.deviceId,
        new Date(nowMs),
        JSON.stringify(received.raw),
      ],
    )
  })
  office.logger.log('error', 'device.cloned', {
    deviceId: device.deviceId,
    commandId: received.commandId,
  })
}

/** Not final: head office could not decide now; the terminal pushes it again. */
function retry(received: ReceivedCommand, nowMs: number): CommandResult {
  return {
    seq: received.seq,
    commandId: received.commandId,
    outcome: 'retry',
    code: null,
    conflicts: [],
    revs: {},
    ver: 0,
    decidedAtMs: nowMs,
  }
}

/**
 * Answers a push in order of `seq`, each command in a transaction of its own, each exactly once
 * however often it is pushed. Throws `cursor.otherEpoch` for a push meant for another database,
 * `command.gap` where a seq is missing, and `command.cloned` (an
 * incident) where another command stands at a seq; what was decided before stays decided.
 */
export async function receivePush(
  office: HeadOffice,
  device: DeviceSession,
  body: unknown,
): Promise<PushReply> {
  const { deviceEpoch, epoch, commands } = readPush(body)
  if (deviceEpoch !== device.deviceEpoch) throw new AppError('request.invalid')
  if (epoch !== undefined && epoch !== device.epoch) throw new AppError('cursor.otherEpoch')
  const results: CommandResult[] = []
  let waiting = false
  for (const received of commands) {
    if (waiting) {
      results.push(retry(received, office.clock.now()))
      continue
    }
    try {
      results.push(await answerOne(office, device, received))
    } catch (error) {
      if (error instanceof ClonedError) {
        await reportClone(office, device, received)
        throw new AppError('command.cloned')
      }
      if (!isPassingFailure(error)) throw error
      waiting = true
      results.push(retry(received, office.clock.now()))
    }
  }
  return { epoch: device.epoch, serverTimeMs: office.clock.now(), results }
}
