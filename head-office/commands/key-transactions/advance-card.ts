import type pg from 'pg'
import { steppedCard } from '#domain/key-transactions/card.ts'
import type { KeyTransaction } from '#domain/key-transactions/records.ts'
import { saysWhy } from '#domain/key-transactions/states.ts'
import { isId } from '../../server/parse.ts'
import { BranchWriter } from '../../store/branch-writer.ts'
import { looksAfter } from '../customers/looks-after.ts'
import { managingBranch } from '../customers/managing.ts'
import { applied, rejected } from '../decision.ts'
import type { CommandHandler } from '../handler.ts'

type StandingCard = Pick<
  KeyTransaction,
  'customer_id' | 'state' | 'state_at' | 'state_by' | 'responded_at' | 'reason' | 'history'
> & { by_name: string | null }

async function standingCard(
  client: pg.ClientBase,
  branchId: string,
  cardId: string,
): Promise<StandingCard | null> {
  const { rows } = await client.query<StandingCard>(
    `select k.customer_id::text, k.state, (extract(epoch from k.state_at) * 1000)::float8 as state_at,
       k.state_by::text, (extract(epoch from k.responded_at) * 1000)::float8 as responded_at,
       k.reason, k.history, s.name as by_name
     from key_transaction k
     left join staff s on s.branch_id = k.branch_id and s.id = k.state_by
     where k.branch_id = $1 and k.id = $2`,
    [branchId, cardId],
  )
  return rows[0] ?? null
}

/**
 * A decision: moves a card of key transactions on by one of its steps. Two people who read one card say
 * the same, and so does who reads one that somebody dealt with meanwhile; who comes second with anything
 * else is told where it stands.
 */
export const advanceCard: CommandHandler<'keyTransaction.advance'> = async (scene, payload) => {
  const { client, branchId, staff, nowMs } = scene
  const { cardId, customerId, to, reason, note, atMs } = payload
  if (!saysWhy(to, reason)) return rejected('keyTransaction.reasonMissing')
  const managedBy = await managingBranch(client, customerId)
  if (managedBy === null) return rejected('customer.notFound')
  if (managedBy !== branchId) return rejected('customer.moved')
  if (!isId(cardId)) return rejected('keyTransaction.notFound')
  const writer = await BranchWriter.lock(client, branchId)
  const card = await standingCard(client, branchId, cardId)
  if (card?.customer_id !== customerId) return rejected('keyTransaction.notFound')
  if (!(await looksAfter(scene, customerId))) return rejected('keyTransaction.notYours')
  if (to === 'read' && card.state !== 'new') return applied()
  const step = steppedCard(card, { to, by: staff.id, atMs: Math.min(atMs, nowMs), note, reason })
  if (step === null) {
    return rejected('keyTransaction.alreadyMoved', [
      {
        field: 'state',
        mine: to,
        seen: null,
        current: card.state,
        changedBy: card.by_name,
        changedAtMs: card.state_at,
      },
    ])
  }
  await writer.update('key_transaction', cardId, { ...step })
  return applied(writer.written)
}
