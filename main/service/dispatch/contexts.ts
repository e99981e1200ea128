import { AppError } from '#contract/errors.ts'
import { type ChannelName, channels } from '#contract/ipc.ts'
import { commandDefinitions } from '#contract/sync/commands.ts'
import { scopeStates } from '#db/cache/scopes.ts'
import type { FileReader } from '#db/connection/reader.ts'
import type { NewCommand } from '#db/journal/commands.ts'
import type { UsageEntry } from '#db/journal/ledger.ts'
import type { CacheHolder } from '#main/sync/cache-holder.ts'
import type { SyncEngine } from '#main/sync/engine.ts'
import type { LeaseClock } from '#main/sync/lease-clock.ts'
import type { TerminalMemory } from '#main/sync/memory.ts'
import type { Writer } from '#main/sync/writing/client.ts'
import type { CacheEffect } from '#main/sync/writing/journal-operations.ts'
import type { Clock } from '#platform/clock/clock.ts'
import { uuidV7 } from '#platform/ids/uuid.ts'
import type { ActionLog } from '../ledger/action-log.ts'
import { actionBody, type Ledger } from '../ledger/ledger.ts'
import {
  type ActiveSession,
  effectiveRoles,
  isOnlineOnly,
  witnessOf,
} from '../session/active-session.ts'
import type { Sessions } from '../session/sessions.ts'
import type { UserFile } from '../session/user-file.ts'
import type {
  Actor,
  CallContext,
  CommandDraft,
  Dismissal,
  OwnOperation,
  Reveal,
} from './call-context.ts'

/** The writer as far as {@link CallContext.keep} needs it: its own type cannot follow one name. */
interface OwnWriter {
  call(name: OwnOperation, args: object): Promise<unknown>
}

/** What contexts are made from. */
export interface ContextNeeds {
  sessions: Sessions
  cache: CacheHolder
  journal: FileReader
  memory: TerminalMemory
  writer: Writer
  ledger: Ledger
  actions: ActionLog
  engine: Pick<SyncEngine, 'status'>
  lease: LeaseClock
  userFile: UserFile
  exportFolder: string
  /** Whether these are the files of an invented branch. */
  practising?: boolean
  clock: Clock
  /** A command was given; its effect is in the cache unless that failed. */
  submitted(effect: CacheEffect): void
}

/** Business date of the cached data; null before the first snapshot. */
export function cachedBusinessDate(cache: CacheHolder): string | null {
  if (!cache.isOpen) return null
  const states = cache.read(scopeStates)
  return states.find(({ scope }) => scope.startsWith('branch:'))?.business_date ?? null
}

function actorOf(session: ActiveSession): Actor {
  const { staffId, staffNo, name, branchId } = session.grant
  const { id: sessionId, mode } = session
  return { sessionId, staffId, staffNo, name, branchId, mode, roles: effectiveRoles(session) }
}

/** The context of one call; remembers whether the call already left its ledger record. */
export class Call implements CallContext {
  readonly #needs: ContextNeeds
  readonly #channel: ChannelName
  #testified = false

  constructor(needs: ContextNeeds, channel: ChannelName) {
    this.#needs = needs
    this.#channel = channel
  }

  get clock(): Clock {
    return this.#needs.clock
  }

  get actorOrNull(): Actor | null {
    const session = this.#needs.sessions.current
    return session && actorOf(session)
  }

