import type { Checkpoint } from '#contract/sync/ledger.ts'
import type { FileReader } from '#db/connection/reader.ts'
import { ledgerHead, ownLedger } from '#db/journal/ledger.ts'
import { checkpointText } from '#domain/usage/chain.ts'
import type { TerminalMemory } from '#main/sync/memory.ts'
import type { Writer } from '#main/sync/writing/client.ts'
import type { Clock } from '#platform/clock/clock.ts'
import { signText } from '#platform/crypto/signature.ts'
import { describeError, type Logger } from '#platform/log/logger.ts'

/** A checkpoint comes after so many records, or after so long where there is one at all, ms. */
const everyRecords = 64
const everyMs = 60_000
/** How often the ledger is looked at, ms. */
const lookMs = 5_000

/** What checkpoints need. */
export interface CheckpointNeeds {
  journal: FileReader
  memory: TerminalMemory
  writer: Writer
  clock: Clock
  runId: string
  logger: Logger
  /** A checkpoint was signed: time to bring the ledger to head office. */
  signed: () => void
}

/** Signs the head of the ledger with the device's key, again and again, while the service runs. */
export class Checkpoints {
  readonly #needs: CheckpointNeeds
  #timer: NodeJS.Timeout | null = null
  #last = { epoch: 0, seq: 0, monoMs: 0 }

  constructor(needs: CheckpointNeeds) {
    this.#needs = needs
  }

  /** Begins to look at the ledger. */
  start(): void {
    this.#timer ??= setInterval(() => {
      this.look().catch((error: unknown) => {
        this.#needs.logger.log('error', 'checkpoint.failed', { error: describeError(error) })
      })
    }, lookMs)
    this.#timer.unref()
  }

  /** Ends it. */
  stop(): void {
    if (this.#timer) clearInterval(this.#timer)
    this.#timer = null
  }

  /** Signs the head where it is time, or at once where it is to be shown; returns what was signed. */
  async look(atOnce = false): Promise<Checkpoint | null> {
    const { journal, memory, writer, clock, runId } = this.#needs
    const keys = memory.get('deviceKeys')
    const found = journal.read((db) => {
      const ledger = ownLedger(db)
      const head = ledger && ledgerHead(db, ledger)
      return ledger && head && { ledger, head }
    })
    if (!keys || !found) return null
    const { ledger, head } = found
    const monoMs = clock.monotonic()
    const { epoch, seq, monoMs: since } = this.#last
    const fresh = head.seq - (epoch === ledger.epoch ? seq : 0)
    const due = atOnce || fresh >= everyRecords || monoMs - since >= everyMs
    if (fresh === 0 || !due) return null
    const plain = {
      ...ledger,
      seq: head.seq,
      head: head.hash,
      wallMs: clock.now(),
      monoMs,
      bootId: runId,
    }
    const signature = signText(keys.signing.privateKey, checkpointText(plain))
    const checkpoint = { ...plain, signature }
    await writer.call('ledger.checkpoint', { checkpoint })
    this.#last = { epoch: ledger.epoch, seq: head.seq, monoMs }
    this.#needs.signed()
    return checkpoint
  }
}
