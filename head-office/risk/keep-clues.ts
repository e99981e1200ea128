import type pg from 'pg'
import { seenAgain, type RiskCaseState } from '#domain/risk-clues/case.ts'
import { type Clue, clueName } from '#domain/risk-clues/clue.ts'
import { type Day, dayNumber, dayOfInstant, dayOfNumber } from '#domain/time/day.ts'
import { workingDayAfter } from '#domain/time/working-day.ts'
import { nameBasedId } from '#platform/ids/uuid.ts'
import { calendarExceptions } from '../key-transactions/stage-cards.ts'
import { parameterInForce } from '../parameters/in-force.ts'
import { customerOf } from './read-transfers.ts'

/** Most transfers that are kept with a clue; `transfer_count` says how many there were. */
const mostTransfers = 500

interface Known {
  branchId: string
  id: string
  name: string
  episode: number
  state: RiskCaseState
  falseAlarm: boolean
  toOn: Day
}

const known = `
  select distinct on (c.name) c.branch_id::text as "branchId", c.id::text, c.name, c.episode, k.state,
    k.false_alarm as "falseAlarm", to_char(c.to_on, 'YYYY-MM-DD') as "toOn"
  from risk_clue c join risk_case k on k.branch_id = c.branch_id and k.id = c.id
  where c.name = any($1::text[])
  order by c.name, c.episode desc`

/** Branches of the customers in some clues. */
async function branchesOf(
  client: pg.ClientBase,
  clues: readonly Clue[],
): Promise<Map<string, string>> {
  const ids = new Set(
    clues.flatMap(({ parties }) => parties.map(customerOf)).filter((id) => id !== null),
  )
  const { rows } = await client.query<{ id: string; branchId: string }>(
    `select customer_id::text as id, branch_id::text as "branchId" from customer_directory
     where customer_id = any($1::uuid[])`,
    [[...ids]],
  )
  return new Map(rows.map(({ id, branchId }) => [id, branchId]))
}

/** The branch a clue is kept in: its lead's, or that of its first customer; null where it has none. */
function homeOf({ parties }: Clue, branches: ReadonlyMap<string, string>): string | null {
  for (const party of parties) {
    const branch = branches.get(customerOf(party) ?? '')
    if (branch !== undefined) return branch
  }
  return null
}

const put = `
  insert into risk_clue (branch_id, id, name, episode, kind, lead, score, amount_fen, from_on, to_on,
    parties, parts, transfers, transfer_count, rule_version, found_on, seen_on)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $16)
  on conflict (branch_id, id) do update set lead = excluded.lead, score = excluded.score,
    amount_fen = excluded.amount_fen, from_on = excluded.from_on, to_on = excluded.to_on,
    parties = excluded.parties, parts = excluded.parts, transfers = excluded.transfers,
    transfer_count = excluded.transfer_count, rule_version = excluded.rule_version,
    seen_on = greatest(risk_clue.seen_on, excluded.seen_on)`

const open = `
  insert into risk_case (branch_id, id, state, amount_fen, opened_at, state_at, due_on)
  values ($1, $2, 'new', $3, $4, $4, $5)
  on conflict (branch_id, id) do update set amount_fen = excluded.amount_fen
  where risk_case.state = 'new'`

/** What an officer works on stands as it was found; that its money moved on is all that is added. */
const moveOn = `
  update risk_case set moved_on = greatest(moved_on, $3)
  where branch_id = $1 and id = $2 and $3 > (select to_on from risk_clue c
    where c.branch_id = risk_case.branch_id and c.id = risk_case.id)`

const members = `
  insert into risk_clue_member (branch_id, customer_id, clue_branch_id, clue_id)
  select d.branch_id, d.customer_id, $1, $2 from customer_directory d
  where d.customer_id = any($3::uuid[])
  on conflict do nothing`

/** A clue and the place it is kept in. */
interface Place {
  clue: Clue
  branchId: string
  id: string
  episode: number
  /** Somebody works on the case. */
  frozen: boolean
}

