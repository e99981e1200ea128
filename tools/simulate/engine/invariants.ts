import type pg from 'pg'
import { AppError } from '#contract/errors.ts'
import { scopeStates } from '#db/cache/scopes.ts'
import { openReader } from '#db/connection/reader.ts'
import { all, first, type ReadDatabase } from '#db/connection/statements.ts'
import { lastSentSeq } from '#db/journal/command-rows.ts'
import { contactCount } from '#db/customers/contacts.ts'
import { readDatabaseInfo } from '#head-office/database/info.ts'
import {
  type CacheRead,
  cacheUnrest,
  headVersions,
  sliceDifference,
  unheldScope,
} from '#tools/fleet/slice.ts'
import { anchors } from './bank.ts'
import type { Given } from './desk.ts'
import { checkOwnGroups } from './group-invariants.ts'
import { unwatched } from './disk.ts'
import type { Life } from './life.ts'
import type { Machine } from './machine.ts'
import type { Office } from './office.ts'
import { demand, ViolationError } from './trace.ts'

/** A command as its journal holds it. */
export interface CommandState {
  command_id: string
  seq: number | null
  state: string
  settled: number
  resend: number
  decided_at: number | null
  name: string
  customer_id: string | null
}

const commandStates = `SELECT command_id, seq, state, settled, resend, decided_at, name, customer_id
  FROM command ORDER BY ordinal`

/** What a terminal has been seen to show, by scope and epoch. */
export type Seen = Map<string, number>

/** What must hold after every step of a terminal: I5, I7 and I9. */
export function checkStep(machine: Machine, given: ReadonlyMap<string, Given>, seen: Seen): void {
  const { life } = machine
  if (!life?.ready || !life.cache.isOpen) return
  try {
    look(machine, life, given, seen)
  } catch (error) {
    // The damage was done here: whoever reads meets it, and a fresh cache follows.
    const met = error instanceof AppError && error.code === 'cache.damaged'
    if (!met || !machine.wasFlipped) throw error
  }
}

function look(machine: Machine, life: Life, given: ReadonlyMap<string, Given>, seen: Seen): void {
  unwatched(() => {
    const commands = life.journal.read((db) => all<CommandState>(db, commandStates))
    life.cache.read((db) => {
      checkMonotonic(machine, db, seen)
      checkAnchors(machine, db)
      // Damage that a write has met is answered first; then a fresh cache shows everything.
      if (machine.behind || (machine.wasFlipped && life.writer.metDamage)) return
      checkOwnContacts(machine, db, commands, given)
      checkOwnVisits(machine, db, commands, given)
      checkOwnGroups(machine, db, commands, given)
    })
  })
}

function checkMonotonic(machine: Machine, db: ReadDatabase, seen: Seen): void {
  if (machine.setBack) seen.clear()
  machine.setBack = false
  for (const { scope, epoch, version } of scopeStates(db)) {
    const key = `${scope} ${epoch}`
    const before = seen.get(key) ?? 0
    demand(
      version >= before,
      'I5',
      () => `${machine.state.name}: ${scope} went from ${before} back to ${version}`,
    )
    seen.set(key, version)
  }
}

/** Rows that head office changes in one version are never seen apart. */
function checkAnchors(machine: Machine, db: ReadDatabase): void {
  const ids = anchors[machine.state.branchId] ?? []
  const values = ids.map(
    (id) =>
      first<{ employer: string | null }>(db, 'SELECT employer FROM customer WHERE id = ?', id)
        ?.employer ?? null,
  )
  demand(
    new Set(values).size <= 1,
    'I9',
    () => `${machine.state.name}: half a version is shown: ${values.join(' / ')}`,
  )
}

/** What was answered longer ago is not pushed again to another database, ms; a day to spare. */
const keptMs = 6 * 86_400_000

