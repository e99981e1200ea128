import { AppError } from '#contract/errors.ts'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ChannelName, Request, Response } from '#contract/ipc.ts'
import type { Cause } from '#contract/ipc/channel.ts'
import { commandDefinitions } from '#contract/sync/commands.ts'
import { type FileReader, openReader } from '#db/connection/reader.ts'
import type { ReadDatabase, SqlValue } from '#db/connection/statements.ts'
import type { UsageEntry } from '#db/journal/ledger.ts'
import { fillSearch, indexCustomers } from '#db/search/build.ts'
import { defaultScheme } from '#domain/assessment/scheme.ts'
import type { Role } from '#domain/organisation/roles.ts'
import { effectiveRule } from '#domain/usage/effective.ts'
import { createOperations } from '#main/sync/writing/operations.ts'
import { Presence } from '#main/service/counter/presence.ts'
import { registerAssessment } from '#main/service/assessment/register.ts'
import { registerCounter } from '#main/service/counter/register.ts'
import { registerCustomers } from '#main/service/customers/register.ts'
import { registerGroups } from '#main/service/groups/register.ts'
import { registerKeyTransactions } from '#main/service/key-transactions/register.ts'
import { registerTraining } from '#main/service/training/register.ts'
import { Prints } from '#main/service/workbench/prints.ts'
import { registerWorkbench } from '#main/service/workbench/register.ts'
import type { Actor, CallContext } from '#main/service/dispatch/call-context.ts'
import { createDispatch, type DispatchReply } from '#main/service/dispatch/dispatch.ts'
import type { Clock } from '#platform/clock/clock.ts'
import { uuidV7 } from '#platform/ids/uuid.ts'
import { type CacheFile, makeCacheFile } from './cache-file.ts'

/** A clock that tests move. */
export class TestClock implements Clock {
  wallMs: number

  constructor(wallMs: number) {
    this.wallMs = wallMs
  }

  now(): number {
    return this.wallMs
  }

  monotonic(): number {
    return this.wallMs
  }
}

/** Who calls, as the session would say. */
export interface Caller {
  staffId: string
  roles: readonly Role[]
}

/** A database whose every executed query is counted. */
function counting(db: ReadDatabase, count: () => void): ReadDatabase {
  return {
    prepare(sql) {
      const prepared = db.prepare(sql)
      const counted = {
        all(...values: SqlValue[]) {
          count()
          return prepared.all(...values)
        },
        iterate(...values: SqlValue[]) {
          count()
          return prepared.iterate(...values)
        },
        get(...values: SqlValue[]) {
          count()
          return prepared.get(...values)
        },
      }
      return counted as unknown as ReturnType<ReadDatabase['prepare']>
    },
  }
}

/**
 * The use cases of customers on real files: an encrypted cache, an encrypted journal, the writer's
 * own operations and the real dispatcher. Only session and network are not there.
 */
export interface CustomerDesk {
  readonly cache: CacheFile
  readonly clock: TestClock
  /** Calls a channel as somebody; throws the error's code. */
  call<Name extends ChannelName>(
    who: Caller,
    channel: Name,
    request: Request<Name>,
  ): Promise<Response<Name>>
  /** Calls a channel and gives the reply as it is. */
  reply(who: Caller, channel: string, request: unknown, cause?: Cause): Promise<DispatchReply>
  /** The business day turns: what follows is called on this one. */
  turnDay(day: string): void
  /** Statements the cache was asked to run since the last question. */
  statementsRun(): number
  /** Writes records into the usage ledger. */
  testify(entries: UsageEntry[]): void
  /** A record of the ledger about somebody, now. */
  record(staffId: string, type: UsageEntry['type'], session?: string): UsageEntry
  /** Reads from the journal. */
  journal: CallContext['journal']
  remove(): void
}

