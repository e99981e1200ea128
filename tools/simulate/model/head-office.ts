import type { ErrorCode } from '#contract/errors.ts'
import type { Outcome } from '#contract/sync/commands.ts'
import {
  type DeviceRequest,
  type DeviceStanding,
  deviceVerdict,
} from '#contract/sync/states/device.ts'
import { cursorVerdict, pageSpan, type VersionRows } from '#contract/sync/states/feed.ts'
import { dependencyFinding, type Finding, judgementTable } from '#contract/sync/states/judgement.ts'
import { placeOf, placeVerdict } from '#contract/sync/states/place.ts'
import { identityOf, kindOf, payloadFinding, Refused } from './command.ts'
import {
  copyOf,
  type Database,
  type DeviceRecord,
  type SessionRecord,
  type Shelf,
} from './database.ts'
import {
  type Branch,
  branches,
  type Cursor,
  cursorText,
  type CustomerRow,
  type ModelAnswer,
  type ModelCommand,
  type ModelReply,
  type ModelRequest,
  type ModelResult,
} from './facts.ts'
import { endMember, setMember } from './members.ts'

/** Rows after which a page ends. */
const pageRows = 2

/** More rows than this beyond a cursor ask for a snapshot. */
const mostRows = 6

/** Version of the protocol head office speaks. */
export const headOfficeProtocol = 2

/** A head office in memory. Each request is one transaction, or one a command, as in the real one. */
export class ModelHeadOffice {
  epoch = 1
  readonly database: Database
  /** What each branch held at each version, of every epoch: for the invariants, not for terminals. */
  readonly history = new Map<string, readonly CustomerRow[]>()
  readonly incidents: string[] = []
  #backup: Database | null = null
  #shelves = new Map<Branch, Shelf>()
  #tokens = 0
  #enrolments = 0

