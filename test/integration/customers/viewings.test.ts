import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Request, Response } from '#contract/ipc.ts'
import { type CustomerViewing, endOfDays, openingMs } from '#domain/customers/viewing.ts'
import { type CustomerDesk, makeCustomerDesk } from '../../support/customer-desk.ts'
import { callers, fillSmallBranch, ids, today } from '../../support/small-branch.ts'

let desk: CustomerDesk

beforeEach(async () => {
  desk = await makeCustomerDesk(today, ids.branch)
  fillSmallBranch(desk)
})
afterEach(() => desk.remove())

type Who = keyof typeof callers
const ask = (own: Partial<Request<'customers.askViewing'>> = {}, who: Who = 'lin') =>
  desk.call(callers[who], 'customers.askViewing', {
    customerId: ids.zhao,
    reason: 'standing_in',
    words: '陈经理休假，客户约好来办理',
    days: 3,
    ...own,
  })
const decide = (own: Partial<Request<'customers.decideViewing'>> = {}, who: Who = 'head') =>
  desk.call(callers[who], 'customers.decideViewing', {
    viewingId: '',
    decision: 'granted',
    answer: '情况属实',
    days: 3,
    ...own,
  })
const list = (who: Who = 'lin') => desk.call(callers[who], 'customers.viewings', null)
const peek = (customerId: string = ids.zhao) =>
  desk.call(callers.lin, 'customers.peek', { customerId })
const open = (customerId: string = ids.zhao, who: Who = 'lin') =>
  desk.call(callers[who], 'customers.open', { customerId })

const viewingId = '00000000-0000-7000-8000-000000000901'
/** A request that head office knows, granted by the head until the day after tomorrow. */
function granted(own: Partial<CustomerViewing> = {}): void {
  const nowMs = desk.clock.now()
  desk.cache.put('customer_viewing', {
    branch_id: ids.branch,
    id: viewingId,
    customer_id: ids.zhao,
    asked_by: ids.lin,
    asked_at: nowMs - 3_600_000,
    reason: 'walk_in',
    words: '客户在网点等候',
    days: 3,
    decision: 'granted',
    decided_by: ids.head,
    decided_at: nowMs - 1_800_000,
    answer: '同意',
    until_at: endOfDays(nowMs, 3),
    ended_by: null,
    ended_at: null,
    openings: 0,
    opened_at: null,
    ...own,
  } satisfies CustomerViewing)
}

const given = () =>
  desk.journal((db) =>
    (db.prepare('SELECT name FROM command ORDER BY rowid').all() as { name: string }[]).map(
      ({ name }) => name,
    ),
  )

describe('asking', () => {
  test('waits for the branch head, who sees why; whoever asked knows a masked name', async () => {
    expect(await peek()).toMatchObject({
      viewing: null,
      mayAsk: { usualDays: 3, mostDays: 7 },
    })
    await ask()
    const shown = { state: 'waiting', reason: 'standing_in', queued: true, days: 3, openings: 0 }
    expect(await list()).toMatchObject({
      decides: false,
      items: [{ ...shown, customerName: '赵*明', own: true }],
    })
    expect(await list('head')).toMatchObject({
      decides: true,
      items: [
        { ...shown, customerName: '赵启明', own: false, words: '陈经理休假，客户约好来办理' },
      ],
    })
    expect((await list('chen')).items).toEqual([])
    expect((await peek()).viewing).toMatchObject({ state: 'waiting', customerName: '赵*明' })
    const { hits } = await desk.call(callers.lin, 'customers.search', { text: '赵启明', limit: 5 })
    expect(hits).toMatchObject([{ name: '赵*明', mine: false, viewing: 'waiting' }])
    await expect(open()).rejects.toThrow('customer.notYours')
  })

  test('twice, for one’s own customer, for too long or without a word is refused', async () => {
    await expect(ask({ customerId: ids.zhou })).rejects.toThrow('viewing.notNeeded')
    await expect(ask({ customerId: ids.task })).rejects.toThrow('customer.notFound')
    for (const days of [0, 8]) await expect(ask({ days })).rejects.toThrow('viewing.tooLong')
    await expect(ask({ words: ' 。' })).rejects.toThrow('request.invalid')
    await ask()
    await expect(ask()).rejects.toThrow('viewing.alreadyAsked')
    for (const who of ['head', 'supervisor', 'teller', 'admin'] as const) {
      await expect(ask({}, who), who).rejects.toThrow('request.forbidden')
    }
    expect(given()).toEqual(['viewing.ask'])
  })

  test('lapses by itself, and may then be asked again', async () => {
    await ask()
    desk.clock.wallMs += 3 * 86_400_000
    expect((await list()).items).toMatchObject([{ state: 'lapsed' }])
    await expect(decide({ viewingId: (await list()).items[0]?.id ?? '' })).rejects.toThrow(
      'viewing.lapsed',
    )
    await ask()
    expect((await list()).items.map(({ state }) => state)).toEqual(['waiting', 'lapsed'])
  })

  test('is taken back by whoever asked, and by nobody else who does not decide', async () => {
    await ask()
    const [asked] = (await list()).items
    const end = (who: Who) =>
      desk.call(callers[who], 'customers.endViewing', { viewingId: asked?.id ?? '' })
    await expect(end('chen')).rejects.toThrow('viewing.notFound')
    await end('lin')
    expect((await list()).items).toMatchObject([{ state: 'ended' }])
    await expect(end('lin')).rejects.toThrow('viewing.alreadyEnded')
  })
})