/** Makes a desk whose business date is `day` and whose clock stands at its noon, shown time. */
export async function makeCustomerDesk(day: string, branchId: string): Promise<CustomerDesk> {
  const folder = mkdtempSync(join(tmpdir(), 'ocrm-desk-'))
  const cache = await makeCacheFile()
  cache.setBusinessDate(day)
  const clock = new TestClock(Date.parse(`${day}T04:00:00Z`))
  const journalPath = join(folder, 'journal.db')
  const operations = createOperations({
    fill: (db) => fillSearch(db),
    update: (db, ids) => indexCustomers(db, ids),
  })
  await operations['journal.open']({ path: journalPath, key: cache.key })
  operations['journal.remember']({ values: { currency: 'CNY' } })
  const opened = await operations['cache.open']({
    path: cache.path,
    key: cache.key,
    branchId,
    nowMs: clock.now(),
  })
  if (opened !== 'open') throw new Error(`the cache is ${opened}`)
  const userPath = join(folder, 'user.db')
  const userReaders = new Map<string, FileReader>()
  /** The file of whoever calls: opened as a login does. */
  async function openUserFile(staffId: string): Promise<void> {
    const path = `${userPath}-${staffId}`
    await operations['user.open']({ path, key: cache.key, nowMs: clock.now() })
    if (!userReaders.has(staffId)) userReaders.set(staffId, openReader(path, cache.key, 'lasting'))
  }
  const cacheReader = openReader(cache.path, cache.key, 'disposable')
  const journalReader = openReader(journalPath, cache.key, 'lasting')
  let statements = 0
  let businessDay = day
  let current: CallContext | null = null
  const failures: string[] = []

  const record = (staffId: string, type: UsageEntry['type'], session = 's'): UsageEntry => ({
    ledger_id: 'ledger',
    epoch: 1,
    boot_id: 'boot',
    mono_ms: clock.monotonic(),
    wall_ms: clock.now(),
    actor: staffId,
    role: '',
    session,
    auth_mode: 'online',
    type,
    object: '',
    app_ver: '0',
    policy_ver: '1',
    body: null,
  })
  const append = (entries: UsageEntry[]) => operations['journal.append']({ entries })

  function contextFor(actor: Actor): CallContext {
    return {
      actor,
      actorOrNull: actor,
      clock,
      businessDate: businessDay,
      cache: (query) => cacheReader.read((db) => query(counting(db, () => (statements += 1)))),
      journal: (query) => journalReader.read(query),
      own(query) {
        const reader = userReaders.get(actor.staffId)
        if (!reader) throw new Error('no user file is open')
        return reader.read(query)
      },
      async keep(name, args) {
        await (operations[name] as (given: typeof args) => void | Promise<void>)(args)
      },
      testify(body) {
        append([{ ...record(actor.staffId, 'action'), body: JSON.stringify(body) }])
        return Promise.resolve()
      },
      exportFolder: join(folder, 'exports'),
      practising: false,
      submit(draft) {
        const commandId = uuidV7(clock.now())
        operations['journal.submit']({
          branchId,
          entries: [record(actor.staffId, 'action')],
          command: {
            commandId,
            name: draft.name,
            version: commandDefinitions[draft.name].version,
            staffId: actor.staffId,
            grant: 'grant',
            givenAtMs: clock.now(),
            clockOffsetMs: 0,
            baseRevs: draft.baseRevs ?? {},
            dependsOn: draft.dependsOn ?? null,
            supersedes: draft.supersedes ?? null,
            customerId: draft.customerId,
            payload: draft.payload,
          },
        })
        return Promise.resolve(commandId)
      },
      dismiss: () => Promise.reject(new Error('no refusal stands at this desk')),
      reveal() {
        append([record(actor.staffId, 'reveal')])
        return Promise.resolve()
      },
      newId: () => uuidV7(clock.now()),
    }
  }

  const dispatch = createDispatch({
    contextOf() {
      if (!current) throw new Error('nobody calls')
      return current
    },
    used: (_channel, _request, { actor }) => append([record(actor.staffId, 'action')]),
    logger: { log: (_level, _event, fields) => void failures.push(fields?.error ?? '') },
    clock,
  })
  registerCustomers((name, handler) => dispatch.handle(name, handler))
  registerWorkbench((name, handler) => dispatch.handle(name, handler), new Prints())
  registerGroups((name, handler) => dispatch.handle(name, handler))
  registerKeyTransactions((name, handler) => dispatch.handle(name, handler))
  registerTraining(
    (name, handler) => dispatch.handle(name, handler),
    () => ({ rule: effectiveRule, scheme: defaultScheme }),
  )
  // The desk has no head office: whatever is asked of it meets an outage.
  registerAssessment(dispatch.handle, () => {
    throw new AppError('headOffice.unreachable')
  })
  registerCounter((name, handler) => dispatch.handle(name, handler), new Presence(() => {}))

  async function reply(
    who: Caller,
    channel: string,
    request: unknown,
    cause?: Cause,
  ): Promise<DispatchReply> {
    await openUserFile(who.staffId)
    current = contextFor({
      ...who,
      sessionId: 's',
      staffNo: '1',
      name: '',
      branchId,
      mode: 'online',
    })
    return dispatch.call(channel, request, cause)
  }

  return {
    cache,
    clock,
    reply,
    async call(who, channel, request) {
      const answer = await reply(who, channel, request)
      if (answer.ok) return answer.value as never
      throw new Error(answer.error.code === 'internal' ? failures.at(-1) : answer.error.code)
    },
    turnDay(next) {
      businessDay = next
      cache.setBusinessDate(next)
    },
    statementsRun() {
      const run = statements
      statements = 0
      return run
    },
    testify: append,
    record,
    journal: (query) => journalReader.read(query),
    remove() {
      cacheReader.close()
      journalReader.close()
      for (const reader of userReaders.values()) reader.close()
      operations['user.close']()
      operations['cache.close']()
      operations['journal.close']()
      cache.remove()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
