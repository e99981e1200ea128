import { noFilter } from '#contract/ipc/no-filter.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ChannelName } from '#contract/ipc.ts'
import { type CustomerDesk, makeCustomerDesk } from '../../support/customer-desk.ts'
import { callers, fillSmallBranch, ids, today } from '../../support/small-branch.ts'

let desk: CustomerDesk

beforeAll(async () => {
  desk = await makeCustomerDesk(today, ids.branch)
  fillSmallBranch(desk)
})
afterAll(() => desk.remove())

const everybody = {
  filter: noFilter,
  sort: 'name',
  descending: false,
  offset: 0,
  limit: 50,
} as const

const names = async (who: keyof typeof callers) => {
  const page = await desk.call(callers[who], 'customers.list', everybody)
  return page.rows.map((row) => row.name).sort()
}

describe('whose customers a person works with', () => {
  test('a manager: those with an allocation in force on the business date', async () => {
    expect(await names('lin')).toEqual(['周敏华', '孙雅琴'])
    expect(await names('chen')).toEqual(['赵启明'])
  })

  test('branch head and operations supervisor: all of the branch', async () => {
    const all = ['周敏华', '孙雅琴', '赵启明', '钱无主']
    expect(await names('head')).toEqual(all)
    expect(await names('supervisor')).toEqual(all)
  })

  test('nobody widens it by asking', async () => {
    for (const extra of [{ staffId: ids.chen }, { scope: 'branch' }, { branchId: ids.branch }]) {
      const reply = await desk.reply(callers.lin, 'customers.list', { ...everybody, ...extra })
      expect(reply).toMatchObject({ ok: false, error: { code: 'request.invalid' } })
    }
  })
})

/** Each channel that names a customer, with a request that is otherwise in order. */
const aboutOne: Partial<Record<ChannelName, object>> = {
  'customers.open': {},
  'customers.average': { period: 'month' },
  'customers.transactions': { offset: 0, limit: 10 },
  'customers.evaluation': {},
  'customers.fundFlow': { period: 'days90' },
  'customers.flowMovements': {
    period: 'days90',
    part: { kind: 'removed' },
    offset: 0,
    limit: 10,
  },
  'customers.graph': { hops: 2, kinds: ['family', 'phone'] },
  'customers.contacts': { offset: 0, limit: 10 },
  'customers.nextActions': {},
  'customers.refuse': {
    action: 'idle_cash',
    taskId: null,
    productId: null,
    saidBy: 'customer',
    reason: 'no_need',
    until: '2027-01-01',
    note: null,
  },
  'customers.recordNeed': { kind: 'saving', words: '', amountFen: null, byDay: null },
  'customers.reveal': { field: 'mobile', reason: 'call' },
  'customers.logContact': {
    channel: 'phone',
    outcome: 'again',
    summary: '',
    nextOn: null,
    durationMinutes: null,
  },
  'customers.proposeCorrection': {
    seenRev: 1,
    changes: [{ field: 'email', to: 'other@example.com' }],
    evidence: '本人来电',
  },
}

describe('every channel about one customer', () => {
  test.each(Object.entries(aboutOne))(
    '%s refuses what is not the caller’s',
    async (channel, rest) => {
      const code = async (who: keyof typeof callers, customerId: string) => {
        const reply = await desk.reply(callers[who], channel, { customerId, ...rest })
        return reply.ok ? 'ok' : reply.error.code
      }
      expect(await code('lin', ids.zhao)).toBe('customer.notYours')
      expect(await code('lin', ids.qian)).toBe('customer.notYours')
      expect(await code('lin', 'nobody')).toBe('customer.notFound')
      expect(await code('lin', "' OR 1=1 --")).toBe('customer.notFound')
      expect(await code('teller', ids.zhou)).toBe('request.forbidden')
      expect(await code('admin', ids.zhou)).toBe('request.forbidden')
      expect(await code('chen', ids.zhao)).toBe('ok')
      expect(await code('lin', ids.sun)).toBe('ok')
    },
  )

  test('a refused act leaves no command and no reveal behind', () => {
    const commands = desk.journal((db) =>
      db.prepare(`SELECT customer_id FROM command`).pluck().all(),
    )
    expect(new Set(commands)).toEqual(new Set([ids.zhao, ids.sun]))
    const reveals = desk.journal((db) =>
      db.prepare(`SELECT actor FROM usage_record WHERE type = 'reveal' ORDER BY seq`).pluck().all(),
    )
    expect(reveals).toEqual([ids.chen, ids.lin])
  })
})

describe('searching', () => {
  const search = (who: keyof typeof callers, text: string) =>
    desk.call(callers[who], 'customers.search', { text, limit: 20 })

  test('shows the own customer in full and others masked, with tier alone', async () => {
    const { hits } = await search('lin', 'mouren')
    expect(hits).toEqual([
      {
        id: ids.sun,
        customerNo: '6120000023',
        name: '孙雅琴',
        tier: 'private',
        mobile: '199****2256',
        mine: true,
        match: 'pinyin',
        averageFen: 0,
        viewing: null,
      },
      {
        id: ids.zhao,
        customerNo: '6120000022',
        name: '赵*明',
        tier: 'gold',
        mobile: '199****7730',
        mine: false,
        match: 'pinyin',
        averageFen: null,
        viewing: null,
      },
      {
        id: ids.qian,
        customerNo: '6120000024',
        name: '钱*主',
        tier: 'standard',
        mobile: '',
        mine: false,
        match: 'pinyin',
        averageFen: null,
        viewing: null,
      },
    ])
  })

  test('a branch head finds everybody in full', async () => {
    const { hits } = await search('head', '赵启明')
    expect(hits).toMatchObject([{ name: '赵启明', mine: true, match: 'name' }])
  })

  test('gives no full phone or identity number to anybody', async () => {
    for (const who of ['lin', 'chen', 'head', 'supervisor'] as const) {
      const text = JSON.stringify(await search(who, 'mouren'))
      expect(text).not.toMatch(/1990000\d{4}|1991234\d{4}|990000198003280328/)
    }
  })
})
