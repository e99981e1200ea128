import { cpSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { noFilter } from '#contract/ipc/no-filter.ts'
import { createEnrolmentCode } from '#head-office/devices/enrolment.ts'
import { randomKey } from '#platform/crypto/hash.ts'
import type { ProofHeadOffice } from './head-office.ts'
import { type Answers, askAll } from './questions.ts'
import { DeskTerminal, type JournalContent, type TerminalHome } from './terminal.ts'

/** What was typed and not yet given. */
export const draft = { key: 'contact', value: '没写完的话'.repeat(200) }

/** A terminal at work in the middle of an outage, and what a sound one shows of it. */
export interface Template {
  readonly home: TerminalHome
  readonly journal: JournalContent
  /** Commands that no answer has come for, and contacts they log. */
  readonly waiting: readonly string[]
  readonly contactIds: readonly string[]
  /** Answers while commands wait, and after head office took them. */
  readonly before: Answers
  readonly after: Answers
}

const settledCommands = 8
const waitingCommands = 6

function fingerprint(folder: string): string {
  return readdirSync(folder)
    .filter((name) => !name.endsWith('-shm'))
    .map((name) => {
      const { mtimeMs, size } = statSync(join(folder, name))
      return `${name} ${mtimeMs} ${size}`
    })
    .join('\n')
}

/** Copies files of a running terminal, as a kill leaves them: at a moment in which nothing is written. */
async function copyAlive(from: string, to: string): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    rmSync(to, { recursive: true, force: true })
    const before = fingerprint(from)
    cpSync(from, to, { recursive: true, filter: (path) => !path.endsWith('-shm') })
    if (fingerprint(from) === before) return
    await pause(50)
  }
  throw new Error('the terminal never stood still')
}

async function logContact(terminal: DeskTerminal, customerId: string, number: number) {
  return terminal.call('customers.logContact', {
    customerId,
    channel: 'phone',
    outcome: 'interested',
    summary: `第 ${number} 次：${'想了解大额存单。'.repeat(40)}`,
    nextOn: null,
    durationMinutes: 5,
  })
}

/** Logs the manager in and waits until the cache answers. */
export async function logIn(terminal: DeskTerminal, office: ProofHeadOffice): Promise<void> {
  const { staffNo, password } = office.user
  await terminal.call('session.login', { staffNo, password, offline: false })
}

/** Whether no command of the person waits for an answer. */
export async function allAnswered(terminal: DeskTerminal): Promise<boolean> {
  return (await terminal.call('sync.submissions', { group: 'open' })).length === 0
}

/** A terminal on a copy of the template's files. */
export function copyOf(template: Pick<Template, 'home'>, folder: string): DeskTerminal {
  rmSync(folder, { recursive: true, force: true })
  cpSync(template.home.dataDir, folder, { recursive: true })
  return new DeskTerminal({ ...template.home, dataDir: folder })
}

async function work(folder: string, office: ProofHeadOffice): Promise<TerminalHome> {
  await office.open('template')
  const alive = join(folder, 'alive')
  mkdirSync(alive, { recursive: true })
  const home: TerminalHome = {
    dataDir: alive,
    deviceSecret: randomKey(),
    headOfficeUrl: office.url,
    enrolmentCode: await createEnrolmentCode(office.pool, { branchId: office.user.branchId }),
  }
  const terminal = new DeskTerminal(home)
  await terminal.start()
  await terminal.until('enrolment', async () => (await terminal.call('app.status')).enrolled)
  await logIn(terminal, office)
  await terminal.until('a cache', async () => (await terminal.call('app.status')).dataReady)
  const { rows } = await terminal.call('customers.list', {
    filter: noFilter,
    sort: 'name',
    descending: false,
    offset: 0,
    limit: 200,
  })
  const customerOf = (number: number) => rows[(number * 7) % rows.length]?.id ?? ''
  for (let number = 0; number < settledCommands; number += 1) {
    await logContact(terminal, customerOf(number), number)
  }
  await terminal.until('answers', () => allAnswered(terminal))
  await terminal.call('sync.retry')
  await pause(500)
  await office.close()
  for (let number = settledCommands; number < settledCommands + waitingCommands; number += 1) {
    await logContact(terminal, customerOf(number), number)
  }
  await terminal.call('drafts.save', draft)
  const origin = join(folder, 'origin')
  await copyAlive(alive, origin)
  await terminal.stop()
  rmSync(alive, { recursive: true })
  return { ...home, dataDir: origin }
}

/** Takes the person's file as a clean end leaves it: what stands in a log as well would hide damage. */
function restUserFile(from: string, to: string): void {
  for (const name of readdirSync(from).filter((own) => /^user_.*\.db$/.test(own))) {
    rmSync(join(to, `${name}-wal`), { force: true })
    cpSync(join(from, name), join(to, name))
  }
}

/** Makes the template: works online, then in an outage, and asks a sound terminal everything. */
export async function makeTemplate(folder: string, office: ProofHeadOffice): Promise<Template> {
  const home = await work(folder, office)
  const terminal = copyOf({ home }, join(folder, 'sound'))
  const journal = terminal.journal()
  const waiting = journal.commands.filter(({ state }) => state === 'waiting' || state === 'sent')
  await office.open('copy')
  office.holdsPush = true
  await terminal.start()
  await logIn(terminal, office)
  await synced(terminal)
  const before = await askAll(terminal)
  office.holdsPush = false
  await terminal.call('sync.retry')
  await terminal.until('answers', () => allAnswered(terminal))
  await synced(terminal)
  const after = await askAll(terminal)
  await terminal.stop()
  await office.close()
  restUserFile(terminal.home.dataDir, home.dataDir)
  rmSync(terminal.home.dataDir, { recursive: true })
  return {
    home,
    journal,
    waiting: waiting.map(({ command_id }) => command_id),
    contactIds: waiting.map(
      ({ payload }) => (JSON.parse(payload) as { contactId: string }).contactId,
    ),
    before,
    after,
  }
}

/** Waits until a whole exchange with head office is over. */
export async function synced(terminal: DeskTerminal): Promise<void> {
  const last = async () => (await terminal.call('app.status')).lastSyncAtMs ?? 0
  const start = await last()
  await terminal.call('sync.retry')
  await terminal.until('an exchange', async () => (await last()) > start, 5_000).catch(() => {})
}