  constructor(customers: readonly (readonly [string, Branch])[], devices: Record<string, Branch>) {
    this.database = {
      versions: { A: 1, B: 1 },
      floors: { A: 0, B: 0 },
      customers: new Map(
        customers.map(([id, branch]) => [
          id,
          { id, branch, ver: 1, rev: 1, value: '0', effects: [] },
        ]),
      ),
      tombstones: { A: new Map(), B: new Map() },
      devices: new Map(
        Object.entries(devices).map(([id, branch]) => [
          id,
          { branch, epoch: 1, enrolment: 0, lastSeq: 0, state: 'active' },
        ]),
      ),
      ended: new Map(),
      places: new Map(),
      commands: new Map(),
      sessions: new Map(),
      revoked: new Set(),
    }
    branches.forEach((branch) => this.#remember(branch))
  }

  /** What a branch holds now, by customer. */
  slice(branch: Branch): CustomerRow[] {
    return [...this.database.customers.values()].filter((row) => row.branch === branch)
  }

  /** Keeps a copy of the database as a backup would. */
  backUp(): void {
    this.#backup = copyOf(this.database)
  }

  /** Restores the backup: another epoch. Returns whether there was one. */
  restore(): boolean {
    if (!this.#backup) return false
    Object.assign(this.database, copyOf(this.#backup))
    this.epoch += 1
    branches.forEach((branch) => this.#remember(branch))
    return true
  }

  /** Changes customers' field in one version; those of the other branch stay. */
  change(branch: Branch, ids: readonly string[], value: string): void {
    const rows = ids
      .map((id) => this.database.customers.get(id))
      .filter((row) => row?.branch === branch)
    if (rows.length === 0) return
    const ver = this.#next(branch)
    for (const row of rows) if (row) this.#put({ ...row, ver, rev: row.rev + 1, value })
    this.#remember(branch)
  }

  /** Moves a customer to the other branch: a tombstone here, a row there, in one transaction. */
  move(id: string): void {
    const row = this.database.customers.get(id)
    if (!row) return
    const to = row.branch === 'A' ? 'B' : 'A'
    const [left, came] = [this.#next(row.branch), this.#next(to)]
    endMember(this.database, row, left)
    this.database.tombstones[row.branch].set(id, left)
    this.database.tombstones[to].delete(id)
    this.#put({ ...row, branch: to, ver: came, rev: row.rev + 1 })
    branches.forEach((branch) => this.#remember(branch))
  }

  /** Forgets tombstones up to now: cursors below need a snapshot. */
  forgetTombstones(branch: Branch): void {
    this.database.tombstones[branch].clear()
    this.database.floors[branch] = this.database.versions[branch]
    this.#shelves.delete(branch)
  }

  /** Clears an incident after somebody has looked: the PC is enrolled anew. */
  reenrol(device: string): DeviceRecord {
    const record = this.#device(device)
    record.state = 'active'
    record.epoch += 1
    record.enrolment = this.#enrolments += 1
    record.lastSeq = 0
    return record
  }

  /** Answers a request. `commandsBeforeDeath` ends a push early without a reply (null). */
  handle(request: ModelRequest, commandsBeforeDeath = Infinity): ModelReply | null {
    const { epoch } = this
    try {
      const answer = this.#answer(request, commandsBeforeDeath)
      return answer && { epoch, answer, refusal: null }
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      return { epoch, answer: null, refusal: error.code }
    }
  }

  #answer(request: ModelRequest, commandsBeforeDeath: number): ModelAnswer | null {
    switch (request.kind) {
      case 'enrol': {
        const { epoch: deviceEpoch, enrolment } = this.reenrol(request.device)
        return { kind: 'enrol', deviceEpoch, enrolment }
      }
      case 'session': {
        const device = this.#device(request.device)
        if (device.enrolment !== request.enrolment) throw new Refused('device.notEnrolled')
        this.#admit(device.state, 'session')
        this.#tokens += 1
        const { device: id, deviceEpoch, protocol } = request
        this.database.sessions.set(this.#tokens, { device: id, deviceEpoch, protocol })
        return {
          kind: 'session',
          token: this.#tokens,
          lastSeq: device.lastSeq,
          branch: device.branch,
          revoked: [...this.database.revoked],
        }
      }
      case 'push': {
        const { device, session } = this.#session(request.token, 'push')
        if (request.deviceEpoch !== session.deviceEpoch) throw new Refused('request.invalid')
        if (request.epoch !== this.epoch) throw new Refused('cursor.otherEpoch')
        const results: ModelResult[] = []
        for (const command of request.commands) {
          if (results.length >= commandsBeforeDeath) return null
          results.push(this.#receive(session.device, device, command))
        }
        return { kind: 'push', results }
      }
      case 'changes':
        return this.#changes(this.#session(request.token, 'pull').device.branch, request)
      case 'snapshot': {
        const shelf = this.#shelf(this.#session(request.token, 'pull').device.branch)
        return { kind: 'snapshot', name: shelf.name, ver: shelf.ver, parts: 2 }
      }
      case 'chunk': {
        const shelf = this.#shelf(this.#session(request.token, 'pull').device.branch)
        if (shelf.name !== request.snapshot) throw new Refused('cursor.stale')
        return { kind: 'chunk', rows: shelf.rows.filter((_, index) => index % 2 === request.part) }
      }
      case 'digest': {
        const { branch } = this.#session(request.token, 'pull').device
        const { epoch, ver } = request.cursor
        if (epoch !== this.epoch) throw new Refused('cursor.otherEpoch')
        if (ver !== this.database.versions[branch]) {
          return { kind: 'digest', behind: true, rows: null }
        }
        const own = this.slice(branch)
        const same =
          own.length === request.rows.length && own.every((row) => request.rows.includes(row))
        return { kind: 'digest', behind: false, rows: same ? null : own }
      }
    }
  }

  #changes(branch: Branch, { cursor, asked }: { cursor: Cursor; asked: string }): ModelAnswer {
    const { database } = this
    if (cursor.epoch !== this.epoch) throw new Refused('cursor.otherEpoch')
    if (cursor.branch !== branch) throw new Refused('request.invalid')
    const [after, head] = [cursor.ver, database.versions[branch]]
    const verdict = cursorVerdict({ after, head, floor: database.floors[branch] })
    if (verdict !== 'serve') throw new Refused(verdict)
    const { rows, gone } = this.#after(branch, after)
    const counts = new Map<number, number>()
    for (const { ver } of [...rows, ...gone]) counts.set(ver, (counts.get(ver) ?? 0) + 1)
    const versions: VersionRows[] = [...counts]
      .map(([ver, count]) => ({ ver, rows: count }))
      .sort((a, b) => a.ver - b.ver)
    const span = pageSpan(versions, head, pageRows, mostRows)
    if (!span) throw new Refused('cursor.stale')
    return {
      kind: 'changes',
      page: {
        epoch: String(this.epoch),
        scope: branch,
        after: cursorText(cursor),
        asked,
        next: { epoch: this.epoch, branch, ver: span.reached },
        head,
        more: span.more,
        rows: rows.filter(({ ver }) => ver <= span.reached),
        tombstones: gone.filter(({ ver }) => ver <= span.reached),
      },
    }
  }

  #after(branch: Branch, after: number) {
    const rows = this.slice(branch).filter(({ ver }) => ver > after)
    const gone = [...this.database.tombstones[branch]]
      .map(([id, ver]) => ({ id, ver }))
      .filter(({ ver }) => ver > after)
    return { rows, gone }
  }

  /** One command, one transaction. */
  #receive(deviceId: string, device: DeviceRecord, command: ModelCommand): ModelResult {
    const { database } = this
    const place = placeOf(command.seq, device.lastSeq)
    const placeKey = `${deviceId}/${device.epoch}/${command.seq}`
    const stored =
      place === 'known' ? database.places.get(placeKey) : database.commands.get(command.commandId)
    const identity = identityOf(command)
    const found = !stored ? 'none' : stored.identity === identity ? 'same' : 'other'
    const take = (result: ModelResult): ModelResult => {
      database.places.set(placeKey, { identity, result })
      device.lastSeq = Math.max(device.lastSeq, command.seq)
      return { ...result, seq: command.seq }
    }
    const verdict = placeVerdict(place, found)
    switch (verdict) {
      case 'gap':
        throw new Refused('command.gap')
      case 'cloned':
        device.state = 'incident'
        this.incidents.push(deviceId)
        throw new Refused('command.cloned')
      case 'broken':
        throw new Error('an answered seq has no command')
      case 'answer':
      case 'adopt': {
        if (!stored) throw new Error('a stored answer is missing')
        return verdict === 'adopt' ? take(stored.result) : { ...stored.result, seq: command.seq }
      }
      case 'decide': {
        const result = this.#decide(device.branch, command)
        database.commands.set(command.commandId, { identity, result })
        return take(result)
      }
    }
  }

  #decide(branch: Branch, command: ModelCommand): ModelResult {
    const ended = (outcome: Outcome, code: ErrorCode | null, revs = {}): ModelResult => ({
      seq: command.seq,
      commandId: command.commandId,
      outcome,
      code,
      revs,
    })
    const finding = this.#finding(command)
    if (finding) {
      const { outcome, code } = judgementTable[finding][kindOf[command.name]]
      return ended(outcome, code)
    }
    const row = this.database.customers.get(command.customerId)
    if (!row) return ended('rejected', 'customer.notFound')
    if (command.name === 'decision') {
      if (row.branch !== branch) return ended('rejected', 'customer.moved')
      if (row.value !== command.from) return ended('rejected', 'correction.conflict')
    }
    if (command.name === 'member') {
      if (row.branch !== branch) return ended('rejected', 'customer.notYours')
      const revs = setMember(this.database, branch, command, (own) => this.#next(own))
      this.#remember(branch)
      return ended('applied', null, revs)
    }
    const ver = this.#next(row.branch)
    const value = command.name === 'decision' ? command.to : row.value
    const effects = [...row.effects, command.commandId]
    this.#put({ ...row, ver, rev: row.rev + 1, value, effects })
    this.#remember(row.branch)
    return row.branch === branch
      ? ended('applied', null, { [`customer:${row.id}`]: row.rev + 1 })
      : ended('applied_with_changes', 'customer.moved')
  }

  #finding(command: ModelCommand): Finding | null {
    if (command.dealtWith) return 'dealtWith'
    if (this.database.revoked.has(command.staffId)) return 'grantRevoked'
    if (command.dependsOn !== null) {
      const stored = this.database.commands.get(command.dependsOn)
      const finding = dependencyFinding(stored?.result.outcome ?? null)
      if (finding) return finding
    }
    if (command.name === 'newer') return 'unknown'
    if (command.name === 'poison') return 'failed'
    return command.name === 'fact' ? payloadFinding(command) : null
  }

  #device(id: string): DeviceRecord {
    const device = this.database.devices.get(id)
    if (!device) throw new Refused('device.notEnrolled')
    return device
  }

  #admit(standing: DeviceStanding, request: DeviceRequest): void {
    const verdict = deviceVerdict(standing, request)
    if (verdict !== 'served') throw new Refused(verdict)
  }

  #session(
    token: number,
    request: DeviceRequest,
  ): { device: DeviceRecord; session: SessionRecord } {
    const session = this.database.sessions.get(token)
    const device = session && this.database.devices.get(session.device)
    if (!session || device?.epoch !== session.deviceEpoch) throw new Refused('session.required')
    this.#admit(device.state, request)
    if (session.protocol !== headOfficeProtocol) this.#admit('otherProtocol', request)
    return { device, session }
  }

  #shelf(branch: Branch): Shelf {
    const known = this.#shelves.get(branch)
    const floor = this.database.floors[branch]
    if (known?.epoch === this.epoch && known.ver >= floor) {
      const { rows, gone } = this.#after(branch, known.ver)
      // One from which a terminal could not go on would be given out for ever.
      if (rows.length + gone.length <= mostRows) return known
    }
    const ver = this.database.versions[branch]
    const shelf = {
      name: `${this.epoch}:${branch}:${ver}`,
      epoch: this.epoch,
      ver,
      rows: this.slice(branch),
    }
    this.#shelves.set(branch, shelf)
    return shelf
  }

  #next(branch: Branch): number {
    return (this.database.versions[branch] += 1)
  }

  #put(row: CustomerRow): void {
    this.database.customers.set(row.id, row)
  }

  #remember(branch: Branch): void {
    this.history.set(
      cursorText({ epoch: this.epoch, branch, ver: this.database.versions[branch] }),
      this.slice(branch),
    )
  }
}
