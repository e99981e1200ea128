import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type ChannelName, channels } from '#contract/ipc.ts'
import { maskName } from '#domain/customers/mask.ts'
import { counterLimits } from '#domain/counter/limits.ts'
import {
  counterCallers,
  counterIds,
  makeCounterDesk,
  openVisit,
  zhouAccount,
  zhouNumber,
} from '../../support/counter-desk.ts'
import type { CustomerDesk } from '../../support/customer-desk.ts'
import { callers, ids } from '../../support/small-branch.ts'

let desk: CustomerDesk
beforeEach(async () => {
  desk = await makeCounterDesk()
})
afterEach(() => desk.remove())

const { teller, lobby, head } = counterCallers
const find = (text: string, who = teller) => desk.call(who, 'counter.find', { text })
const usage = () =>
  desk.journal((db) => db.prepare('SELECT count(*) FROM usage_record').pluck().get()) as number
const commands = () =>
  desk.journal((db) =>
    db.prepare('SELECT name, payload FROM command ORDER BY given_at, command_id').all(),
  ) as { name: string; payload: string }[]

describe('finding a customer who is there', () => {
  test.each([
    ['the number of the document', zhouNumber],
    ['full-width digits and blanks', '９９００００ １９８００３ ２８０３２８'],
    ['the number of an account', zhouAccount],
    ['a card’s stripe', `;${zhouAccount}=49121201?`],
    ['the end of the number and the name', '280328 周敏华'],
  ])('%s opens', async (_what, text) => {
    expect(await find(text)).toMatchObject({
      found: 'visit',
      visit: { surname: '周', sex: 'F', tier: 'platinum', idTail: '0328', managerName: '林晓彤' },
    })
  })

  test('shows what the counter may know and nothing else', async () => {
    const visit = await openVisit(desk)
    expect(visit).toEqual({
      visitId: visit.visitId,
      surname: '周',
      sex: 'F',
      tier: 'platinum',
      idTail: '0328',
      years: 16,
      managerName: '林晓彤',
      referTo: { name: '林晓彤', route: 'primary' },
      openReferral: null,
      actions: [{ kind: 'refer', reason: 'maturity', days: 2, spoken: 'maturity', done: false }],
      reminders: ['clear', 'consent'],
      acts: [],
      openedAtMs: desk.clock.now(),
      openUntilMs: desk.clock.now() + counterLimits.openMs,
      asOf: '2026-11-22',
    })
    const text = JSON.stringify(visit)
    for (const secret of ['敏华', zhouNumber, '19912346021', '6021', ids.zhou, '整存整取']) {
      expect(text).not.toContain(secret)
    }
    expect(text).not.toMatch(/50000000|80000000|fen/i)
  })

  test('a tail that two share gives masked candidates, good once and for this search', async () => {
    const answer = await find('280328 zmh')
    if (answer.found !== 'candidates') throw new Error(answer.found)
    expect(answer.candidates.map(({ name, idTail }) => [name, idTail])).toEqual([
      ['周*华', '0328'],
      ['郑*花', '0328'],
    ])
    expect(JSON.stringify(answer)).not.toContain(ids.zhou)
    const key = answer.candidates[1]?.key ?? ''
    await expect(desk.call(lobby, 'counter.pick', { key: ids.zhou })).rejects.toThrow(
      'counter.notPresent',
    )
    const { visit } = await desk.call(teller, 'counter.pick', { key })
    expect(visit.surname).toBe('郑')
    await expect(desk.call(teller, 'counter.pick', { key })).rejects.toThrow('counter.notPresent')
  })

  test('more than a few leave nobody to choose from', async () => {
    for (let n = 0; n < 5; n += 1) {
      desk.cache.put('customer', {
        ...(desk.cache.db
          .prepare('SELECT * FROM customer WHERE id = ?')
          .get(counterIds.twin) as object),
        id: `00000000-0000-7000-8000-00000000030${n}`,
        customer_no: `61209999${n}`,
      })
    }
    desk.cache.buildSearch()
    expect(await find('280328 zmh')).toEqual({ found: 'tooMany' })
  })

  test.each(['0328', '280328', '周敏华', 'zmh', '0328 zmh', '19912346021 zmh', '6120000021'])(
    '%s opens nobody: too little, or nothing a customer shows',
    async (text) => {
      const reply = await desk.reply(teller, 'counter.find', { text })
      if (reply.ok) expect(reply.value).toEqual({ found: 'none' })
      else expect(reply.error.code).toBe('request.invalid')
    },
  )

  test('a wrong name beside a right tail finds nobody, and guessing ends', async () => {
    for (let n = 0; n < counterLimits.mostMisses; n += 1) {
      expect(await find(`280328 王${'一二三四五六七八'[n] ?? ''}`)).toEqual({ found: 'none' })
    }
    await expect(find('280328 周敏华')).rejects.toThrow('counter.tooManyTries')
    expect(await find(zhouNumber)).toMatchObject({ found: 'visit' })
    desk.clock.wallMs += counterLimits.missWindowMs
    expect(await find('280328 周敏华')).toMatchObject({ found: 'visit' })
  })

  test('every search leaves its record, and an opening its report, before it is answered', async () => {
    const before = usage()
    await find('99000019000101001X')
    expect(usage()).toBeGreaterThan(before)
    const visit = await openVisit(desk)
    expect(commands().map(({ name }) => name)).toEqual(['counter.recordVisit'])
    expect(JSON.parse(commands()[0]?.payload ?? '')).toMatchObject({
      visitId: visit.visitId,
      customerId: ids.zhou,
      foundBy: 'id_number',
      station: { state: 'open' },
      acts: [],
      suggested: 1,
    })
  })
})

