import { zstdDecompressSync } from 'node:zlib'
import { AppError } from '#contract/errors.ts'
import { rowsMediaType } from '#contract/sync/protocol.ts'
import type { CarriedAnswer, CarriedRequest, Carry } from '#main/sync/transport/carry.ts'
import type { Chance } from '#platform/chance/chance.ts'
import type { Cut, Office } from './office.ts'
import type { FaultKind, Faults } from './faults.ts'
import type { Schedule } from './schedule.ts'

/** A line between one terminal and head office. */
export interface LineParts {
  name: string
  schedule: Schedule
  random: Chance
  faults: Faults
  office: Office
  note: (text: string) => void
  /** Every answer with rows, before a terminal sees it. */
  look: (body: unknown) => void
  /** Whether this terminal speaks another version of the protocol. */
  otherVersion: () => boolean
  /** Until when the line is down, ms of the schedule. */
  downUntil: () => number
  /** Whether requests of another life of these files may be under way: they were put back. */
  wasRestored: () => boolean
  /** What must never happen happened. */
  broken: (what: string) => void
  /** Head office died while it answered. */
  officeDied: () => void
}

/** What ends a request in its middle. */
const cuts: Partial<Record<FaultKind, Cut['kind']>> = {
  'office.connectionCut': 'connection',
  'office.killed': 'process',
  'office.diskFull': 'room',
}

/** Of a hundred exchanges so many are spared. */
const spared = 40

/** The life an exchange belongs to: answers to a dead one reach nobody. */
export interface ExchangeLife {
  alive: boolean
  doubted(doubt: boolean): void
}

/** A poke that is answered at once, so that no time but the schedule's is waited for. */
function unheld(request: CarriedRequest): CarriedRequest {
  if (!request.path.startsWith('v1/poke')) return request
  return { ...request, path: request.path.replace(/waitMs=\d+/, 'waitMs=0') }
}

function json(answer: CarriedAnswer): unknown {
  const rows = answer.header('content-type')?.startsWith(rowsMediaType) ?? false
  const text = rows ? zstdDecompressSync(answer.bytes) : answer.bytes
  return JSON.parse(text.toString('utf8')) as unknown
}

/** The words of an answer for the trace: what it decided, never what chance named. */
function summary(status: number, body: unknown): string {
  const reply = (body ?? {}) as Record<string, unknown>
  const error = reply['error'] as { code?: string } | undefined
  if (error) return `${status} ${error.code ?? ''}`
  const results = reply['results'] as { seq: number; outcome: string }[] | undefined
  if (results) return `${status} ${results.map((own) => `${own.seq} ${own.outcome}`).join(', ')}`
  const batches = reply['batches'] as { table: string; count: number }[] | undefined
  const rows = batches?.map(({ table, count }) => `${table} ${count}`).join(', ') ?? ''
  const facts = ['end', 'head', 'more', 'lastSeq', 'version', 'behind', 'epoch']
  const told = facts.filter((name) => name in reply).map((name) => `${name} ${String(reply[name])}`)
  return [status, ...told, rows].join(' ').trim()
}

/** Refusals that say of a terminal that it does not know its own sequence. */
const strange: ReadonlySet<string> = new Set(['command.gap', 'command.cloned'])

/** An answer that none of what the schedules do may cause, unless a PC was put back. */
function faultOf(status: number, body: unknown, wasRestored: boolean): string | null {
  if (status >= 500) return `failed with ${status}`
  const { results, error } = (body ?? {}) as {
    results?: { commandId: string; code: string | null }[]
    error?: { code: string }
  }
  if (error && strange.has(error.code) && !wasRestored) return `refused: ${error.code}`
  const failed = results?.find(({ code }) => code === 'internal')
  return failed ? `failed at ${failed.commandId}` : null
}

/** The line of one terminal: it delays, loses, doubles and tears what it carries. */
export class SimulatedLine {
  readonly #parts: LineParts

  constructor(parts: LineParts) {
    this.#parts = parts
  }

  /** The carrier of one life of the terminal. */
  carrier(life: ExchangeLife): Carry {
    return (request, signal) =>
      new Promise((resolve, reject) => {
        // A caller that gave up itself hears its own reason.
        signal?.addEventListener('abort', () => reject(signal.reason as Error))
        if (signal?.aborted) return reject(signal.reason as Error)
        this.#send(unheld(this.#versioned(request)), life, resolve, reject)
      })
  }

  #versioned(request: CarriedRequest): CarriedRequest {
    if (request.path !== 'v1/session' || !this.#parts.otherVersion()) return request
    const body = JSON.parse(String(request.body)) as { protocol: number }
    return { ...request, body: JSON.stringify({ ...body, protocol: body.protocol + 1 }) }
  }

