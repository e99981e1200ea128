import type pg from 'pg'
import type { GivenRiskAct } from '#domain/risk-clues/case.ts'
import { riskCaseDays } from '#domain/risk-clues/case.ts'
import { addDays, type Day, instantOfDay } from '#domain/time/day.ts'
import { workingDayAfter } from '#domain/time/working-day.ts'
import { nameBasedId } from '#platform/ids/uuid.ts'
import { calendarExceptions } from '../key-transactions/stage-cards.ts'
import { actOnCase } from '../risk/act-on-case.ts'
import { riskOfficer } from '../risk/officer.ts'
import { inTransaction } from '../store/transaction.ts'
import { riskOfficerNo, staffId } from './organisation.ts'
import { plantedPatterns } from './planted-flows.ts'

interface PastAct extends Partial<GivenRiskAct> {
  act: GivenRiskAct['act']
  daysAgo: number
  minute: number
}

/** What the risk officer did with a case that was found some days ago. */
interface PastCase {
  name: string
  foundDaysAgo: number
  acts: readonly PastAct[]
}

const pastCases: readonly PastCase[] = [
  {
    name: plantedPatterns.settled,
    foundDaysAgo: 24,
    acts: [
      { act: 'take', daysAgo: 24, minute: 9 * 60 + 5 },
      {
        act: 'note',
        daysAgo: 24,
        minute: 10 * 60 + 20,
        text: '四笔他行来款均于次日上午转出，账户平时只有工资入账，与本人职业不符。',
      },
      {
        act: 'measure',
        measure: 'phone_check',
        daysAgo: 24,
        minute: 10 * 60 + 48,
        text: '本人称帮“朋友”收款，每笔留 200 元，说不清对方姓名。',
      },
      {
        act: 'measure',
        measure: 'temporary_limit',
        daysAgo: 24,
        minute: 11 * 60 + 2,
        text: '非柜面转账日限额调为 2,000 元。',
      },
      {
        act: 'measure',
        measure: 'report_superior',
        daysAgo: 23,
        minute: 9 * 60 + 30,
        text: '已报二级分行风险管理部，并协助客户报案。',
      },
      {
        act: 'recover',
        fen: 2_130_000,
        daysAgo: 21,
        minute: 15 * 60 + 12,
        text: '最后一笔转出被收款行拦下，原路退回。',
      },
      {
        act: 'recover',
        fen: 640_000,
        daysAgo: 18,
        minute: 16 * 60 + 40,
        text: '收款行余款退回，已通知付款人。',
      },
      {
        act: 'handle',
        daysAgo: 17,
        minute: 14 * 60 + 5,
        text: '账户限额保留，客户已写承诺书，其余款项由公安机关追查。',
      },
      { act: 'close', daysAgo: 14, minute: 9 * 60 + 15 },
    ],
  },
  {
    name: plantedPatterns.wedding,
    foundDaysAgo: 15,
    acts: [
      { act: 'take', daysAgo: 15, minute: 9 * 60 + 22 },
      {
        act: 'measure',
        measure: 'phone_check',
        daysAgo: 15,
        minute: 10 * 60 + 6,
        text: '客户称本月办婚礼，来款为亲友礼金。',
      },
      {
        act: 'false_alarm',
        daysAgo: 14,
        minute: 11 * 60 + 30,
        text: '礼金。已看请柬与酒席订单，付款人与宾客名单相符。',
      },
      { act: 'close', daysAgo: 13, minute: 9 * 60 + 40 },
    ],
  },
  {
    name: plantedPatterns.passThrough,
    foundDaysAgo: 4,
    acts: [
      { act: 'take', daysAgo: 3, minute: 9 * 60 + 10 },
      {
        act: 'note',
        daysAgo: 3,
        minute: 10 * 60 + 35,
        text: '来款人与转出对象互不重复，均在次日上午转出，疑似出借账户。',
      },
    ],
  },
]

async function live(
  client: pg.ClientBase,
  { name, foundDaysAgo, acts }: PastCase,
  businessDate: Day,
): Promise<void> {
  const { rows } = await client.query<{ branchId: string; id: string }>(
    `select m.clue_branch_id::text as "branchId", m.clue_id::text as id
     from risk_clue_member m
     join risk_case k on k.branch_id = m.clue_branch_id and k.id = m.clue_id and k.state = 'new'
     join customer c on c.branch_id = m.branch_id and c.id = m.customer_id
     where c.name = $1 order by m.clue_id`,
    [name],
  )
  const [found] = rows
  const officer = await riskOfficer(client, staffId(riskOfficerNo))
  if (!found || !officer) return
  const foundOn = addDays(businessDate, -foundDaysAgo)
  const dueOn = workingDayAfter(foundOn, riskCaseDays, await calendarExceptions(client))
  const key = [found.branchId, found.id]
  await client.query('update risk_clue set found_on = $3 where branch_id = $1 and id = $2', [
    ...key,
    addDays(foundOn, -1),
  ])
  await client.query(
    `update risk_case set opened_at = $3, state_at = $3, due_on = $4
     where branch_id = $1 and id = $2`,
    [...key, new Date(instantOfDay(foundOn) + 3_600_000), dueOn],
  )
  for (const [nth, { daysAgo, minute, ...given }] of acts.entries()) {
    const end = await actOnCase(
      client,
      officer,
      {
        text: null,
        measure: null,
        fen: null,
        entryId: null,
        ...given,
        caseId: found.id,
        id: nameBasedId('demo', 'risk_case_entry', `${name} ${nth}`),
        seenOfficerId: nth === 0 ? null : officer.staffId,
      },
      instantOfDay(addDays(businessDate, -daysAgo)) + minute * 60_000,
    )
    if (!end.taken) throw new Error(`the demo’s risk case does not go: ${end.why}`)
  }
}

/**
 * Lets some of the demo's risk cases be lived with by its risk officer: one dealt with, with money that
 * came back, one that was a false alarm, and one in hand. The others wait.
 */
export async function workPastCases(pool: pg.Pool, businessDate: Day): Promise<void> {
  await inTransaction(pool, 'write', async (client) => {
    for (const one of pastCases) await live(client, one, businessDate)
  })
}
