import { isOpen, nextCommand } from '#contract/sync/states/command.ts'
import { pageVerdict } from '#contract/sync/states/feed.ts'
import { sessionVerdict } from '#contract/sync/states/session.ts'
import { applyPages, type Cache, rebase } from './cache.ts'
import {
  type Branch,
  cursorText,
  type Cursor,
  type ModelAnswer,
  type ModelPage,
  type ModelRequest,
} from './facts.ts'
import {
  copyJournal,
  type KeptCommand,
  lastAnswered,
  lastAnswerOrder,
  lastSent,
  pushAgain,
  rejectOrphans,
  renumber,
  storeResults,
  takeBatch,
  unsettleAccepted,
} from './journal.ts'
import {
  type Disk,
  Failed,
  incidents,
  newSessionCodes,
  type Part,
  type Session,
  snapshotCodes,
  type Staging,
  type Work,
} from './work.ts'

/** A terminal: one process over one disk; what the real engine and its writer do, without files. */
export class ModelTerminal {
  readonly id: string
  readonly branch: Branch
  protocol = 2
  disk: Disk
  /** The engine's loop, and the keeper beside it while a snapshot is fetched. */
  engine: Work
  keeper: Work | null = null
  revoked = new Set<string>()
  /** Whether the next round holds the cache against head office. */
  digestDue = false
  repairs = 0
  #session: Session | null = null
  #opening = false
  #asked = 0

  constructor(id: string, branch: Branch) {
    this.id = id
    this.branch = branch
    const journal = { commands: [], epoch: null, deviceEpoch: 1, enrolment: 0, untrusted: false }
    this.disk = { journal, cache: null, staging: null }
    this.engine = this.#rounds()
  }

  /** The process dies and starts anew on what its disk holds. */
  restart(): void {
    this.#session = null
    this.#opening = false
    this.keeper = null
    this.engine = this.#rounds()
    const { cache, journal } = this.disk
    if (!cache) return
    for (const command of rebase(cache, journal)) command.settled = true
  }

  /** The machine goes back to a former state of its disk. */
  restore(disk: Disk): void {
    this.disk = disk
    this.restart()
  }

  /** A copy of the disk as the machine's backup holds it; the cache is left out. */
  copyDisk(): Disk {
    return { journal: copyJournal(this.disk.journal), cache: null, staging: null }
  }

  /** A person gives a command; told so after the first commit. */
  *submit(command: KeptCommand, told: () => void): Part<void> {
    const { journal, cache } = this.disk
    journal.commands.push(command)
    const replaced = journal.commands.find(({ commandId }) => commandId === command.supersedes)
    if (replaced) replaced.state = nextCommand(replaced.state, 'repair') ?? replaced.state
    rejectOrphans(journal)
    yield 'inside'
    if (command.state === 'waiting') cache?.shown.push(command)
    told()
  }

  /** A person takes a command back or dismisses its refusal. */
  *close(command: KeptCommand, event: 'withdraw' | 'dismiss', told: () => void): Part<void> {
    const state = nextCommand(command.state, event)
    if (state === null) return
    command.state = state
    if (event === 'withdraw') command.settled = true
    rejectOrphans(this.disk.journal)
    yield 'inside'
    yield* this.#replay()
    told()
  }

