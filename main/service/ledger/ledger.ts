import type { ChannelName } from '#contract/ipc.ts'
import type { UsageEntry } from '#db/journal/ledger.ts'
import type { FormerLedger } from '#db/journal/settings.ts'
import type { UsageType } from '#domain/usage/record.ts'
import type { TerminalMemory } from '#main/sync/memory.ts'
import type { LedgerOpening } from '#main/sync/writing/ledger-keys.ts'
import type { Writer } from '#main/sync/writing/client.ts'
import type { Clock } from '#platform/clock/clock.ts'
import { deriveKey, hmacSha256 } from '#platform/crypto/hash.ts'
import { describeError, type Logger } from '#platform/log/logger.ts'

/** Version of the rules by which records are written; grows when their meaning changes. */
const policyVersion = '1'

/** Whom a record is about. */
export interface Witness {
  staffId: string
  roles: readonly string[]
  sessionId: string
  mode: 'online' | 'offline'
}

/** What a record says. */
export interface Testimony {
  type: UsageType
  witness: Witness | null
  /** What was acted on; only its pseudonym is written. */
  object?: string | undefined
  /** Code of a finding of this terminal about its own ledger; written as it is. */
  finding?: string | undefined
  /** What happened; kept apart from the chain. Never names, numbers or values of customers. */
  body?: Record<string, string | number | null> | undefined
}

/** What the ledger needs. */
export interface LedgerNeeds {
  memory: TerminalMemory
  writer: Writer
  clock: Clock
  /** Id of this run of the service: monotonic times are comparable within it. */
  runId: string
  appVersion: string
  deviceSecret: Uint8Array
  logger: Logger
}

/** Writes the usage ledger of this device: one chain an enrolment, kept in the journal. */
export class Ledger {
  readonly #needs: LedgerNeeds
  readonly #pseudonymKey: Buffer
  /** Records of reading that the writer has not been given yet. */
  #noted: UsageEntry[] = []

  constructor(needs: LedgerNeeds) {
    this.#needs = needs
    this.#pseudonymKey = deriveKey(needs.deviceSecret, Buffer.alloc(0), 'ocrm-ledger-object')
  }

  /** Pseudonym of a customer or account: the same within this device, meaningless outside it. */
  pseudonym(object: string): string {
    return hmacSha256(this.#pseudonymKey, object).toString('hex').slice(0, 32)
  }

  /**
   * Records for the transaction of what they testify to. Empty before the enrolment, when there is
   * no ledger yet.
   */
  entries(...testimonies: Testimony[]): UsageEntry[] {
    // What was noted before comes before: in the chain time never goes back.
    this.#giveNoted()
    return this.#entriesOf(testimonies)
  }

  #entriesOf(testimonies: readonly Testimony[]): UsageEntry[] {
    const { memory, clock, runId, appVersion } = this.#needs
    const device = memory.get('device')
    if (!device) return []
    return testimonies.map(({ type, witness, object, finding, body }) => ({
      ledger_id: device.ledgerId,
      epoch: device.deviceEpoch,
      boot_id: runId,
      mono_ms: clock.monotonic(),
      wall_ms: clock.now(),
      actor: witness?.staffId ?? '',
      role: witness?.roles.join(',') ?? '',
      session: witness?.sessionId ?? '',
      auth_mode: witness?.mode ?? 'none',
      type,
      object: finding ?? (object === undefined ? '' : this.pseudonym(object)),
      app_ver: appVersion,
      policy_ver: policyVersion,
      body: body === undefined ? null : JSON.stringify(body),
    }))
  }

  /** Writes records; durable when the promise resolves. */
  async append(...testimonies: Testimony[]): Promise<void> {
    await this.#write(this.entries(...testimonies))
  }

  /** Testifies to what the start found out about key file and ledger; nothing where all was well. */
  async opened({ state, head, key }: LedgerOpening): Promise<void> {
    if (state === 'none' || state === 'normal' || state === 'evolved') return
    this.#needs.logger.log('error', 'ledger.finding', { code: state })
    const body = { head, key }
    await this.append({ type: 'ledger.finding', witness: null, finding: state, body })
  }

  /** Testifies to what is left of a former enrolment's ledger and cannot be sent. */
  async unsent({ ledgerId, epoch, seq }: FormerLedger): Promise<void> {
    this.#needs.logger.log('error', 'ledger.finding', { code: 'UNSENT' })
    const body = { ledgerId, epoch, held: seq }
    await this.append({ type: 'ledger.finding', witness: null, finding: 'UNSENT', body })
  }

  /**
   * Writes records of reading, of this moment; a failure is logged, what was read is not taken back. The writer
   * begins once the answer of the call is on its way, because it would take the processor from it, or with
   * whatever is recorded next.
   */
  note(...testimonies: Testimony[]): void {
    if (this.#noted.length === 0) setImmediate(() => this.#giveNoted())
    this.#noted.push(...this.#entriesOf(testimonies))
  }

  #giveNoted(): void {
    const noted = this.#noted
    this.#noted = []
    for (const entry of noted) {
      this.#write([entry]).catch((error: unknown) => {
        this.#needs.logger.log('error', 'ledger.failed', { error: describeError(error) })
      })
    }
  }

  async #write(entries: UsageEntry[]): Promise<void> {
    if (entries.length > 0) await this.#needs.writer.call('journal.append', { entries })
  }
}

/** Body of an action's record: which module, which verb. */
export function actionBody(channel: ChannelName, module: string): Record<string, string> {
  return { module, verb: channel.slice(channel.indexOf('.') + 1) }
}
