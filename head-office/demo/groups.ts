import type pg from 'pg'
import { tableNamed } from '#contract/sync/rows/tables.ts'
import { type CustomerGroup, type GroupMember, memberIdParts } from '#domain/groups/records.ts'
import type { RulePart } from '#domain/groups/rule.ts'
import { instantOfDay, type Day } from '#domain/time/day.ts'
import { nameBasedId } from '#platform/ids/uuid.ts'
import { wireRow } from '../sources/wire-row.ts'
import { mergeStaged, stageRows } from '../store/bulk-load.ts'
import { inTransaction } from '../store/transaction.ts'
import type { OutletPlan } from './organisation.ts'

interface DynamicPlan {
  key: string
  name: string
  note: string
  visibility: CustomerGroup['visibility']
  owner: 'head' | 'manager'
  join: 'all' | 'any'
  parts: RulePart[]
}

const none = (...of: string[]): RulePart => ({ field: 'mark', is: 'none', of })

/** Groups that make sense in any outlet; the month is that of the business date. */
function plans(businessDate: Day): DynamicPlan[] {
  return [
    {
      key: 'near',
      name: '临界提升，两月没联系',
      note: '网点例会逐户过',
      visibility: 'branch',
      owner: 'head',
      join: 'all',
      parts: [
        { field: 'gap', is: 'any', of: ['near'] },
        { field: 'uncontacted', from: 60, to: null },
      ],
    },
    {
      key: 'birthday',
      name: '本月生日的金卡以上',
      note: '贺卡和电话问候',
      visibility: 'branch',
      owner: 'head',
      join: 'all',
      parts: [
        { field: 'tier', is: 'any', of: ['gold', 'platinum', 'diamond', 'private'] },
        { field: 'birthMonth', is: 'any', of: [String(Number(businessDate.slice(5, 7)))] },
        none('deceased', 'doNotContact'),
      ],
    },
    {
      key: 'maturing',
      name: '月内到期，理财可承接',
      note: '先联系，再看风险测评',
      visibility: 'own',
      owner: 'manager',
      join: 'all',
      parts: [
        { field: 'maturesIn', from: null, to: 30 },
        { field: 'maturityAmount', from: 5_000_000, to: null },
        { field: 'age', from: 30, to: 65 },
        {
          join: 'any',
          parts: [
            { field: 'holds', is: 'none', of: ['wealth'] },
            { field: 'uncontacted', from: 30, to: null },
          ],
        },
      ],
    },
  ]
}

/** How many of the best customers stand in the static group of each first manager. */
const visited = 8

/**
 * Gives each outlet a few groups: rules of the head and of the first manager, and that manager's customers
 * with the highest mean as a visit list. The same on every machine.
 */
export async function makeDemoGroups(
  pool: pg.Pool,
  businessDate: Day,
  outlets: readonly OutletPlan[],
): Promise<void> {
  const at = instantOfDay(businessDate) + 10 * 3_600_000
  await inTransaction(pool, 'write', async (client) => {
    const groups: CustomerGroup[] = []
    const members: GroupMember[] = []
    for (const { id: branchId, people } of outlets) {
      const manager = people.find(({ role }) => role === 'customer_manager')
      const head = people.find(({ role }) => role === 'branch_head')
      if (!manager || !head) continue
      const group = (
        key: string,
        ownerId: string,
        own: Pick<CustomerGroup, 'name' | 'note' | 'kind' | 'visibility' | 'rule'>,
      ): CustomerGroup => ({
        branch_id: branchId,
        id: nameBasedId('demo', 'customer_group', `${branchId} ${key}`),
        ...own,
        owner_id: ownerId,
        created_at: at,
        changed_at: at,
        changed_by: ownerId,
        deleted_at: null,
      })
      for (const { key, owner, join, parts, ...plan } of plans(businessDate)) {
        const rule = JSON.stringify({ version: 1, root: { join, parts } })
        const ownerId = owner === 'head' ? head.id : manager.id
        groups.push(group(key, ownerId, { ...plan, kind: 'dynamic', rule }))
      }
      const round = group('round', manager.id, {
        name: '年底上门走访',
        note: '日均最高的几户，节前走完',
        kind: 'static',
        visibility: 'own',
        rule: null,
      })
      groups.push(round)
      const { rows } = await client.query<{ id: string }>(
        `select c.id::text from customer c
         join customer_manager m on m.branch_id = c.branch_id and m.customer_id = c.id
           and m.staff_id = $2 and m.role = 'primary' and m.valid_to is null
         join customer_summary s on s.branch_id = c.branch_id and s.customer_id = c.id
         where c.branch_id = $1 and c.deceased_on is null
         order by s.aum_month_average_fen desc, c.id limit $3`,
        [branchId, manager.id, visited],
      )
      for (const { id: customerId } of rows) {
        members.push({
          branch_id: branchId,
          id: nameBasedId(...memberIdParts(round.id, customerId)),
          group_id: round.id,
          customer_id: customerId,
          added_by: manager.id,
          added_at: at,
          removed_by: null,
          removed_at: null,
        })
      }
    }
    const stage = async (name: 'customer_group' | 'customer_group_member', records: object[]) => {
      const table = tableNamed(name)
      await stageRows(
        client,
        name,
        records.map((record) => wireRow(table, record)),
      )
    }
    await stage('customer_group', groups)
    await stage('customer_group_member', members)
    await mergeStaged(client)
  })
}