describe('the branch head', () => {
  test('grants or refuses with words, once; what waits for head office opens nothing', async () => {
    await ask()
    const id = (await list('head')).items[0]?.id ?? ''
    await expect(decide({ viewingId: id, answer: '' })).rejects.toThrow('request.invalid')
    await expect(decide({ viewingId: id, days: 8 })).rejects.toThrow('viewing.tooLong')
    for (const who of ['lin', 'supervisor', 'teller'] as const) {
      await expect(decide({ viewingId: id }, who), who).rejects.toThrow('request.forbidden')
    }
    await decide({ viewingId: id })
    expect((await list()).items).toMatchObject([
      { state: 'granted', untilMs: null, customerName: '赵*明', answer: '情况属实' },
    ])
    await expect(open()).rejects.toThrow('customer.notYours')
    await expect(decide({ viewingId: id })).rejects.toThrow('viewing.alreadyDecided')
  })

  test('decides nothing that is his own', async () => {
    granted({ asked_by: ids.head, decision: null, until_at: null, decided_at: null })
    await expect(decide({ viewingId })).rejects.toThrow('viewing.own')
  })
})

describe('a granted look', () => {
  const reads: [string, (customerId: string) => Promise<unknown>][] = [
    ['customers.open', (customerId) => desk.call(callers.lin, 'customers.open', { customerId })],
    [
      'customers.transactions',
      (customerId) =>
        desk.call(callers.lin, 'customers.transactions', { customerId, offset: 0, limit: 5 }),
    ],
    [
      'customers.fundFlow',
      (customerId) =>
        desk.call(callers.lin, 'customers.fundFlow', { customerId, period: 'days90' }),
    ],
    [
      'customers.reveal',
      (customerId) =>
        desk.call(callers.lin, 'customers.reveal', { customerId, field: 'mobile', reason: 'call' }),
    ],
    [
      'customers.consents',
      (customerId) => desk.call(callers.lin, 'customers.consents', { customerId }),
    ],
  ]

  test.each(reads)('%s is on record before anything is read', async (_name, read) => {
    await expect(read(ids.zhao)).rejects.toThrow('customer.notYours')
    granted()
    await read(ids.zhao)
    expect(given()).toEqual(['viewing.open'])
    expect((await list()).items).toMatchObject([{ openings: 1, openedAtMs: desk.clock.now() }])
    await expect(read(ids.qian)).rejects.toThrow('customer.notYours')
  })

  test('reads that belong together are one opening, later ones another', async () => {
    granted()
    await Promise.all([open(), open(), ...reads.map(([, read]) => read(ids.zhao))])
    expect(given()).toEqual(['viewing.open'])
    desk.clock.wallMs += openingMs
    const record: Response<'customers.open'> = await open()
    expect(record).toMatchObject({
      name: '赵启明',
      viewing: { state: 'open', openings: 2, customerName: '赵启明', decidedByName: '王主任' },
    })
    expect((await list('head')).items).toMatchObject([{ openings: 2 }])
  })

  test('is one to read: nothing is changed, listed, counted or exported under it', async () => {
    granted()
    await open()
    const about = { customerId: ids.zhao }
    const acts: Promise<unknown>[] = [
      desk.call(callers.lin, 'customers.logContact', {
        ...about,
        channel: 'phone',
        outcome: 'again',
        summary: '',
        nextOn: null,
        durationMinutes: null,
      }),
      desk.call(callers.lin, 'customers.setFavourite', { ...about, favourite: true }),
      desk.call(callers.lin, 'customers.visit', about),
      desk.call(callers.lin, 'customers.nextActions', about),
      desk.call(callers.lin, 'customers.withdrawConsent', {
        ...about,
        purpose: 'profiling',
        channel: 'phone',
      }),
    ]
    for (const act of acts) await expect(act).rejects.toThrow('customer.notYours')
    const book = await desk.call(callers.lin, 'customers.managers', null)
    expect(book.map(({ id }) => id)).toEqual([ids.lin])
    expect(given()).toEqual(['viewing.open'])
  })

  test('closes by itself, by a word of either, and never opens for somebody else', async () => {
    granted()
    await expect(open(ids.zhou, 'chen')).rejects.toThrow('customer.notYours')
    desk.clock.wallMs = endOfDays(desk.clock.now(), 3) - 1
    await open()
    desk.clock.wallMs += 1
    await expect(open()).rejects.toThrow('customer.notYours')
    expect((await list()).items).toMatchObject([{ state: 'expired', customerName: '赵*明' }])
    granted()
    await open()
    await desk.call(callers.head, 'customers.endViewing', { viewingId })
    await expect(open()).rejects.toThrow('customer.notYours')
  })
})