/** What a person did here stands on the screen exactly once, and what came to nothing does not. */
function checkOwnContacts(
  machine: Machine,
  db: ReadDatabase,
  commands: readonly CommandState[],
  given: ReadonlyMap<string, Given>,
): void {
  for (const command of commands) {
    const { command_id: id, state, settled, name, customer_id: customerId } = command
    const contact = given.get(id)
    if (name !== 'contact.log' || !contact || customerId === null) continue
    const here = first(db, 'SELECT 1 FROM customer WHERE id = ?', customerId) !== undefined
    const rows = all<{ rev: number }>(db, 'SELECT rev FROM contact WHERE id = ?', contact.mark)
    const open = state === 'waiting' || state === 'sent'
    const accepted = state === 'applied' || state === 'applied_with_changes'
    // Settled, it stands in what head office gave: another database gets it again within days.
    const lasts = settled === 0 || (command.decided_at ?? 0) > machine.serverNow - keptMs
    if (here && (open || (accepted && lasts)) && contact.effective) {
      demand(
        rows.length === 1,
        'I7',
        () => `${machine.state.name}: contact ${contact.mark} (${state}) is not shown`,
      )
    }
    const nothing = ['rejected', 'quarantined', 'withdrawn'].includes(state)
    if (nothing) {
      demand(
        rows.every(({ rev }) => rev > 0),
        'I7',
        () => `${machine.state.name}: contact ${contact.mark} (${state}) is still shown`,
      )
    }
    if (rows.length > 0 && here) {
      const total = contactCount(db, customerId)
      const ids = all(db, 'SELECT DISTINCT id FROM contact WHERE customer_id = ?', customerId)
      demand(total === ids.length, 'I7', () => `${machine.state.name}: a contact counts twice`)
    }
  }
}

/** A visit shows while it is not answered, whatever version it was given under. */
function checkOwnVisits(
  machine: Machine,
  db: ReadDatabase,
  commands: readonly CommandState[],
  given: ReadonlyMap<string, Given>,
): void {
  for (const { command_id: id, state, name } of commands) {
    const visit = given.get(id)
    if (name !== 'counter.recordVisit' || !visit) continue
    const open = state === 'waiting' || state === 'sent'
    if (!open) continue
    const shown = first(db, `SELECT 1 FROM counter_visit WHERE id = ?`, visit.mark) !== undefined
    demand(shown, 'I7', () => `${machine.state.name}: visit ${visit.mark} (${state}) is not shown`)
  }
}

/** Whether nothing is left to do between a terminal and head office. */
export async function isQuiet(machine: Machine, office: Office): Promise<string | null> {
  const { life } = machine
  if (!life?.ready) return 'it does not run'
  if (machine.isHalted) return null
  const incident = life.memory.get('incident')
  demand(incident === null, 'I4', () => `${machine.state.name} stopped without a cause`)
  if (!life.cache.isOpen) return 'its cache is closed'
  const info = await readDatabaseInfo(office.pool)
  const heads = {
    epoch: office.epoch,
    versions: await headVersions(office.pool, machine.state.branchId),
  }
  return unwatched(() => {
    const open = life.journal.read((db) =>
      all<CommandState>(db, commandStates).filter(
        ({ state, resend }) => state === 'waiting' || state === 'sent' || resend === 1,
      ),
    )
    if (open.length > 0) return `${open.length} commands wait`
    return life.cache.read(
      (db) => cacheUnrest(db, heads) ?? unheldScope(db, info?.businessDate ?? ''),
    )
  })
}

/** I3 and I6: the cache is head office's slice, row for row and by its digest, and nothing else. */
export async function checkSlice(machine: Machine, office: Office): Promise<void> {
  const { name, branchId } = machine.state
  // Two people's slots may hold different keys of one version, after a database was restored.
  const slot = machine.person && machine.state.slots.get(machine.person.id)
  const version = machine.life?.cache.unlocked?.version
  const key = slot?.version === version ? slot?.cacheKey : undefined
  const path = version === undefined ? undefined : machine.life?.cache.path(version)
  if (!key || !path) throw new ViolationError('I3', `${name}: nobody can open the cache`)
  const cache = unwatched(() => openReader(path, key, 'disposable', 4_096))
  const read: CacheRead = (query) => unwatched(() => cache.read(query))
  try {
    const differs = await sliceDifference(read, office.pool, branchId)
    demand(differs === null, 'I3', () => `${name}: ${differs}`)
  } finally {
    cache.close()
  }
}

interface KeptCommand {
  command_id: string
  outcome: string
  code: string | null
  branch_id: string
  device: string
}

/** Commands after which a row is as it would be after another one too. */
const leavesNoTrace = new Set<string>(['group.setMembers', 'group.delete', 'group.restore'])
/** Commands whose trace something later may replace. */
const mayBeReplaced = new Set<string>([
  ...leavesNoTrace,
  'group.change',
  'customer.proposeCorrection',
])

