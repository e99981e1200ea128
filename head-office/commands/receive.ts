import type pg from 'pg'
import { AppError } from '#contract/errors.ts'
import type { CommandResult, PushReply } from '#contract/sync/commands.ts'
import { uuidV7 } from '#platform/ids/uuid.ts'
import type { DeviceSession } from '../devices/session.ts'
import type { HeadOffice } from '../server/context.ts'
import { inTransaction, isPassingFailure } from '../store/transaction.ts'
import { placeOf, placeVerdict } from '#contract/sync/states/place.ts'
import { decideCommand } from './decide.ts'
import { readPush, type ReceivedCommand } from './envelope.ts'
import {
  ClonedError,
  keepCommand,
  lockSequence,
  moveSequence,
  storedAnswer,
  takePlace,
} from './ledger.ts'

/**
 * So many commands of a push share one transaction at most, and none begins in it after so long: one
 * flush of the log for many, while others who write in the branch wait for a moment only.
 */
const mostTogether = 50
const longestMs = 250

/**
 * Answers the first of some commands in one transaction: answers, effects and places in the sequence
 * commit together. Ends before one that is refused, or when it took long enough; throws the refusal of
 * the very first.
 */
async function answerTogether(
  office: HeadOffice,
  device: DeviceSession,
  commands: readonly ReceivedCommand[],
): Promise<CommandResult[]> {
  return inTransaction(office.pool, 'write', async (client) => {
    const until = office.clock.monotonic() + longestMs
    const before = await lockSequence(client, device)
    const results: CommandResult[] = []
    let last = before
    for (const received of commands) {
      if (results.length > 0 && office.clock.monotonic() > until) break
      const answer = await answerOne(office, client, device, received, last)
      if (answer instanceof Error) {
        if (results.length === 0) throw answer
        break
      }
      results.push(answer)
      last = Math.max(last, received.seq)
    }
    if (last > before) await moveSequence(client, device, last)
    return results
  })
}

/** The answer to one command after the last one answered, or why it is refused; nothing is written then. */
async function answerOne(
  office: HeadOffice,
  client: pg.ClientBase,
  device: DeviceSession,
  received: ReceivedCommand,
  last: number,
): Promise<CommandResult | Error> {
  const place = placeOf(received.seq, last)
  const stored = await storedAnswer(client, device, received, place)
  const verdict = placeVerdict(place, stored.kind)
  switch (verdict) {
    case 'gap':
      return new AppError('command.gap', { expected: last + 1 })
    case 'cloned':
      return new ClonedError(received)
    case 'broken':
      return new Error('an answered seq has no command')
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
 * Answers as many of a push as can be answered now, in order. Where several together fail, they are
 * taken one by one from there on: none fails for its neighbour's sake.
 */
async function answerInOrder(
  office: HeadOffice,
  device: DeviceSession,
  commands: readonly ReceivedCommand[],
): Promise<CommandResult[]> {
  const results: CommandResult[] = []
  let together = mostTogether
  while (results.length < commands.length) {
    const next = commands.slice(results.length, results.length + together)
    try {
      results.push(...(await answerTogether(office, device, next)))
    } catch (error) {
      if (error instanceof ClonedError) {
        await reportClone(office, device, error.command)
        throw new AppError('command.cloned')
      }
      if (error instanceof AppError) throw error
      if (next.length === 1 && !isPassingFailure(error)) throw error
      if (next.length === 1) return results
      together = 1
    }
  }
  return results
}

/**
 * Answers a push in order of `seq`, each command exactly once however often it is pushed. Throws
 * `cursor.otherEpoch` for a push meant for another database, `command.gap` where a seq is missing, and
 * `command.cloned` (an incident) where another command stands at a seq; what was decided before stays
 * decided. From the first that could not be decided now on, all are to be pushed again (`retry`).
 */
export async function receivePush(
  office: HeadOffice,
  device: DeviceSession,
  body: unknown,
): Promise<PushReply> {
  const { deviceEpoch, epoch, commands } = readPush(body)
  if (deviceEpoch !== device.deviceEpoch) throw new AppError('request.invalid')
  if (epoch !== undefined && epoch !== device.epoch) throw new AppError('cursor.otherEpoch')
  const results = await answerInOrder(office, device, commands)
  const again = commands.slice(results.length)
  const nowMs = office.clock.now()
  return {
    epoch: device.epoch,
    serverTimeMs: nowMs,
    results: [...results, ...again.map((received) => retry(received, nowMs))],
  }
}