function placeOf(clue: Clue, before: Known | undefined, home: string): Place | null {
  const become = before
    ? seenAgain(
        { state: before.state, falseAlarm: before.falseAlarm, toDay: dayNumber(before.toOn) },
        clue.toDay,
      )
    : 'new_episode'
  if (become === 'nothing') return null
  if (before && become !== 'new_episode') {
    const { branchId, id, episode: same } = before
    return { clue, branchId, id, episode: same, frozen: become === 'frozen' }
  }
  const episode = (before?.episode ?? 0) + 1
  const id = nameBasedId('rule', 'risk_clue', `${clueName(clue)}#${episode}`)
  return { clue, branchId: home, id, episode, frozen: false }
}

/** When the transfers of some clues were booked, ms UTC, by their reference; null where no time is known. */
async function timesOf(
  client: pg.ClientBase,
  clues: readonly Clue[],
): Promise<Map<string, number | null>> {
  const refs = clues.flatMap(({ transfers }) =>
    transfers.slice(0, mostTransfers).map(({ ref }) => ref.split('/')),
  )
  const { rows } = await client.query<{ ref: string; atMs: number | null }>(
    `select t.branch_id::text || '/' || t.txn_no as ref,
       (extract(epoch from t.posted_at) * 1000)::float8 as "atMs"
     from unnest($1::uuid[], $2::text[]) as r(branch_id, txn_no)
     join bank_transaction t on t.branch_id = r.branch_id and t.txn_no = r.txn_no`,
    [refs.map(([branchId]) => branchId), refs.map(([, ...number]) => number.join('/'))],
  )
  return new Map(rows.map(({ ref, atMs }) => [ref, atMs]))
}

/**
 * Keeps what a night found: new clues with their cases, known ones as they are now while nobody has
 * their case in hand. Run again it changes nothing. Returns how many were new.
 */
export async function keepClues(
  client: pg.ClientBase,
  clues: readonly Clue[],
  { date, ruleVersion, nowMs }: { date: Day; ruleVersion: string; nowMs: number },
): Promise<number> {
  const branches = await branchesOf(client, clues)
  const { rows } = await client.query<Known>(known, [clues.map(clueName)])
  const before = new Map(rows.map((row) => [row.name, row]))
  const times = await timesOf(client, clues)
  const days = await parameterInForce(client, 'risk.case_days', date)
  const dueOn = workingDayAfter(dayOfInstant(nowMs), days, await calendarExceptions(client))
  let fresh = 0
  for (const clue of clues) {
    const home = homeOf(clue, branches)
    const place = home === null ? null : placeOf(clue, before.get(clueName(clue)), home)
    if (place === null) continue
    const { branchId, id, episode } = place
    if (place.frozen) {
      await client.query(moveOn, [branchId, id, dayOfNumber(clue.toDay)])
      continue
    }
    if (before.get(clueName(clue))?.id !== id) fresh += 1
    await client.query(put, [
      branchId,
      id,
      clueName(clue),
      episode,
      clue.kind,
      clue.lead,
      clue.score,
      clue.amountFen,
      dayOfNumber(clue.fromDay),
      dayOfNumber(clue.toDay),
      JSON.stringify(clue.parties),
      JSON.stringify(clue.parts),
      JSON.stringify(
        clue.transfers
          .slice(0, mostTransfers)
          .map((transfer) => ({ ...transfer, atMs: times.get(transfer.ref) ?? null })),
      ),
      clue.transfers.length,
      ruleVersion,
      date,
    ])
    await client.query('delete from risk_clue_member where clue_branch_id = $1 and clue_id = $2', [
      branchId,
      id,
    ])
    const customers = clue.parties.map(customerOf).filter((customer) => customer !== null)
    await client.query(members, [branchId, id, customers])
    await client.query(open, [branchId, id, clue.amountFen, new Date(nowMs), dueOn])
  }
  return fresh
}
