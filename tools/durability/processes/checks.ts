import type pg from 'pg'
import type { CommandName, CommandPayload } from '#contract/sync/commands.ts'
import type { CommandRow } from '#db/journal/command-rows.ts'
import { sliceDifference } from '#tools/fleet/slice.ts'
import type { RoundDatabases } from './database.ts'
import type { Fleet } from './fleet.ts'
import type { Act, DriverJournal } from './journal.ts'

/** What became of everything that was given in a round. */
export interface Findings {
  acknowledged: number
  commands: number
  accepted: number
  refused: number
  lost: number
  twice: number
  /** Commands that a failover took from head office, and those of them that did not come back. */
  forgotten: number
  notPushedAgain: number
  equalCaches: number
  broken: string[]
}

/** A command as head office keeps it. */
interface Kept {
  outcome: string
  code: string | null
}

interface OfficeSide {
  kept: ReadonlyMap<string, Kept>
  /** Summary of a contact, note of a task → how often it stands there. */
  contacts: ReadonlyMap<string, number>
  notes: ReadonlyMap<string, number>
  contactIds: ReadonlyMap<string, number>
  visits: ReadonlyMap<string, { state: string; acts: string }>
  referralTimes: number
}

const accepts = (outcome: string) => outcome === 'applied' || outcome === 'applied_with_changes'

async function counted(pool: pg.Pool, sql: string): Promise<Map<string, number>> {
  const { rows } = await pool.query<{ key: string; times: number }>(sql)
  return new Map(rows.map(({ key, times }) => [key, times]))
}

async function officeSide(pool: pg.Pool): Promise<OfficeSide> {
  const kept = await pool.query<Kept & { id: string }>(
    'select command_id::text as id, outcome, code from command',
  )
  const visits = await pool.query<{ id: string; state: string; acts: string }>(
    'select id::text as id, state, acts from counter_visit',
  )
  const times = await pool.query<{ times: number }>(
    'select coalesce(sum(times), 0)::integer as times from referral',
  )
  const perKey = (key: string, from: string) =>
    counted(pool, `select ${key} as key, count(*)::integer as times from ${from} group by 1`)
  return {
    kept: new Map(kept.rows.map(({ id, outcome, code }) => [id, { outcome, code }])),
    contacts: await perKey('summary', 'contact'),
    contactIds: await perKey('id::text', 'contact'),
    notes: await perKey('note', 'task where note is not null'),
    visits: new Map(visits.rows.map(({ id, state, acts }) => [id, { state, acts }])),
    referralTimes: times.rows[0]?.times ?? 0,
  }
}

const payloadOf = <Name extends CommandName>(row: CommandRow): CommandPayload<Name> =>
  JSON.parse(row.payload) as CommandPayload<Name>

/** Whether a terminal's journal holds what its person was told is kept. */
function holds(act: Act, rows: readonly CommandRow[]): boolean {
  if (act.commandId !== null) return rows.some((row) => row.command_id === act.commandId)
  return rows.some((row) => {
    if (row.name === 'referral.create') {
      return act.kind === 'refer' && payloadOf<'referral.create'>(row).visitId === act.mark
    }
    if (row.name !== 'counter.recordVisit' || act.kind === 'refer') return false
    const { visitId, acts, station } = payloadOf<'counter.recordVisit'>(row)
    if (visitId !== act.mark) return false
    if (act.kind === 'phone') return acts.includes('phone_confirmed')
    return act.kind === 'visit' || station.state === 'ended'
  })
}

/** How often the effect of a command stands at head office; null where it cannot be told one by one. */
function effects(row: CommandRow, side: OfficeSide): number | null {
  if (row.name === 'contact.log') {
    return side.contactIds.get(payloadOf<'contact.log'>(row).contactId) ?? 0
  }
  if (row.name === 'task.complete') {
    return side.notes.get(payloadOf<'task.complete'>(row).note ?? '') ?? 0
  }
  return null
}

/** Holds terminals and head office at rest against what the driver has seen. */
export async function checkFleet(
  fleet: Fleet,
  databases: RoundDatabases,
  journal: DriverJournal,
): Promise<Findings> {
  const found: Findings = {
    acknowledged: journal.acknowledged.length,
    commands: 0,
    accepted: 0,
    refused: 0,
    lost: 0,
    twice: 0,
    forgotten: fleet.forgotten.size,
    notPushedAgain: 0,
    equalCaches: 0,
    broken: [],
  }
  const rowsOf = fleet.terminals.map((terminal) => terminal.commands())
  await databases.using(fleet.database, async (pool) => {
    const side = await officeSide(pool)
    checkAcknowledged(found, journal, rowsOf, side)
    for (const [index, rows] of rowsOf.entries()) checkCommands(found, index, rows, side)
    checkUnanswered(found, journal, side)
    checkReferrals(found, rowsOf.flat(), side)
    for (const commandId of fleet.forgotten) {
      if (side.kept.has(commandId)) continue
      found.notPushedAgain += 1
      found.broken.push(`${commandId} was lost by a failover and never pushed again`)
    }
    await checkCaches(found, fleet, pool)
  })
  return found
}

