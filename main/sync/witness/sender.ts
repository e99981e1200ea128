import type { Checkpoint } from '#contract/sync/ledger.ts'
import type { Connection } from '#contract/sync/states/connection.ts'
import { type BranchPeer, type WitnessAddress, witnessPath } from '#contract/sync/witness.ts'
import type { FileReader } from '#db/connection/reader.ts'
import { ownLedger } from '#db/journal/ledger.ts'
import { newestCheckpoint } from '#db/journal/ledger-upload.ts'
import { sha256Hex } from '#platform/crypto/hash.ts'
import type { Logger } from '#platform/log/logger.ts'
import type { TerminalMemory } from '../memory.ts'
import { urlOf } from './addresses.ts'

/** What bringing heads to neighbours needs. */
export interface WitnessSenderNeeds {
  journal: FileReader
  memory: TerminalMemory
  logger: Logger
  connection(): Connection
  /** Signs what is not signed yet, at once. */
  sign(): Promise<unknown>
}

/** Neighbours that are to have the newest head. */
const wanted = 2
/** Pause between two tries, ms. */
const pauseMs = 60_000
/** How long one neighbour may take, ms. */
const patienceMs = 3_000

/**
 * While head office cannot be reached, brings the newest head of this PC's ledger to two neighbours: at once
 * when the line goes, then whenever a head was signed, every minute at most. What they hold cannot be taken
 * back by whoever puts this PC's disk back as it was.
 */
export class WitnessSender {
  readonly #needs: WitnessSenderNeeds
  #timer: NodeJS.Timeout | null = null
  #sending: Promise<void> | null = null
  #offline = false
  /** The head that is being brought round, and who has it. */
  #newest = { epoch: 0, seq: 0, at: new Set<string>() }

  constructor(needs: WitnessSenderNeeds) {
    this.#needs = needs
  }

  /** The connection may have changed. */
  lineChanged(): void {
    const offline = this.#needs.connection() === 'offline'
    if (offline === this.#offline) return
    this.#offline = offline
    if (this.#timer) clearInterval(this.#timer)
    this.#timer = null
    if (!offline) return
    this.#timer = setInterval(() => this.#send(), pauseMs)
    this.#timer.unref()
    this.#needs.sign().then(
      () => this.#send(),
      () => {},
    )
  }

  /** A head was signed. */
  signed(): void {
    if (this.#offline) this.#send()
  }

  /** Ends it; resolves when nothing is under way. */
  async stop(): Promise<void> {
    this.#offline = false
    if (this.#timer) clearInterval(this.#timer)
    this.#timer = null
    await this.#sending
  }

  #send(): void {
    this.#sending ??= this.#round()
      .catch(() => {
        // A journal that is closing; the next start signs anew.
      })
      .finally(() => (this.#sending = null))
  }

  async #round(): Promise<void> {
    const { journal, memory, logger } = this.#needs
    const deviceId = memory.get('device')?.deviceId
    const checkpoint = journal.read((db) => {
      const ledger = ownLedger(db)
      return ledger && newestCheckpoint(db, ledger)
    })
    if (deviceId === undefined || !checkpoint) return
    const { epoch, seq } = checkpoint
    if (this.#newest.epoch !== epoch || this.#newest.seq !== seq) {
      this.#newest = { epoch, seq, at: new Set() }
    }
    const { at } = this.#newest
    for (const peer of inOrder(deviceId, memory.get('peers') ?? [])) {
      if (at.size >= wanted || !this.#offline) break
      if (at.has(peer.deviceId)) continue
      if (await brought(peer.witnessAt, { deviceId, checkpoint })) at.add(peer.deviceId)
    }
    logger.log('info', 'witness.sent', { count: at.size })
  }
}

/** Neighbours in an order of this PC's own, so that not all bring theirs to the same two. */
function inOrder(own: string, peers: readonly BranchPeer[]): BranchPeer[] {
  const place = ({ deviceId }: BranchPeer) => sha256Hex(`${own}:${deviceId}`)
  return peers
    .filter(({ witnessAt }) => witnessAt.length > 0)
    .sort((a, b) => (place(a) < place(b) ? -1 : 1))
}

async function brought(
  addresses: readonly WitnessAddress[],
  body: { deviceId: string; checkpoint: Checkpoint },
): Promise<boolean> {
  for (const address of addresses) {
    try {
      const response = await fetch(urlOf(address, witnessPath), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
        redirect: 'error',
        signal: AbortSignal.timeout(patienceMs),
      })
      await response.body?.cancel()
      if (response.ok) return true
    } catch {
      // Not there, or at another address by now.
    }
  }
  return false
}
