import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '#contract/errors.ts'
import { isDamage } from '#db/connection/failure.ts'
import { chance } from '#platform/chance/chance.ts'
import { describeError } from '#platform/log/logger.ts'
import type { Round, RoundInput } from '../part.ts'
import { damage, damages, damageWords } from './damage.ts'
import type { ProofHeadOffice } from './head-office.ts'
import { copyOf, draft, logIn, type Template } from './template.ts'
import type { DeskTerminal, JournalContent } from './terminal.ts'

/** Page size of the journal and of a person's file, bytes. */
const page = 4_096

/** What a terminal made of a damaged journal. */
type JournalFate = 'refused' | 'whole' | 'unreadable' | 'shorter' | 'altered'

/** Holds what is read of a journal against what stood there. */
function compare(expected: JournalContent, read: () => JournalContent): JournalFate {
  let now: JournalContent
  try {
    now = read()
  } catch (error) {
    if (isDamage(error)) return 'unreadable'
    throw error
  }
  const altered = now.commands.some((command, at) => {
    const own = expected.commands[at]
    return own?.command_id !== command.command_id || own.payload !== command.payload
  })
  if (altered) return 'altered'
  return now.commands.length < expected.commands.length ? 'shorter' : 'whole'
}

async function liveWithJournal(terminal: DeskTerminal, template: Template): Promise<JournalFate> {
  const path = join(terminal.home.dataDir, 'journal.db')
  try {
    await terminal.start()
  } catch (error) {
    const refused = error instanceof AppError && error.code === 'journal.damaged'
    if (!refused && !isDamage(error) && !/damage|malformed/.test(describeError(error))) throw error
    return 'refused'
  } finally {
    if (!existsSync(path)) throw new Error('the journal is gone')
    if (terminal.hasSetAside('journal')) throw new Error('the journal was replaced')
  }
  const fate = compare(template.journal, () => terminal.journal())
  await terminal.stop().catch(() => {})
  return fate
}

/**
 * A damaged journal: there is one copy of it. It is never replaced and never read wrongly; what
 * cannot be read is said. A damaged end of its log is the end of what SQLite knows.
 */
export async function damagedJournalRound(
  template: Template,
  number: number,
  input: RoundInput,
): Promise<Round> {
  const random = chance(input.seed).fork(`journal ${number}`)
  const kind = damages[number % damages.length] ?? 'bit'
  const log = Math.floor(number / damages.length) % 2 === 1
  const where = `${damageWords[kind]} in the journal${log ? "'s log" : ''}`
  const terminal = copyOf(template, join(input.folder, 'terminal'))
  // What stands in the log as well is read from there: a file is damaged after it took the log in.
  if (!log) terminal.takeLogIn()
  damage(join(terminal.home.dataDir, `journal.db${log ? '-wal' : ''}`), kind, page, random)
  const broken: string[] = []
  let fate: JournalFate = 'refused'
  try {
    fate = await liveWithJournal(terminal, template)
    if (fate === 'altered') broken.push(`${where}: what is read is not what was written`)
    if (fate === 'shorter' && !log) broken.push(`${where}: commands are gone without a word`)
  } catch (error) {
    broken.push(`${where}: ${describeError(error)}`)
  }
  if (broken.length === 0) rmSync(terminal.home.dataDir, { recursive: true, force: true })
  const place = log ? 'journalLog' : 'journalFile'
  return { broken, figures: { [place]: 1, [`${place}_${fate}`]: 1 } }
}

/** A damaged file of a person: set aside and made anew, or its drafts are right. Work goes on. */
export async function damagedUserFileRound(
  office: ProofHeadOffice,
  template: Template,
  number: number,
  input: RoundInput,
): Promise<Round> {
  const random = chance(input.seed).fork(`user ${number}`)
  const kind = damages[number % damages.length] ?? 'bit'
  const where = `${damageWords[kind]} in the person's file`
  const terminal = copyOf(template, join(input.folder, 'terminal'))
  const name = terminal.files.find((own) => /^user_.*\.db$/.test(own)) ?? ''
  const path = join(terminal.home.dataDir, name)
  const before = readFileSync(path)
  damage(path, kind, page, random)
  const hit = !before.equals(readFileSync(path))
  const broken: string[] = []
  let fate = 'kept'
  await office.open('copy')
  try {
    await terminal.start()
    await logIn(terminal, office)
    const kept = await terminal.call('drafts.load', { key: draft.key })
    await terminal.call('drafts.save', { key: 'next', value: 'x' })
    if (terminal.hasSetAside('user_')) fate = 'setAside'
    else if (kept?.value !== draft.value) broken.push(`${where}: the draft is another one`)
    await terminal.stop()
  } catch (error) {
    fate = 'unusable'
    broken.push(`${where}: ${describeError(error)}`)
    await terminal.stop().catch(() => {})
  }
  await office.close()
  if (broken.length === 0) rmSync(terminal.home.dataDir, { recursive: true, force: true })
  return { broken, figures: { userFiles: hit ? 1 : 0, [`user_${fate}`]: hit ? 1 : 0 } }
}