/** How often the trace of a command stands in head office's tables, over all branches. */
async function effectsOf(pool: pg.Pool, { name, mark }: Given): Promise<number> {
  if (leavesNoTrace.has(name)) return 0
  const where: Partial<Record<string, string>> = {
    'contact.log': 'contact where id::text = $1',
    'counter.recordVisit': 'counter_visit where id::text = $1',
    'task.complete': 'task where note = $1',
    'customer.proposeCorrection': 'correction where id::text = $1',
    'group.create': 'customer_group where id::text = $1',
    'group.change': 'customer_group where note = $1',
  }
  const { rows } = await pool.query<{ rows: number }>(
    `select count(*)::integer as rows from ${where[name] ?? ''}`,
    [mark],
  )
  return rows[0]?.rows ?? 0
}

/** What a person closed stays refused, whatever head office's database went through. */
const closed = new Set(['dismissed', 'repaired'])
const refusals = new Set(['rejected', 'quarantined'])

/** I1, I2 and I8: every command is where it must be, once, and both sides say the same of it. */
export async function checkCommands(
  machines: readonly Machine[],
  office: Office,
  given: ReadonlyMap<string, Given>,
): Promise<void> {
  const { rows } = await office.pool.query<KeptCommand>(
    `select c.command_id, c.outcome, c.code, c.branch_id::text, d.name as device
     from command c join device d on d.id = c.device_id`,
  )
  const kept = new Map<string, KeptCommand>()
  for (const row of rows) {
    demand(!kept.has(row.command_id), 'I2', () => `${row.command_id} was received twice`)
    kept.set(row.command_id, row)
  }
  const journals = new Map(machines.map((machine) => [machine.state.name, commandsOf(machine)]))
  const frozen = new Set(machines.filter(({ isHalted }) => isHalted).map(({ state }) => state.name))
  for (const command of given.values()) {
    const own = journals.get(command.machine)?.get(command.commandId)
    const theirs = kept.get(command.commandId)
    const { commandId, acknowledged, lost } = command
    demand(
      !acknowledged || lost || own !== undefined,
      'I1',
      () => `${commandId} was acknowledged on ${command.machine} and is gone`,
    )
    const effects = await effectsOf(office.pool, command)
    const outcome = theirs?.outcome ?? 'none'
    const effective = outcome === 'applied' || outcome === 'applied_with_changes'
    demand(
      effects <= 1 && (effects === 0 || effective),
      'I2',
      () => `${commandId} (${outcome}) took effect ${effects} times`,
    )
    // An earlier version is lifted, never held back.
    const fits = command.name !== 'counter.recordVisit' || theirs?.code !== 'command.unknown'
    demand(fits, 'I8', () => `${commandId} of an earlier version is unknown`)
    const mustAct = effective && !mayBeReplaced.has(command.name)
    demand(!mustAct || effects === 1, 'I2', () => `${commandId} (${outcome}) has no effect`)
    if (frozen.has(command.machine) || !own) continue
    checkOutcome(own, outcome)
  }
  for (const machine of machines) await checkClone(machine, office)
}

function checkOutcome(command: CommandState, outcome: string): void {
  const { command_id: id, state, seq, decided_at: decidedAt } = command
  // A new enrolment takes the number, not the answer.
  const local =
    decidedAt === null && ['withdrawn', 'rejected', 'dismissed', 'repaired'].includes(state)
  const agrees = local
    ? outcome === 'none'
    : state === outcome || (closed.has(state) && refusals.has(outcome))
  demand(agrees, 'I8', () => `${id} is ${state} here (number ${seq ?? '–'}) and ${outcome} there`)
}

function commandsOf(machine: Machine): Map<string, CommandState> {
  const { life } = machine
  if (!life?.ready) return new Map()
  const rows = unwatched(() => life.journal.read((db) => all<CommandState>(db, commandStates)))
  return new Map(rows.map((row) => [row.command_id, row]))
}

/** A PC put back to an older state is noticed where head office has gone on without it. */
async function checkClone(machine: Machine, office: Office): Promise<void> {
  const { life } = machine
  const device = life?.memory.get('device')
  if (!life || !device || !machine.restored) return
  const { rows } = await office.pool.query<{ last: number }>(
    `select last_seq::float8 as last from device_cursor
     where device_id = $1 and device_epoch = $2`,
    [device.deviceId, device.deviceEpoch],
  )
  const sent = unwatched(() => life.journal.read(lastSentSeq))
  demand(
    (rows[0]?.last ?? 0) <= sent || machine.isHalted,
    'clone',
    () => `${machine.state.name} was put back unnoticed: ${rows[0]?.last ?? 0} > ${sent}`,
  )
}
