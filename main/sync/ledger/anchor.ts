import { AppError } from '#contract/errors.ts'
import {
  ledgerKeyContext,
  ledgerOpeningSchema,
  type LedgerReply,
  ledgerReplySchema,
  ledgerReceiptSchema,
  type LedgerUpload,
  maxLedgerRecords,
} from '#contract/sync/ledger.ts'
import type { FileReader } from '#db/connection/reader.ts'
import { ledgerHead, type LedgerIdentity, ownLedger } from '#db/journal/ledger.ts'
import { checkpointsUpTo, hashAt, recordsAfter } from '#db/journal/ledger-upload.ts'
import { setting } from '#db/journal/settings.ts'
import type { Clock } from '#platform/clock/clock.ts'
import { unseal } from '#platform/crypto/cipher.ts'
import { openSignedJson } from '#platform/crypto/signature.ts'
import type { DeviceLink } from '../device/link.ts'
import type { TerminalMemory } from '../memory.ts'
import type { Transport } from '../transport/exchange.ts'
import type { Writer } from '../writing/client.ts'

/** What anchoring works with. */
export interface AnchorNeeds {
  journal: FileReader
  memory: TerminalMemory
  writer: Writer
  transport: Transport
  link: DeviceLink
  clock: Clock
  /** Id of this run of the service. */
  runId: string
}

/** Bodies longer than this in one upload make it carry fewer records, characters. */
const mostBodyText = 150_000

/** As many of the first records as their bodies leave room for; one at least. */
function fitting(part: Pick<LedgerUpload, 'records' | 'bodies'>) {
  let text = 0
  const within = part.bodies.filter(({ body }) => (text += body.length) <= mostBodyText)
  if (within.length === part.bodies.length) return part
  const bodies = within.length > 0 ? within : part.bodies.slice(0, 1)
  const last = bodies.at(-1)?.seq ?? 0
  return { bodies, records: part.records.filter(({ record }) => record.seq <= last) }
}

/**
 * Brings the records of this PC's ledger to head office and keeps the receipts: what a receipt covers
 * cannot be changed here without its being found there.
 */
export class LedgerAnchor {
  readonly #needs: AnchorNeeds

  constructor(needs: AnchorNeeds) {
    this.#needs = needs
  }

  /** Sends what head office has not got, oldest first. Throws what stops it. */
  async anchor(signal: AbortSignal): Promise<void> {
    const ledger = this.#needs.journal.read(ownLedger)
    if (!ledger) return
    const receipt = this.#needs.journal.read((db) => setting(db, 'ledgerReceipt'))
    const anchored = receipt && isSame(receipt, ledger)
    let after = anchored ? receipt.seq : 0
    for (let asked = anchored; ;) {
      signal.throwIfAborted()
      const upload = this.#upload(ledger, after)
      const { headSeq, records } = upload
      // Nothing new, and nothing shorter: head office need not be asked.
      if (asked && records.length === 0 && headSeq === after) return
      asked = true
      const reply = await this.#send(upload, signal)
      if (reply.epoch !== this.#needs.link.session?.epoch) throw new AppError('cursor.otherEpoch')
      if (reply.receipt === null) {
        if (reply.seq >= after) return
        after = reply.seq
        continue
      }
      await this.#keep(ledger, reply.receipt, upload)
      if (reply.next && headSeq <= reply.seq) return this.#goOn(ledger, reply.seq, reply.next)
      if (reply.seq <= after) return
      after = reply.seq
    }
  }

  #upload(ledger: LedgerIdentity, after: number): LedgerUpload {
    const { journal, clock, runId } = this.#needs
    return journal.read((db) => {
      const part = fitting(recordsAfter(db, ledger, after, maxLedgerRecords))
      const last = part.records.at(-1)?.record.seq ?? after
      return {
        ...ledger,
        after,
        afterHash: after === 0 ? null : hashAt(db, ledger, after),
        ...part,
        checkpoints: checkpointsUpTo(db, ledger, last, maxLedgerRecords),
        headSeq: ledgerHead(db, ledger)?.seq ?? 0,
        wallMs: clock.now(),
        monoMs: clock.monotonic(),
        bootId: runId,
      }
    })
  }

  #send(body: LedgerUpload, signal: AbortSignal): Promise<LedgerReply> {
    const { link, transport } = this.#needs
    return link.withToken(signal, (token) =>
      transport.exchange({ path: 'v1/ledger', body, reply: ledgerReplySchema, token, signal }),
    )
  }

  /** Keeps a receipt that head office signed for this chain; anything else is no receipt. */
  async #keep(ledger: LedgerIdentity, text: string, { checkpoints }: LedgerUpload): Promise<void> {
    const { memory, writer } = this.#needs
    const signed = openSignedJson(memory.get('device')?.grantKey ?? '', text)
    const receipt = ledgerReceiptSchema.safeParse(signed)
    if (!receipt.success || !isSame(receipt.data, ledger)) {
      throw new AppError('headOffice.refused', { reason: 'receipt' })
    }
    await writer.call('ledger.anchored', {
      receipt: { ...ledger, seq: receipt.data.seq, text },
      checkpoints: checkpoints.map(({ seq }) => seq),
    })
  }

  /** Goes on with the epoch that head office opened, where it quotes this chain. */
  async #goOn(
    from: LedgerIdentity,
    heldSeq: number,
    next: NonNullable<LedgerReply['next']>,
  ): Promise<void> {
    const { memory, writer } = this.#needs
    const { deviceId, grantKey } = memory.get('device') ?? { deviceId: '', grantKey: '' }
    const opening = ledgerOpeningSchema.safeParse(openSignedJson(grantKey, next.opening))
    const { ledgerId } = from
    const { epoch } = next
    const context = ledgerKeyContext(deviceId, ledgerId, epoch)
    const sealing = memory.get('deviceKeys')?.sealing.privateKey ?? ''
    const first = unseal(sealing, next.sealedKey, context)
    const quotes =
      opening.success && isSame(opening.data, { ledgerId, epoch }) && epoch > from.epoch
    if (!quotes || !first) throw new AppError('headOffice.refused', { reason: 'epoch' })
    const kept = { ledgerId, epoch, opening: next.opening }
    await writer.call('ledger.next', { from, heldSeq, next: kept, first })
  }
}

function isSame(one: LedgerIdentity, other: LedgerIdentity): boolean {
  return one.ledgerId === other.ledgerId && one.epoch === other.epoch
}
