import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { AppError } from '#contract/errors.ts'
import { type Chance, chance } from '#platform/chance/chance.ts'
import { describeError } from '#platform/log/logger.ts'
import type { Round, RoundInput } from '../part.ts'
import { damage, type Damage, damages, damageWords } from './damage.ts'
import type { ProofHeadOffice } from './head-office.ts'
import { askAll, type Answers, differing } from './questions.ts'
import { allAnswered, copyOf, logIn, type Template } from './template.ts'
import type { DeskTerminal } from './terminal.ts'

/** Page size of caches, bytes. */
const cachePage = 4_096
/** How long is waited for a terminal, ms: longer than it may take, to tell slow from never. */
const patienceMs = 120_000

/** How a round hurts the cache. */
interface Plan {
  readonly kind: Damage
  /** The log beside the file instead of the file. */
  readonly log: boolean
  /** While the service has it open. */
  readonly running: boolean
}

/** Of 25 caches in a row every kind is met five times: three files, a log, and an open file. */
export function planOf(number: number): Plan {
  const kind = damages[number % damages.length] ?? 'bit'
  const turn = Math.floor(number / damages.length) % 5
  return { kind, log: turn === 3, running: turn === 4 }
}

/** Errors by which a terminal says that it has no cache to answer from. */
const silent: ReadonlySet<string> = new Set(['cache.notReady', 'cache.damaged'])

/** Everything, or null where the terminal says that it cannot answer. */
async function answersOf(terminal: DeskTerminal): Promise<Answers | null> {
  try {
    return await askAll(terminal)
  } catch (error) {
    if (error instanceof AppError && silent.has(error.code)) return null
    throw error
  }
}

/** One damaged cache, from the damage until everything is as it should be. */
class DamagedCache {
  readonly broken: string[] = []
  readonly #office: ProofHeadOffice
  readonly #template: Template
  readonly #terminal: DeskTerminal
  readonly #plan: Plan
  wrong = 0
  usableMs = 0
  /** Whether the damaged file was set aside. */
  noticed = false

  constructor(office: ProofHeadOffice, template: Template, terminal: DeskTerminal, plan: Plan) {
    this.#office = office
    this.#template = template
    this.#terminal = terminal
    this.#plan = plan
  }

  async live(random: Chance): Promise<void> {
    const terminal = this.#terminal
    const hurt = () => {
      const path = this.#plan.log ? `${terminal.cachePath}-wal` : terminal.cachePath
      if (existsSync(path)) damage(path, this.#plan.kind, cachePage, random)
    }
    if (this.#plan.running) await this.#hurtOpen(hurt)
    else hurt()
    const started = performance.now()
    await terminal.start()
    await logIn(terminal, this.#office)
    await this.#right(this.#template.before, 'while commands wait')
    this.usableMs = performance.now() - started
    this.#office.holdsPush = false
    await terminal.call('sync.retry')
    await terminal.until('the answers to what waited', () => allAnswered(terminal), patienceMs)
    await this.#right(this.#template.after, 'after head office took them')
    await this.#checkJournal()
    this.noticed = terminal.hasSetAside('cache-')
    await terminal.stop()
  }

  /** Damage under the open file, some work on it, and an ordinary restart. */
  async #hurtOpen(hurt: () => void): Promise<void> {
    const terminal = this.#terminal
    await terminal.start()
    await logIn(terminal, this.#office)
    await this.#right(this.#template.before, 'before the damage')
    hurt()
    const until = performance.now() + 600
    while (performance.now() < until) {
      const answers = await answersOf(terminal)
      if (answers && differing(this.#template.before, answers).length > 0) this.wrong += 1
      await terminal.call('sync.retry')
      await pause(100)
    }
    await terminal.stop()
  }

  /** Asks until all answers are right; a wrong one counts, but from an older base that a lost log left. */
  async #right(expected: Answers, when: string): Promise<void> {
    const end = performance.now() + patienceMs
    for (;;) {
      const answers = await answersOf(this.#terminal)
      const wrong = answers ? differing(expected, answers) : []
      if (answers && wrong.length === 0) return
      if (answers && when === 'while commands wait') this.wrong += 1
      if (performance.now() > end) {
        const what = answers ? `wrong: ${wrong.slice(0, 4).join(', ')}` : 'no answers'
        throw new Error(`${when}: not usable within ${patienceMs / 1_000} s, ${what}`)
      }
      // Asked without a break, the service would do nothing else.
      await pause(200)
    }
  }

  /** What stood in the journal stands there; what waited has been taken by head office, once. */
  async #checkJournal(): Promise<void> {
    const now = this.#terminal.journal()
    const { commands, ledger } = this.#template.journal
    commands.forEach((command, at) => {
      const own = now.commands[at]
      const same =
        own?.command_id === command.command_id &&
        own.payload === command.payload &&
        own.grant_text === command.grant_text &&
        own.given_at === command.given_at &&
        own.base_revs === command.base_revs
      if (!same) this.broken.push(`the journal lost command ${command.command_id}`)
      else if (own.state !== 'applied') {
        this.broken.push(`command ${command.command_id} is ${own.state}, not applied`)
      }
    })
    ledger.forEach(({ hash }, at) => {
      if (now.ledger[at]?.hash !== hash) this.broken.push(`usage record ${at + 1} is another one`)
    })
    const { rows } = await this.#office.pool.query<{ n: number }>(
      'select count(*)::int as n from contact where id = any($1::uuid[])',
      [this.#template.contactIds],
    )
    const stored = rows[0]?.n
    const { length } = this.#template.contactIds
    if (stored !== length) {
      this.broken.push(`head office holds ${stored} of the ${length} contacts that waited`)
    }
  }
}

/** Damages one cache and lives on with it. */
export async function damagedCacheRound(
  office: ProofHeadOffice,
  template: Template,
  number: number,
  input: RoundInput,
): Promise<Round> {
  const random = chance(input.seed).fork(`cache ${number}`)
  const plan = planOf(number)
  const terminal = copyOf(template, join(input.folder, 'terminal'))
  const round = new DamagedCache(office, template, terminal, plan)
  const where = `${damageWords[plan.kind]} in the cache${plan.log ? "'s log" : ''}${plan.running ? ' while it was open' : ''}`
  await office.open('copy')
  office.holdsPush = true
  const broken: string[] = []
  try {
    await round.live(random)
    broken.push(...round.broken.map((text) => `${where}: ${text}`))
  } catch (error) {
    broken.push(`${where}: ${describeError(error)}`)
    await terminal.stop().catch(() => {})
  }
  office.holdsPush = false
  await office.close()
  if (!plan.log && round.wrong > 0) broken.push(`${where}: ${round.wrong} times wrong answers`)
  if (broken.length === 0) rmSync(terminal.home.dataDir, { recursive: true, force: true })
  const ms = Math.round(round.usableMs)
  return {
    broken,
    figures: {
      caches: 1,
      [`caches_${plan.kind}`]: 1,
      [`noticed_${plan.kind}`]: round.noticed ? 1 : 0,
      sound: broken.length === 0 ? 1 : 0,
      stale: plan.log ? round.wrong : 0,
      wrong: plan.log ? 0 : round.wrong,
      maxUsableMs: ms,
      [`usable_${Math.ceil(ms / 250) * 250}`]: 1,
    },
  }
}
