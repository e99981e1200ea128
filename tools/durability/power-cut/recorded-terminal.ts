import { openSync, writeSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { CommandResult } from '#contract/sync/commands.ts'
import type { FileKind } from '#db/connection/open.ts'
import { type FileReader, openReader } from '#db/connection/reader.ts'
import { lastAnswerOrder } from '#db/journal/command-rows.ts'
import { startWriter } from '#main/sync/writing/client.ts'
import type {
  OperationArgs,
  OperationName,
  OperationResult,
} from '#main/sync/writing/operations.ts'
import { chance } from '#platform/chance/chance.ts'
import { uuidV7 } from '#platform/ids/uuid.ts'
import {
  batch,
  branchId,
  customerCount,
  customerId,
  customers,
  epoch,
  paths,
  scopeAt,
  snapshot,
  staffId,
} from './branch.ts'
import { keys } from './keys.ts'

/**
 * A terminal at work on the files of one folder, through the shipped writer thread and readers. Every
 * call that is given out and every acknowledgement is a mark in the recording: `i <number>`,
 * `a <number>`. Arguments: folder, seed, how many acts, `copies` where the journal's records are kept.
 */
const [folder = '', seedText = '1', actsText = '300', copies = ''] = process.argv.slice(2)
const random = chance(Number(seedText))
const marks = openSync(`${folder}.marks`, 'w')
const entry = fileURLToPath(new URL('recorded-writer.ts', import.meta.url))
const writer = startWriter(entry, (reason) => {
  throw new Error(reason)
})
const files = paths(folder)
let issued = 0
let userKey = keys.user

async function call<Name extends OperationName>(
  name: Name,
  ...args: OperationArgs<Name> extends undefined ? [] : [OperationArgs<Name>]
): Promise<OperationResult<Name>> {
  const number = issued
  issued += 1
  writeSync(
    marks,
    `i ${number}${name === 'user.open' ? ` user ${userKey === keys.user ? 0 : 1}` : ''}`,
  )
  const result = await writer.call(name, ...args)
  writeSync(marks, `a ${number}`)
  return result
}

const readers = new Map<string, FileReader>()
function read(file: string, key: Uint8Array, kind: FileKind): void {
  readers.get(file)?.close()
  readers.set(file, openReader(file, key, kind, 512))
}
function hangUp(file: string): void {
  readers.get(file)?.close()
  readers.delete(file)
}

let version = 1
let clock = Date.UTC(2026, 10, 20)
const now = () => (clock += 1_000)
/** Contacts by command, from being given until head office has them. */
const given = new Map<string, { customer: number; contactId: string; state: string }>()

const usage = (body: object) => ({
  ledger_id: 'ledger',
  epoch: 1,
  boot_id: 'boot',
  mono_ms: clock % 1_000_000,
  wall_ms: clock,
  actor: staffId,
  role: 'customer_manager',
  session: 's',
  auth_mode: 'online' as const,
  type: 'action' as const,
  object: '',
  app_ver: '0.1.0',
  policy_ver: '1',
  body: JSON.stringify(body),
})

async function submit(): Promise<void> {
  const customer = random.int(0, customerCount - 1)
  const commandId = uuidV7(now())
  const contactId = uuidV7(clock)
  given.set(commandId, { customer, contactId, state: 'waiting' })
  await call('journal.submit', {
    branchId,
    entries: [usage({ commandId })],
    command: {
      commandId,
      name: 'contact.log',
      version: 1,
      staffId,
      grant: 'g'.repeat(400),
      givenAtMs: clock,
      clockOffsetMs: 0,
      baseRevs: {},
      dependsOn: null,
      supersedes: null,
      customerId: customerId(customer),
      payload: {
        contactId,
        customerId: customerId(customer),
        atMs: clock,
        channel: 'phone',
        outcome: 'interested',
        summary: '谈'.repeat(random.int(5, 900)),
        nextOn: null,
        durationMinutes: 5,
      },
    },
  })
}

async function push(): Promise<void> {
  const commands = await call('journal.takeBatch', { maxCommands: random.int(1, 8), maxBytes: 1e6 })
  const results = commands.flatMap(({ commandId, seq }): CommandResult[] => {
    if (random.hit(0.1)) return []
    const outcome = random.weighted([
      ['applied', 6],
      ['rejected', 1],
      ['retry', 1],
    ] as const)
    const own = given.get(commandId)
    if (own && outcome !== 'retry') own.state = outcome
    return [
      {
        commandId,
        seq,
        outcome,
        code: outcome === 'rejected' ? 'customer.notFound' : null,
        conflicts: [],
        revs: {},
        ver: version,
        decidedAtMs: clock,
      },
    ]
  })
  if (results.length > 0) await call('journal.storeResults', { results, branchId })
}

/** Head office stores the contacts it accepted; returns those of a state, as it sends them. */
function takeContacts(states: readonly string[] = ['applied']): object[] {
  const stored = [...given.values()].filter(({ state }) => states.includes(state))
  for (const own of stored) own.state = 'stored'
  return stored.map(({ customer, contactId }) => ({
    branch_id: branchId,
    id: contactId,
    customer_id: customerId(customer),
    staff_id: staffId,
    at: clock,
    channel: 'phone',
    outcome: 'interested',
    summary: '已收到',
    origin: 'terminal',
  }))
}

async function pull(): Promise<void> {
  version += 1
  const first = random.int(0, customerCount - 30)
  const numbers = Array.from({ length: random.int(1, 29) }, (_, at) => first + at)
  const contacts = takeContacts()
  const covered = readers.get(files.journal)?.read(lastAnswerOrder) ?? 0
  const leaving = random.hit(0.05) ? random.int(0, customerCount - 1) : null
  const tombstones =
    leaving === null
      ? []
      : [
          {
            table: 'customer',
            key: [branchId, customerId(leaving)],
            ver: version,
            reason: 'left_scope' as const,
          },
        ]
  const batches = [
    customers(numbers, version),
    ...(contacts.length > 0 ? [batch('contact', contacts, version)] : []),
  ]
  const changed = await call('cache.applyPull', {
    branchId,
    pull: {
      after: scopeAt(version - 1).cursor,
      state: { ...scopeAt(version), applied_at: now() },
      pages: [{ batches, tombstones }],
      covered,
    },
  })
  if (changed === null) throw new Error('a pull did not fit the cache')
  if (leaving !== null) await call('cache.scrub')
}

async function fill(): Promise<void> {
  version += 1
  const key = keys.cache
  const { plan, texts } = snapshot(version, takeContacts(['applied', 'stored']))
  await call('staging.plan', { path: files.staging, key, plan, nowMs: now() })
  for (const [ordinal, text] of texts.entries()) {
    await call('staging.applyChunk', { ordinal, text, branchId })
  }
  await call('staging.index')
  await call('staging.finish', { path: files.staging })
  hangUp(files.cache)
  await call('cache.publish', {
    staging: files.staging,
    path: files.cache,
    obsolete: [],
  })
  await openCache()
}

async function openCache(): Promise<void> {
  await call('cache.open', { path: files.cache, key: keys.cache, branchId, nowMs: now() })
  read(files.cache, keys.cache, 'disposable')
  while (!(await call('cache.fillSearch')));
}

async function openUser(former: Uint8Array | null): Promise<void> {
  hangUp(files.user)
  await call('user.open', { path: files.user, key: userKey, nowMs: now(), formerKey: former })
  read(files.user, userKey, 'lasting')
}

async function start(): Promise<void> {
  await call('journal.open', {
    path: files.journal,
    key: keys.journal,
    records: copies === '' ? undefined : files.records,
    nowMs: now(),
  })
  read(files.journal, keys.journal, 'lasting')
}

async function end(): Promise<void> {
  hangUp(files.cache)
  await call('cache.close')
  hangUp(files.user)
  await call('user.close')
  hangUp(files.journal)
  await call('journal.close')
}

const acts: readonly (readonly [() => Promise<unknown>, number])[] = [
  [submit, 10],
  [() => Promise.all(Array.from({ length: random.int(2, 4) }, submit)), 2],
  [() => call('journal.append', { entries: [usage({ verb: 'open' })] }), 3],
  [push, 4],
  [pull, 4],
  [withdraw, 1],
  [dismiss, 1],
  [() => call('journal.remember', { values: { lastSyncAtMs: now() } }), 2],
  [attempt, 1],
  [
    () =>
      call('user.saveDraft', {
        key: `d${random.int(1, 9)}`,
        value: '稿'.repeat(random.int(1, 2_000)),
        nowMs: now(),
      }),
    3,
  ],
  [
    () =>
      call('user.setFavourite', {
        customerId: customerId(random.int(0, 9)),
        favourite: random.hit(0.5),
        nowMs: now(),
      }),
    1,
  ],
  [
    () => call('user.rememberOpened', { customerId: customerId(random.int(0, 59)), nowMs: now() }),
    2,
  ],
]

async function withdraw(): Promise<void> {
  const waiting = [...given].find(([, { state }]) => state === 'waiting')
  if (!waiting) return
  const [commandId, own] = waiting
  try {
    await call('journal.withdraw', { commandId, staffId, branchId })
    own.state = 'withdrawn'
  } catch {
    own.state = 'sent'
  }
}

async function dismiss(): Promise<void> {
  const rejected = [...given].find(([, { state }]) => state === 'rejected')
  if (!rejected) return
  const [commandId, own] = rejected
  await call('journal.dismiss', { commandId, staffId, reason: '看过了' })
  own.state = 'dismissed'
}

async function attempt(): Promise<void> {
  const id = await call('journal.openAttempt', {
    attempt: { account: '1001', mode: 'unlock', run_id: 'r', mono_ms: 1, wall_ms: now() },
    entries: [usage({ mode: 'unlock' })],
  })
  await call('journal.closeAttempt', { id, outcome: 'passed', entries: [] })
}

await start()
await call('journal.remember', { values: { epoch } })
await openUser(null)
await fill()
const many = Number(actsText)
/** Rarer things, each at a moment of its own. */
const moments = new Map<number, () => Promise<void>>([
  [Math.floor(many * 0.3), () => ((userKey = keys.nextUser), openUser(keys.user))],
  [
    Math.floor(many * 0.5),
    async () => {
      await end()
      await start()
      await openUser(null)
      await openCache()
    },
  ],
  [Math.floor(many * 0.7), fill],
])
for (let act = 0; act < many; act += 1) {
  await moments.get(act)?.()
  await random.weighted(acts)()
}
await end()
await writer.stop()