  get actor(): Actor {
    return actorOf(this.#session)
  }

  get businessDate(): string {
    const date = cachedBusinessDate(this.#needs.cache)
    if (date === null) throw new AppError('cache.notReady')
    return date
  }

  cache: CallContext['cache'] = (query) => {
    const { memory, lease, cache } = this.#needs
    const until = memory.get('scopeLeaseUntilMs')
    if (until !== null && lease.now() > until) throw new AppError('cache.leaseExpired')
    return cache.read(query)
  }

  journal: CallContext['journal'] = (query) => this.#needs.journal.read(query)

  own: CallContext['own'] = (query) => this.#needs.userFile.read(query)

  keep: CallContext['keep'] = async (name, args) => {
    const writer: OwnWriter = this.#needs.writer
    await writer.call(name, args)
  }

  newId(): string {
    return uuidV7(this.#needs.clock.now())
  }

  async submit(draft: CommandDraft<keyof typeof commandDefinitions>): Promise<string> {
    const { branchId } = this.#session.grant
    const given = this.#given(draft)
    const effect = await this.#needs.writer.call('journal.submit', { ...given, branchId })
    this.#testified = true
    this.#needs.submitted(effect)
    return given.command.commandId
  }

  async dismiss({ commandId, customerId, reason }: Dismissal): Promise<void> {
    const { staffId } = this.#session.grant
    const payload = { commandId, reason }
    const told = this.#given({ name: 'submission.dismissed', customerId, payload })
    await this.#needs.writer.call('journal.dismiss', { commandId, staffId, reason, told })
    this.#testified = true
    this.#needs.submitted({ changed: { tables: [], customerIds: [] }, failure: null })
  }

  /** A command as it goes into the journal, with the ledger's record of it. */
  #given(draft: CommandDraft<keyof typeof commandDefinitions>): {
    command: NewCommand
    entries: UsageEntry[]
  } {
    const { ledger, clock, memory } = this.#needs
    const session = this.#session
    const { name, customerId, supersedes = null, dependsOn = null, baseRevs = {} } = draft
    const definition = commandDefinitions[name]
    const command: NewCommand = {
      commandId: this.newId(),
      name,
      version: definition.version,
      staffId: session.grant.staffId,
      grant: session.grantText,
      givenAtMs: clock.now(),
      clockOffsetMs: memory.get('clockOffsetMs') ?? 0,
      baseRevs,
      dependsOn,
      supersedes,
      customerId,
      payload: definition.payload.parse(draft.payload),
    }
    const entries = ledger.entries({
      type: 'action',
      witness: witnessOf(session),
      object: customerId ?? undefined,
      body: { ...this.#body, command: name },
    })
    return { command, entries }
  }

  async reveal({ customerId, field, reason }: Reveal): Promise<void> {
    await this.#needs.ledger.append({
      type: 'reveal',
      witness: witnessOf(this.#session),
      object: customerId,
      body: { ...this.#body, field, reason },
    })
    this.#testified = true
  }

  async testify(body: Record<string, string | number>): Promise<void> {
    await this.#needs.ledger.append({
      type: 'action',
      witness: witnessOf(this.#session),
      body: { ...this.#body, ...body },
    })
    this.#testified = true
  }

  get exportFolder(): string {
    return this.#needs.exportFolder
  }

  get practising(): boolean {
    return this.#needs.practising ?? false
  }

  /** After the call succeeded: a business action leaves a record unless it already has one. */
  used(request: unknown): void {
    const session = this.#needs.sessions.current
    if (this.#testified || !session) return
    const customerId = (request as { customerId?: unknown } | null)?.customerId
    const object = typeof customerId === 'string' ? customerId : ''
    if (!this.#needs.actions.isNew(session.id, this.#channel, object)) return
    this.#needs.ledger.note({
      type: 'action',
      witness: witnessOf(session),
      object: object === '' ? undefined : object,
      body: this.#body,
    })
  }

  get #body(): Record<string, string> {
    return actionBody(this.#channel, channels[this.#channel].usage ?? '')
  }

  get #session(): ActiveSession {
    const { sessions, lease, engine } = this.#needs
    const session = sessions.current
    if (!session) throw new AppError('session.required')
    if (session.locked) throw new AppError('session.locked')
    const expired = !isOnlineOnly(session.grant) && lease.now() > session.grant.notAfterMs
    if (expired && engine.status.connection !== 'online') {
      sessions.expire()
      throw new AppError('session.grantExpired')
    }
    return session
  }
}
