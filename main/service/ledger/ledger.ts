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

/** After a call that read, ms: by then the person has the answer, and processor and disk are free. */
const afterAnswerMs = 10

/** Pseudonyms that are kept at hand. */
const rememberedPseudonyms = 1_000

/** When something happened, and in which ledger it is recorded. */
type Moment = Pick<UsageEntry, 'ledger_id' | 'epoch' | 'mono_ms' | 'wall_ms'>

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
  /** Of whom somebody has just looked at: what is done with a customer follows on opening him. */
  readonly #pseudonyms = new Map<string, string>()
  /** What was read, with the moment of it, that the writer has not been given yet. */
  #noted: { testimony: Testimony; moment: Moment }[] = []

  constructor(needs: LedgerNeeds) {
    this.#needs = needs
    this.#pseudonymKey = deriveKey(needs.deviceSecret, Buffer.alloc(0), 'ocrm-ledger-object')
  }

  /** Pseudonym of a customer or account: the same within this device, meaningless outside it. */
  pseudonym(object: string): string {
    const known = this.#pseudonyms.get(object)
    if (known !== undefined) return known
    const made = hmacSha256(this.#pseudonymKey, object).toString('hex').slice(0, 32)
    if (this.#pseudonyms.size >= rememberedPseudonyms) this.#pseudonyms.clear()
    this.#pseudonyms.set(object, made)
    return made
  }

  /**
   * Records for the transaction of what they testify to. Empty before the enrolment, when there is
   * no ledger yet.
   */
  entries(...testimonies: Testimony[]): UsageEntry[] {
    // What was noted before comes before: in the chain time never goes back.
    this.#giveNoted()
    const moment = this.#moment()
    return moment ? testimonies.map((testimony) => this.#entryOf(testimony, moment)) : []
  }

  #moment(): Moment | null {
    const { memory, clock } = this.#needs
    const device = memory.get('device')
    if (!device) return null
    const { ledgerId, deviceEpoch } = device
    const clocks = { mono_ms: clock.monotonic(), wall_ms: clock.now() }
    return { ledger_id: ledgerId, epoch: deviceEpoch, ...clocks }
  }

  #entryOf({ type, witness, object, finding, body }: Testimony, moment: Moment): UsageEntry {
    const { runId, appVersion } = this.#needs
    return {
      ...moment,
      boot_id: runId,
      actor: witness?.staffId ?? '',
      role: witness?.roles.join(',') ?? '',
      session: witness?.sessionId ?? '',
      auth_mode: witness?.mode ?? 'none',
      type,
      object: finding ?? (object === undefined ? '' : this.pseudonym(object)),
      app_ver: appVersion,
      policy_ver: policyVersion,
      body: body === undefined ? null : JSON.stringify(body),
    }
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
   * Writes records of reading, of this moment; a failure is logged, what was read is not taken back. They are made
   * and written once the answer of the call has arrived, because that would take the processor from it, or with
   * whatever is recorded next.
   */
  note(...testimonies: Testimony[]): void {
    const moment = this.#moment()
    if (!moment) return
    if (this.#noted.length === 0) setTimeout(() => this.#giveNoted(), afterAnswerMs)
    this.#noted.push(...testimonies.map((testimony) => ({ testimony, moment })))
  }

  #giveNoted(): void {
    const noted = this.#noted
    this.#noted = []
    for (const { testimony, moment } of noted) {
      this.#write([this.#entryOf(testimony, moment)]).catch((error: unknown) => {
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
