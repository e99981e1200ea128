import { AppError } from '#contract/errors.ts'
import {
  formerText,
  ledgerKeyContext,
  ledgerOpeningSchema,
  type LedgerReply,
  ledgerReplySchema,
  ledgerReceiptSchema,
  type LedgerUpload,
  maxLedgerRecords,
} from '#contract/sync/ledger.ts'
import type { FileReader } from '#db/connection/reader.ts'
import { ledgerHead, ownLedger } from '#db/journal/ledger.ts'
import { formerLedgers } from '#db/journal/former-ledgers.ts'
import { checkpointsUpTo, hashAt, recordsAfter } from '#db/journal/ledger-upload.ts'
import { type FormerLedger, setting } from '#db/journal/settings.ts'
import type { LedgerIdentity } from '#db/journal/usage-rows.ts'
import type { Clock } from '#platform/clock/clock.ts'
import { unseal } from '#platform/crypto/cipher.ts'
import { openSignedJson, signText } from '#platform/crypto/signature.ts'
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
  /** Head office does not take what is left of a former enrolment's chain. */
  unsent: (chain: FormerLedger) => Promise<void>
}

/** A chain on its way: what head office has, whether it said so lately, and whose it was. */
interface Bringing {
  ledger: LedgerIdentity
  after: number
  asked: boolean
  former?: string
}

/** Uploads of a former enrolment's chain in one round. */
const formerUploads = 5

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

  /**
   * Sends what head office has not got, oldest first; then what is left of former enrolments of this PC.
   * Throws what stops it.
   */
  async anchor(signal: AbortSignal): Promise<void> {
    const { own, receipt, former } = this.#needs.journal.read((db) => ({
      own: ownLedger(db),
      receipt: setting(db, 'ledgerReceipt'),
      former: formerLedgers(db),
    }))
    if (!own) return
    const anchored = receipt && isSame(receipt, own)
    await this.#bring({ ledger: own, after: anchored ? receipt.seq : 0, asked: !!anchored }, signal)
    for (const chain of former) await this.#bringFormer(chain, signal)
  }

  /** Sends a chain from a number on; whether head office has all of it. */
  async #bring(
    { ledger, after, asked, former }: Bringing,
    signal: AbortSignal,
    uploads = Number.MAX_SAFE_INTEGER,
  ): Promise<boolean> {
    for (let sent = 0; sent < uploads; sent += 1) {
      signal.throwIfAborted()
      const bringing = { ledger, after, asked: asked || sent > 0, ...(former && { former }) }
      const exchanged = await this.#exchange(bringing, signal)
      if (!exchanged) return true
      const { upload, reply } = exchanged
      const { headSeq } = upload
      if (reply.epoch !== this.#needs.link.session?.epoch) throw new AppError('cursor.otherEpoch')
      if (reply.receipt === null) {
        if (reply.seq >= after) return false
        after = reply.seq
        continue
      }
      await this.#keep(ledger, reply.receipt, upload)
      if (reply.next && headSeq <= reply.seq) {
        await this.#goOn(ledger, reply.seq, reply.next)
        return true
      }
      if (reply.seq <= after) return headSeq <= reply.seq
      after = reply.seq
    }
    return false
  }

  /**
   * A former enrolment's chain, some uploads a round. Once head office has all of it nothing is left to do; where it
   * does not take it, that is testified to in the chain of today.
   */
  async #bringFormer(chain: FormerLedger, signal: AbortSignal): Promise<void> {
    const { writer, unsent } = this.#needs
    const { ledgerId, epoch, deviceId, seq } = chain
    const ledger = { ledgerId, epoch }
    const bringing = { ledger, after: seq, asked: false, former: deviceId }
    try {
      if (!(await this.#bring(bringing, signal, formerUploads))) return
    } catch (error) {
      if (!(error instanceof AppError && error.code === 'scope.unknown')) throw error
      await unsent(chain)
    }
    await writer.call('ledger.formerClosed', { ledger })
  }

  #upload(ledger: LedgerIdentity, after: number, former?: string): LedgerUpload {
    const { journal, clock, runId, memory } = this.#needs
    return journal.read((db) => {
      const part = fitting(recordsAfter(db, ledger, after, maxLedgerRecords))
      const last = part.records.at(-1)?.record.seq ?? after
      const headSeq = ledgerHead(db, ledger)?.seq ?? 0
      return {
        ...ledger,
        after,
        afterHash: after === 0 ? null : hashAt(db, ledger, after),
        ...part,
        checkpoints: checkpointsUpTo(db, ledger, last, maxLedgerRecords),
        headSeq,
        wallMs: clock.now(),
        monoMs: clock.monotonic(),
        bootId: runId,
        ...(former !== undefined && {
          former: {
            deviceId: former,
            signature: this.#formerProof({ ...ledger, headSeq }, memory),
          },
        }),
      }
    })
  }

  #formerProof(of: LedgerIdentity & { headSeq: number }, memory: TerminalMemory): string {
    const key = memory.get('deviceKeys')?.signing.privateKey
    const deviceId = memory.get('device')?.deviceId
    if (key === undefined || deviceId === undefined) throw new AppError('device.notEnrolled')
    return signText(key, formerText(of, deviceId))
  }

  /**
   * One upload; null where there is nothing new, and nothing shorter. It is made with the session in hand:
   * head office takes it that its clocks were read after the session was opened.
   */
  #exchange(
    { ledger, after, asked, former }: Bringing,
    signal: AbortSignal,
  ): Promise<{ upload: LedgerUpload; reply: LedgerReply } | null> {
    const { link, transport } = this.#needs
    return link.withToken(signal, async (token) => {
      const upload = this.#upload(ledger, after, former)
      if (asked && upload.records.length === 0 && upload.headSeq === after) return null
      const path = 'v1/ledger'
      const asking = { path, body: upload, reply: ledgerReplySchema, token, signal }
      return { upload, reply: await transport.exchange(asking) }
    })
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