describe('a visit', () => {
  test('closes after a quarter of an hour, whatever is asked', async () => {
    const { visitId } = await openVisit(desk)
    desk.clock.wallMs += counterLimits.openMs - 1
    expect(await desk.call(teller, 'counter.current', null)).toMatchObject({ visitId })
    desk.clock.wallMs += 1
    expect(await desk.call(teller, 'counter.current', null)).toBeNull()
    for (const [channel, more] of acts) {
      const reply = await desk.reply(teller, channel, { visitId, ...more })
      expect(reply, channel).toMatchObject({ error: { code: 'counter.notPresent' } })
    }
  })

  const acts: [ChannelName, object][] = [
    ['counter.refer', { reason: 'wish' }],
    ['counter.confirmPhone', {}],
    ['counter.correct', { field: 'employer', to: '虚构' }],
    ['counter.inconvenient', {}],
  ]

  test('is one customer at a time: the next one ends the one before', async () => {
    const first = await openVisit(desk)
    const second = await openVisit(desk, '990000197002021122')
    expect(await desk.call(teller, 'counter.current', null)).toMatchObject({
      visitId: second.visitId,
      surname: '孙',
    })
    const reply = await desk.reply(teller, 'counter.refer', {
      visitId: first.visitId,
      reason: 'maturity',
    })
    expect(reply).toMatchObject({ error: { code: 'counter.notPresent' } })
    const day = await desk.call(teller, 'counter.day', null)
    expect(day.visits.map(({ name, state }) => [name, state])).toEqual([
      ['孙*琴', 'open'],
      ['周*华', 'ended'],
    ])
  })

  test('that ended without a word is told as ended in the day’s list', async () => {
    await openVisit(desk)
    desk.clock.wallMs += counterLimits.openMs + 1
    const day = await desk.call(teller, 'counter.day', null)
    expect(day.visits).toMatchObject([{ state: 'ended', acts: [], suggested: 1 }])
  })
})

describe('what a teller’s session can call', () => {
  const mayCall = (channel: ChannelName, role: 'teller' | 'lobby_manager') => {
    const { access } = channels[channel]
    return typeof access === 'string' || (access as readonly string[]).includes(role)
  }
  const names = Object.keys(channels) as ChannelName[]

  test('is the counter and what tells of nobody', () => {
    expect(
      names.filter((name) => mayCall(name, 'teller')).map((name) => name.split('.')[0]),
    ).toEqual(expect.not.arrayContaining(['customers', 'workbench', 'referral']))
  })

  test.each(names.filter((name) => !mayCall(name, 'teller')))('%s is refused', async (channel) => {
    await openVisit(desk)
    for (const request of [{}, { customerId: ids.zhou }, null]) {
      const reply = await desk.reply(teller, channel, request)
      expect(reply).toEqual({ ok: false, error: { code: 'request.forbidden', data: {} } })
    }
  })

  test('a manager without the role receives nobody at the counter', async () => {
    for (const who of [callers.lin, callers.supervisor, callers.admin]) {
      const reply = await desk.reply(who, 'counter.find', { text: zhouNumber })
      expect(reply).toMatchObject({ error: { code: 'request.forbidden' } })
    }
    expect(await find(zhouNumber, head)).toMatchObject({ found: 'visit' })
  })
})

describe('the lobby', () => {
  test('puts a customer on the waiting list, who leaves it when somebody receives him', async () => {
    const { visitId } = await openVisit(desk, zhouNumber, lobby)
    await desk.call(lobby, 'counter.wait', { visitId })
    expect(await desk.call(lobby, 'counter.current', null)).toBeNull()
    desk.clock.wallMs += 5 * 60_000
    const { waiting } = await desk.call(teller, 'counter.day', null)
    expect(waiting).toEqual([
      {
        visitId,
        sinceMs: desk.clock.now() - 5 * 60_000,
        name: '周女士',
        tier: 'platinum',
        mine: false,
      },
    ])
    await openVisit(desk)
    expect((await desk.call(lobby, 'counter.day', null)).waiting).toEqual([])
  })

  test('takes somebody off who has gone, but not another’s', async () => {
    const { visitId } = await openVisit(desk, zhouNumber, lobby)
    await desk.call(lobby, 'counter.wait', { visitId })
    await expect(desk.call(head, 'counter.leave', { visitId })).rejects.toThrow(
      'counter.notPresent',
    )
    await desk.call(lobby, 'counter.leave', { visitId })
    const day = await desk.call(lobby, 'counter.day', null)
    expect(day.waiting).toEqual([])
    expect(day.visits).toMatchObject([{ state: 'left', name: maskName('周敏华') }])
    const reply = await desk.reply(teller, 'counter.wait', { visitId })
    expect(reply).toMatchObject({ error: { code: 'request.forbidden' } })
  })
})