function lose(found: Findings, what: string): void {
  found.lost += 1
  found.broken.push(what)
}

function double(found: Findings, what: string): void {
  found.twice += 1
  found.broken.push(what)
}

function checkAcknowledged(
  found: Findings,
  journal: DriverJournal,
  rowsOf: readonly CommandRow[][],
  side: OfficeSide,
): void {
  for (const act of journal.acknowledged) {
    const told = `${act.kind} ${act.mark} was acknowledged at terminal ${act.terminal}`
    if (!holds(act, rowsOf[act.terminal] ?? [])) {
      lose(found, `${told} and is not in its journal`)
      continue
    }
    const visit = side.visits.get(act.mark)
    if (act.commandId === null && !visit) lose(found, `${told} and head office has no such visit`)
    if (act.kind === 'served' && visit && visit.state !== 'ended') {
      lose(found, `${told} and the visit is ${visit.state} at head office`)
    }
    if (act.kind === 'phone' && visit && !visit.acts.includes('phone_confirmed')) {
      lose(found, `${told} and head office does not know that the phone was confirmed`)
    }
  }
}

function checkCommands(
  found: Findings,
  index: number,
  rows: readonly CommandRow[],
  side: OfficeSide,
): void {
  for (const row of rows) {
    const theirs = side.kept.get(row.command_id)
    const what = `${row.name} ${row.command_id} of terminal ${index}`
    found.commands += 1
    if (!theirs) {
      lose(found, `${what} is ${row.state} there and unknown to head office`)
      continue
    }
    if (row.state !== theirs.outcome) {
      found.broken.push(`${what} is ${row.state} there and ${theirs.outcome} at head office`)
    }
    if (theirs.outcome === 'quarantined') {
      found.broken.push(`${what} was held back although it is sound: ${theirs.code}`)
    }
    const accepted = accepts(theirs.outcome)
    if (accepted) found.accepted += 1
    else found.refused += 1
    if (row.name === 'contact.log' && !accepted) {
      found.broken.push(`${what} is a fact and was refused: ${theirs.code}`)
    }
    const times = effects(row, side)
    if (times === null) continue
    if (times > 1) double(found, `${what} took effect ${times} times`)
    if (times === 1 && !accepted) double(found, `${what} was ${theirs.outcome} and took effect`)
    if (times === 0 && accepted) lose(found, `${what} was ${theirs.outcome} and has no effect`)
  }
}

/** What was asked for and never answered may be kept or not, but not twice. */
function checkUnanswered(found: Findings, journal: DriverJournal, side: OfficeSide): void {
  const marks = [...journal.open, ...journal.acknowledged.map(({ mark }) => mark)]
  for (const mark of marks) {
    const times = (side.contacts.get(mark) ?? 0) + (side.notes.get(mark) ?? 0)
    if (times > 1) double(found, `${mark} stands ${times} times at head office`)
  }
}

/** A referral counts how often the customer was referred: as often as such commands were accepted. */
function checkReferrals(found: Findings, rows: readonly CommandRow[], side: OfficeSide): void {
  const accepted = rows.filter(
    ({ name, command_id: id }) =>
      name === 'referral.create' && accepts(side.kept.get(id)?.outcome ?? ''),
  ).length
  if (side.referralTimes > accepted) {
    double(found, `customers were referred ${side.referralTimes} times by ${accepted} commands`)
  }
  if (side.referralTimes < accepted) {
    lose(found, `customers were referred ${side.referralTimes} times by ${accepted} commands`)
  }
}

async function checkCaches(found: Findings, fleet: Fleet, pool: pg.Pool): Promise<void> {
  for (const terminal of fleet.terminals) {
    const differs = await terminal.cache((reader) =>
      sliceDifference((query) => reader.read(query), pool, fleet.branchId).then(
        (text) => text ?? '',
      ),
    )
    if (differs === '') found.equalCaches += 1
    else found.broken.push(`terminal ${terminal.index}: ${differs ?? 'nobody can open the cache'}`)
  }
}
