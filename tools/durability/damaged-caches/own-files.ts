import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { chance } from '#platform/chance/chance.ts'
import { describeError } from '#platform/log/logger.ts'
import type { Round, RoundInput } from '../part.ts'
import { damage, damages, damageWords } from './damage.ts'
import type { ProofHeadOffice } from './head-office.ts'
import { copyOf, draft, logIn, type Template } from './template.ts'
import type { DeskTerminal, JournalContent } from './terminal.ts'

/** Page size of the journal and of a person's file, bytes. */
const page = 4_096

/** What a terminal made of a damaged journal, as its log tells. */
type JournalFate = 'whole' | 'continued' | 'rebuilt'

function fateOf(terminal: DeskTerminal): JournalFate {
  if (terminal.log.includes('journal.rebuilt')) return 'rebuilt'
  return terminal.log.includes('journal.continued') ? 'continued' : 'whole'
}

/** What a journal lacks of what stood in another, or tells otherwise. */
function differences(expected: JournalContent, now: JournalContent): string[] {
  const commands = expected.commands.flatMap((command, at) => {
    const own = now.commands[at]
    const same =
      own?.command_id === command.command_id &&
      own.payload === command.payload &&
      own.grant_text === command.grant_text &&
      own.given_at === command.given_at &&
      own.base_revs === command.base_revs
    return same ? [] : [`command ${command.command_id} is not in its place`]
  })
  const ledger = expected.ledger.flatMap(({ hash }, at) =>
    now.ledger[at]?.hash === hash ? [] : [`usage record ${at + 1} is another one`],
  )
  return [...commands, ...ledger]
}

/** What nobody logs in for: the terminal starts, and what waited goes up. Returns what is wrong. */
async function liveWithJournal(
  office: ProofHeadOffice,
  terminal: DeskTerminal,
  template: Template,
): Promise<string[]> {
  await terminal.start()
  const broken = differences(template.journal, terminal.journal())
  const { contactIds } = template
  const stored = async () => {
    const { rows } = await office.pool.query<{ n: number }>(
      'select count(*)::int as n from contact where id = any($1::uuid[])',
      [contactIds],
    )
    return rows[0]?.n ?? 0
  }
  const open = () =>
    terminal.journal().commands.filter(({ state }) => state === 'waiting' || state === 'sent')
  await terminal.until(
    'the answers to what waited',
    () => Promise.resolve(open().length === 0),
    120_000,
  )
  const wrong = terminal.journal().commands.filter(({ state }) => state !== 'applied')
  broken.push(...wrong.map((own) => `command ${own.command_id} is ${own.state}, not applied`))
  const found = await stored()
  if (found !== contactIds.length) {
    broken.push(`head office holds ${found} of the ${contactIds.length} contacts that waited`)
  }
  return broken
}

/**
 * A damaged journal, in every third round with one copy of its records damaged alike: everything
 * acknowledged is there again, and what waited is at head office once.
 */
export async function damagedJournalRound(
  office: ProofHeadOffice,
  template: Template,
  number: number,
  input: RoundInput,
): Promise<Round> {
  const random = chance(input.seed).fork(`journal ${number}`)
  const kind = damages[number % damages.length] ?? 'bit'
  const log = Math.floor(number / damages.length) % 2 === 1
  const where = `${damageWords[kind]} in the journal${log ? "'s log" : ''}`
  const terminal = copyOf(template, join(input.folder, 'terminal'))
  const { dataDir } = terminal.home
  // What stands in the log as well is read from there: a file is damaged after it took the log in.
  if (!log) terminal.takeLogIn()
  damage(join(dataDir, `journal.db${log ? '-wal' : ''}`), kind, page, random)
  if (number % 3 === 2) {
    const copy = random.pick(['records', 'records-copy'])
    damage(join(dataDir, copy, 'journal.records'), kind, page, random)
  }
  const broken: string[] = []
  await office.open('copy')
  try {
    const wrong = await liveWithJournal(office, terminal, template)
    broken.push(...wrong.map((text) => `${where}: ${text}`))
  } catch (error) {
    broken.push(`${where}: ${describeError(error)}`)
  }
  await terminal.stop().catch(() => {})
  await office.close()
  const fate = fateOf(terminal)
  const kept = existsSync(join(dataDir, 'journal.db'))
  if (kept && fate === 'rebuilt' && !terminal.hasSetAside('journal')) {
    broken.push(`${where}: the damaged file was not kept`)
  }
  if (broken.length === 0) rmSync(dataDir, { recursive: true, force: true })
  const place = log ? 'journalLog' : 'journalFile'
  return {
    broken,
    figures: { [place]: 1, [`${place}_${fate}`]: 1, journalsSound: broken.length === 0 ? 1 : 0 },
  }
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