  #draw(isPush: boolean): FaultKind | null {
    const { random, faults, name } = this.#parts
    const kind = random.weighted([[null, spared], ...faults.weightedOnLine(isPush)])
    return kind && faults.strikes(kind, name) ? kind : null
  }

  #send(
    request: CarriedRequest,
    life: ExchangeLife,
    resolve: (answer: CarriedAnswer) => void,
    reject: (error: Error) => void,
  ): void {
    const { schedule, random, note } = this.#parts
    const fault = this.#draw(request.path === 'v1/commands')
    // What head office would hold, the line holds: it asks late, and the answer is old when it comes.
    const held = request.path.startsWith('v1/poke') ? random.int(0, 9_000) : 0
    const old = held > 0 ? random.int(0, 3_000) : 0
    const there = held + random.int(2, 60)
    const back = old + random.int(2, 60)
    const lateMs = random.hit(0.7) ? random.int(500, 15_000) : random.int(20, 90) * 1_000
    const silenceMs = Math.min(request.silenceMs, random.int(2_500, 6_000))
    const kind = fault ? cuts[fault] : undefined
    const [statements, afterCommit] = [random.int(0, 25), random.hit(0.5)]
    const full = schedule.now < this.#parts.office.fullUntil && request.path === 'v1/commands'
    const fallen = full ? 'room' : kind
    // Beyond the statements that find out who asks.
    const through = full ? 2 + (statements % 6) : statements
    const cut: Cut | null = fallen ? { kind: fallen, statements: through, afterCommit } : null
    const path = request.path.replace(/(cursor|heads)=.*/, '')
    note(`→ ${path}`)
    /** No answer: first there is doubt, then it counts as gone. */
    const silent = () => {
      schedule.after(2_000, life, 'doubt', () => life.doubted(true))
      schedule.after(silenceMs, life, 'silence', () => {
        note(`✗ ${path}`)
        reject(new AppError('headOffice.unreachable'))
      })
    }
    const reply = (answer: CarriedAnswer, ms: number) =>
      void schedule.after(ms, life, 'reply', () => resolve(answer))
    if (schedule.now < this.#parts.downUntil()) return silent()
    if (fault === 'office.busy') return reply(this.#busy(), there + back)
    if (fault === 'request.lost' || fault === 'request.late') silent()
    if (fault === 'request.lost') return
    if (fault === 'request.twice' || fault === 'request.late') {
      schedule.after(lateMs, null, 'late', async () => {
        await this.#ask(request, `late ${path}`, null)
      })
      if (fault === 'request.late') return
    }
    schedule.after(there, null, 'request', async () => {
      const answer = await this.#ask(request, path, cut)
      if (!life.alive) return
      if (!answer || fault === 'reply.lost' || fault === 'reply.torn') return silent()
      if (fault === 'reply.cut') {
        const bytes = answer.bytes.subarray(0, Math.floor(answer.bytes.length / 2))
        return reply({ ...answer, bytes }, back)
      }
      if (fault === 'reply.foreign') return reply(foreign, back)
      reply(answer, fault === 'reply.slow' ? random.int(4_000, 14_000) : back)
    })
  }

  async #ask(
    request: CarriedRequest,
    path: string,
    cut: Cut | null,
  ): Promise<CarriedAnswer | null> {
    const { office, note, look, officeDied, broken, wasRestored } = this.#parts
    try {
      const answer = await office.answer(request, cut)
      if (path.startsWith('v1/chunks/') && answer.status === 200) {
        look({ batches: [JSON.parse(zstdDecompressSync(answer.bytes).toString('utf8'))] })
        note(`← ${path} ${answer.status}`)
        return answer
      }
      const body = json(answer)
      look(body)
      const fault = faultOf(answer.status, body, wasRestored())
      if (fault) broken(`${path} ${fault}`)
      note(`← ${path} ${summary(answer.status, body)}`)
      return answer
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      note(`← ${path} nobody`)
      if (cut?.kind === 'process') officeDied()
      return null
    }
  }

  #busy(): CarriedAnswer {
    const { random, office } = this.#parts
    const body = { epoch: office.epoch, error: { code: 'headOffice.busy' } }
    const after = String(random.int(1, 3))
    return {
      status: 429,
      header: (name) => (name === 'retry-after' ? after : null),
      bytes: Buffer.from(JSON.stringify(body)),
    }
  }
}

/** What a proxy on the way says. */
const foreign: CarriedAnswer = {
  status: 502,
  header: () => 'text/html',
  bytes: Buffer.from('<html>Bad gateway</html>'),
}