  *#rounds(): Work {
    for (;;) {
      yield* this.#round()
      yield 'rest'
    }
  }

  *#round(): Part<void> {
    try {
      yield* this.#open()
      yield* this.#attempt(() => this.#push())
      yield* this.#attempt(() => this.#pull())
    } catch (error) {
      if (!(error instanceof Failed)) throw error
      if (newSessionCodes.has(error.code)) this.#session = null
    }
  }

  /** What is refused concerns this half of the round only, unless it says otherwise. */
  *#attempt(half: () => Part<void>): Part<void> {
    try {
      yield* half()
    } catch (error) {
      if (!(error instanceof Failed)) throw error
      if (error.code === 'headOffice.busy' || newSessionCodes.has(error.code)) throw error
    }
  }

  *#ask<Kind extends ModelAnswer['kind']>(
    request: ModelRequest & { kind: Kind },
  ): Part<{ epoch: number; answer: ModelAnswer & { kind: Kind } }> {
    const reply = yield request
    if (!reply) throw new Failed('headOffice.unreachable')
    // Every reply tells which database is behind head office.
    if (this.#session && this.#session.epoch !== reply.epoch) this.#session = null
    if (reply.refusal !== null) throw new Failed(reply.refusal)
    return { epoch: reply.epoch, answer: reply.answer as ModelAnswer & { kind: Kind } }
  }

  /** Those who need a session at the same time share one opening. */
  *#open(): Part<Session> {
    while (this.#opening) yield 'between'
    if (this.#session) return this.#session
    this.#opening = true
    try {
      return yield* this.#openNew()
    } finally {
      this.#opening = false
    }
  }

  *#openNew(): Part<Session> {
    const { journal } = this.disk
    for (;;) {
      const { id: device, protocol } = this
      const { deviceEpoch, enrolment } = journal
      try {
        const { epoch, answer } = yield* this.#ask({
          kind: 'session',
          device,
          deviceEpoch,
          enrolment,
          protocol,
        })
        yield* this.#opened(epoch, answer.lastSeq)
        answer.revoked.forEach((staff) => this.revoked.add(staff))
        this.#session = { epoch, token: answer.token }
        return this.#session
      } catch (error) {
        if (!(error instanceof Failed) || error.code !== 'device.notEnrolled') throw error
        const enrolled = yield* this.#ask({ kind: 'enrol', device })
        renumber(journal, enrolled.answer)
        yield 'between'
      }
    }
  }

  *#opened(epoch: number, lastSeq: number): Part<void> {
    const { journal } = this.disk
    const own = {
      epoch: journal.epoch === null ? null : String(journal.epoch),
      answered: lastAnswered(journal),
      sent: lastSent(journal),
    }
    const verdict = sessionVerdict(own, { epoch: String(epoch), lastSeq })
    if (verdict.pushAgain !== 'nothing') {
      pushAgain(journal, lastSeq, verdict.pushAgain === 'lostAndRecent')
      yield 'between'
    }
    Object.assign(journal, { epoch, untrusted: !verdict.trusted })
    yield 'between'
  }

  /** A session that expired is opened again once. */
  *#withToken<Result>(act: (session: Session) => Part<Result>): Part<Result> {
    const session = yield* this.#open()
    try {
      return yield* act(session)
    } catch (error) {
      if (!(error instanceof Failed) || error.code !== 'session.required') throw error
      if (this.#session === session) this.#session = null
      return yield* act(yield* this.#open())
    }
  }

  *#push(): Part<void> {
    const { journal } = this.disk
    if (journal.untrusted) return
    try {
      for (;;) {
        const session = yield* this.#open()
        const { deviceEpoch } = journal
        const commands = takeBatch(journal)
        yield 'between'
        if (commands.length === 0) return
        const { epoch, answer } = yield* this.#withToken((current) => {
          const { token } = current
          const same = current.epoch === session.epoch && journal.deviceEpoch === deviceEpoch
          if (!same) throw new Failed('cursor.otherEpoch')
          return this.#ask({ kind: 'push', token, deviceEpoch, epoch: session.epoch, commands })
        })
        if (epoch !== session.epoch) throw new Failed('cursor.otherEpoch')
        storeResults(journal, answer.results)
        yield 'inside'
        yield* this.#replay()
        yield 'between'
        const final = answer.results.filter(({ outcome }) => outcome !== 'retry').length
        if (final < commands.length) return
      }
    } catch (error) {
      if (error instanceof Failed && incidents.has(error.code)) {
        if (error.code === 'command.gap') this.#session = null
        journal.untrusted = true
      }
      throw error
    }
  }

  *#replay(): Part<void> {
    const { cache, journal } = this.disk
    if (!cache) return
    const settled = rebase(cache, journal)
    yield 'inside'
    for (const command of settled) command.settled = true
  }

  *#pull(): Part<void> {
    if (this.keeper) return
    const session = yield* this.#open()
    const { cache } = this.disk
    if (cache?.cursor.epoch !== session.epoch) return this.#fill()
    try {
      const covered = lastAnswerOrder(this.disk.journal)
      const pages = yield* this.#pages(cache.cursor)
      // A damaged cache may have been set aside meanwhile.
      if (this.disk.cache !== cache) return
      yield* this.#take(cache, covered, () => applyPages(cache, pages))
      if (this.digestDue) yield* this.#verify(cache)
    } catch (error) {
      if (!(error instanceof Failed) || !snapshotCodes.has(error.code)) throw error
      if (error.code === 'cursor.otherEpoch') this.#session = null
      yield* this.#open()
      this.#fill()
    }
  }

  *#pages(from: Cursor): Part<ModelPage[]> {
    const pages: ModelPage[] = []
    let cursor = from
    do {
      this.#asked += 1
      const asked = String(this.#asked)
      const { answer } = yield* this.#withToken(({ token }) =>
        this.#ask({ kind: 'changes', token, cursor, asked }),
      )
      const epoch = String(from.epoch)
      const wanted = { epoch, scope: from.branch, after: cursorText(cursor), asked }
      const verdict = pageVerdict(wanted, answer.page)
      if (verdict !== 'fits') throw new Failed(verdict)
      pages.push(answer.page)
      cursor = answer.page.next
    } while (pages.at(-1)?.more)
    return pages
  }

  /** A change of the base with the effects taken out before and put back after, in one commit. */
  *#take(cache: Cache, covered: number | null, change: () => void): Part<void> {
    change()
    if (covered !== null) cache.covered = covered
    yield* this.#replay()
    yield 'between'
  }

  *#verify(cache: Cache): Part<void> {
    const { cursor } = cache
    const { answer } = yield* this.#withToken(({ token }) =>
      this.#ask({ kind: 'digest', token, cursor, rows: [...cache.base.values()] }),
    )
    if (answer.behind || this.disk.cache !== cache || cache.cursor !== cursor) return
    this.digestDue = false
    const { rows } = answer
    // Newer rows may have replaced the damaged one before.
    cache.diverged = false
    if (!rows) return
    this.repairs += 1
    yield* this.#take(cache, null, () => {
      cache.base = new Map(rows.map((row) => [row.id, row]))
    })
  }

  #fill(): void {
    this.keeper ??= this.#keep()
  }

  *#keep(): Work {
    try {
      yield* this.#load()
    } catch (error) {
      if (!(error instanceof Failed)) throw error
    }
    this.keeper = null
  }

  *#load(): Part<void> {
    const session = yield* this.#open()
    const staging = yield* this.#stage(session)
    const staged: Cache = {
      cursor: staging.cursor,
      base: new Map(staging.parts.flatMap((rows) => rows ?? []).map((row) => [row.id, row])),
      covered: 0,
      shown: [],
      diverged: false,
    }
    try {
      // What was answered until now is in what is pulled now, wherever its customers went.
      staged.covered = lastAnswerOrder(this.disk.journal)
      applyPages(staged, yield* this.#pages(staged.cursor))
    } catch (error) {
      if (error instanceof Failed && snapshotCodes.has(error.code)) this.disk.staging = null
      throw error
    }
    yield 'between'
    unsettleAccepted(this.disk.journal)
    yield 'inside'
    this.disk.cache = staged
    this.disk.staging = null
    yield* this.#replay()
    yield 'between'
  }

  *#stage(session: Session): Part<Staging> {
    const { disk } = this
    if (disk.staging?.cursor.epoch !== session.epoch) {
      const { epoch, answer } = yield* this.#withToken(({ token }) =>
        this.#ask({ kind: 'snapshot', token }),
      )
      if (epoch !== session.epoch) throw new Failed('cursor.otherEpoch')
      const cursor = { epoch, branch: this.branch, ver: answer.ver }
      disk.staging = {
        name: answer.name,
        cursor,
        parts: Array.from({ length: answer.parts }, () => null),
      }
      yield 'between'
    }
    const { staging } = disk
    if (!staging) throw new Failed('cursor.stale')
    for (const part of staging.parts.keys()) {
      if (staging.parts[part]) continue
      try {
        const { answer } = yield* this.#withToken(({ token }) =>
          this.#ask({ kind: 'chunk', token, snapshot: staging.name, part }),
        )
        staging.parts[part] = answer.rows
      } catch (error) {
        if (error instanceof Failed && error.code === 'cursor.stale') disk.staging = null
        throw error
      }
      yield 'between'
    }
    return staging
  }

  /** Commands head office has not answered, or that are to be pushed again. */
  get pending(): KeptCommand[] {
    return this.disk.journal.commands.filter(({ state, again }) => isOpen(state) || again)
  }
}
