import type { CacheEffect } from './writing/journal-operations.ts'
import { AppError } from '#contract/errors.ts'
import { pushReplySchema, type PushRequest } from '#contract/sync/commands.ts'
import { maxPushBytes, maxPushCommands } from '#contract/sync/protocol.ts'
import type { DeviceLink } from './device/link.ts'
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
  /** Called after every batch of answers. */
  answered(effect: CacheEffect): void
}

/**
 * Sends what waits, oldest first, until nothing does or head office asks for patience (`retry`).
 * Every command is numbered and marked as sent on disk before it leaves; its answer is on disk
 * before the next batch goes. Returns how many commands were answered. Throws what stops it.
 */
export async function pushWaiting(needs: PushNeeds, signal: AbortSignal): Promise<number> {
  const { writer, transport, link } = needs
  let answered = 0
  for (;;) {
    signal.throwIfAborted()
    const session = await link.open(signal)
    const commands = await writer.call('journal.takeBatch', {
      maxCommands: maxPushCommands,
      maxBytes: maxPushBytes - envelopeBytes,
    })
    if (commands.length === 0) return answered
    const reply = await link.withToken(signal, (token, { epoch }) => {
      // A new session may belong to another database: what is to be sent is decided anew.
      if (epoch !== session.epoch) throw new AppError('cursor.otherEpoch')
      const body: PushRequest = { deviceEpoch: needs.deviceEpoch(), commands }
      const path = 'v1/commands'
      return transport.exchange({ path, body, reply: pushReplySchema, token, signal })
    })
    if (reply.epoch !== session.epoch) throw new AppError('cursor.otherEpoch')
    needs.answered(
      await writer.call('journal.storeResults', {
        results: reply.results,
        branchId: needs.branchId(),
      }),
    )
    const final = reply.results.filter(({ outcome }) => outcome !== 'retry').length
    answered += final
    if (final < commands.length) return answered
  }
}
