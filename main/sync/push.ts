import type { CacheEffect } from './writing/journal-operations.ts'
import { AppError } from '#contract/errors.ts'
import { type PushReply, pushReplySchema, type PushRequest } from '#contract/sync/commands.ts'
import type { DeviceLink } from './device/link.ts'
import { largerPush, type PushSize, smallerPush, wasTooMuch } from './pacing.ts'
import type { Transport } from './transport/exchange.ts'
import type { Writer } from './writing/client.ts'

/** Room for what a push holds beside its commands, bytes. */
const envelopeBytes = 1_024

/** What pushing needs. */
export interface PushNeeds {
  writer: Writer
  transport: Transport
  link: DeviceLink
  /** Epoch of this device's enrolment. */
  deviceEpoch(): number
  /** Branch of this device. */
  branchId(): string
  /** How much goes up at once; head office's answers change it. */
  size: { now: PushSize }
  /** Monotonic clock, ms. */
  monotonic(): number
  /** Called after every batch of answers. */
  answered(effect: CacheEffect): void
}

/** Sends a batch to whom it was chosen for; what was too much makes the next one smaller. */
async function sendBatch(
  needs: PushNeeds,
  commands: PushRequest['commands'],
  chosen: { epoch: string; deviceEpoch: number },
  signal: AbortSignal,
): Promise<PushReply> {
  const { transport, link, size } = needs
  const started = needs.monotonic()
  try {
    return await link.withToken(signal, (token, { epoch }) => {
      // A new session may belong to another database, or to another enrolment with other numbers:
      // what is to be sent is decided anew.
      const { deviceEpoch } = chosen
      const same = epoch === chosen.epoch && needs.deviceEpoch() === deviceEpoch
      if (!same) throw new AppError('cursor.otherEpoch')
      const body: PushRequest = { deviceEpoch, epoch, commands }
      const path = 'v1/commands'
      return transport.exchange({ path, body, reply: pushReplySchema, token, signal })
    })
  } catch (error) {
    const code = error instanceof AppError ? error.code : null
    if (wasTooMuch(code, needs.monotonic() - started))
      size.now = smallerPush(size.now, commands.length)
    throw error
  }
}

/**
 * Sends what waits, oldest first, until nothing does, head office asks for patience (`retry`), or
 * `mostBatches` have gone. Every command is numbered and marked as sent on disk before it leaves; its
 * answer is on disk before the next batch goes. Returns whether nothing is left. Throws what stops it.
 */
export async function pushWaiting(
  needs: PushNeeds,
  mostBatches: number,
  signal: AbortSignal,
): Promise<boolean> {
  const { writer, link, size } = needs
  for (let batch = 1; ; batch += 1) {
    signal.throwIfAborted()
    const session = await link.open(signal)
    const deviceEpoch = needs.deviceEpoch()
    const { commands: maxCommands, bytes } = size.now
    const maxBytes = bytes - envelopeBytes
    const commands = await writer.call('journal.takeBatch', { maxCommands, maxBytes })
    if (commands.length === 0) return true
    const chosen = { epoch: session.epoch, deviceEpoch }
    const reply = await sendBatch(needs, commands, chosen, signal)
    if (reply.epoch !== session.epoch) throw new AppError('cursor.otherEpoch')
    needs.answered(
      await writer.call('journal.storeResults', {
        results: reply.results,
        branchId: needs.branchId(),
      }),
    )
    const final = reply.results.filter(({ outcome }) => outcome !== 'retry').length
    if (final < commands.length) {
      size.now = smallerPush(size.now, commands.length)
      return false
    }
    size.now = largerPush(size.now)
    if (batch === mostBatches) return commands.length < maxCommands
  }
}
