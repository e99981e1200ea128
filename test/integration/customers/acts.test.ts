import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Request } from '#contract/ipc.ts'
import { type CustomerDesk, makeCustomerDesk } from '../../support/customer-desk.ts'
import { callers, fillSmallBranch, ids, today } from '../../support/small-branch.ts'

let desk: CustomerDesk

beforeEach(async () => {
  desk = await makeCustomerDesk(today, ids.branch)
  fillSmallBranch(desk)
})
afterEach(() => desk.remove())

const open = () => desk.call(callers.lin, 'customers.open', { customerId: ids.zhou })

const code = (promise: Promise<unknown>) =>
  promise.then(
    () => 'ok',
    (error: Error) => error.message,
  )

const payloads = () =>
  desk.journal((db) =>
    (
      db.prepare('SELECT payload, base_revs FROM command ORDER BY ordinal').all() as {
        payload: string
        base_revs: string
      }[]
    ).map((row) => ({
      payload: JSON.parse(row.payload) as Record<string, unknown>,
      baseRevs: JSON.parse(row.base_revs) as unknown,
    })),
  )

describe('logging a contact', () => {
  const contact: Omit<Request<'customers.logContact'>, 'customerId'> = {
    channel: 'phone',
    outcome: 'interested',
    summary: '到期后续存',
    nextOn: '2026-11-24',
    durationMinutes: 12,
  }
  const log = (own: Partial<typeof contact> = {}) =>
    desk.call(callers.lin, 'customers.logContact', { customerId: ids.zhou, ...contact, ...own })

  test('stands in the history at once, marked as queued', async () => {
    await log()
    const zhou = await open()
    expect(zhou.contactTotal).toBe(4)
    expect(zhou.contacts[0]).toMatchObject({
      summary: '到期后续存',
      state: 'queued',
      atMs: desk.clock.now(),
      staffName: '林晓彤',
    })
    expect(zhou.lastContactOn).toBe(today)
  })

  test.each(['2026-11-21', '2026-11-31', '2026-02-29'])(
    'the next step is not on %s',
    async (nextOn) => {
      expect(await code(log({ nextOn }))).toBe('request.invalid')
      expect(payloads()).toEqual([])
    },
  )

  test('the next step may be today', async () => {
    expect(await code(log({ nextOn: today }))).toBe('ok')
  })
})

describe('proposing a correction', () => {
  type Changes = Request<'customers.proposeCorrection'>['changes']
  const propose = (changes: Changes, seenRev = 1, evidence = '本人持证件到柜台') =>
    desk.call(callers.lin, 'customers.proposeCorrection', {
      customerId: ids.zhou,
      seenRev,
      changes,
      evidence,
    })
  const field = async (name: string) => (await open()).profile.find((each) => each.field === name)

  test('names the value that was seen and the normalised new one', async () => {
    await propose([{ field: 'mobile', to: ' １９９８８８８７７７７ ' }])
    expect(payloads()).toMatchObject([
      {
        baseRevs: { [`customer:${ids.zhou}`]: 1 },
        payload: {
          customerId: ids.zhou,
          evidence: '本人持证件到柜台',
          changes: [{ field: 'mobile', from: '19912346021', to: '19988887777' }],
        },
      },
    ])
  })

  test('one of the nine elements waits beside the standing value, masked', async () => {
    await propose([{ field: 'mobile', to: '19988887777' }])
    expect(await field('mobile')).toMatchObject({
      masked: '199****6021',
      pending: { masked: '199****7777', state: 'queued' },
    })
  })

  test('another field shows its new value at once, as queued', async () => {
    await propose([{ field: 'employer', to: '虚构中学' }])
    expect(await field('employer')).toMatchObject({
      masked: '虚构中学',
      pending: { masked: '虚构中学', state: 'queued' },
    })
  })

  test('a second proposal starts from the one that waits', async () => {
    await propose([{ field: 'mobile', to: '19988887777' }])
    await propose([{ field: 'mobile', to: '19988887778' }])
    expect(payloads()[1]?.payload['changes']).toEqual([
      { field: 'mobile', from: '19988887777', to: '19988887778' },
    ])
    expect(await code(propose([{ field: 'mobile', to: '19988887778' }]))).toBe(
      'correction.nothingChanged',
    )
  })

  test('only what differs is proposed; where nothing does it is refused', async () => {
    await propose([
      { field: 'occupation', to: '教师' },
      { field: 'industry', to: null },
    ])
    expect(payloads()[0]?.payload['changes']).toEqual([
      { field: 'industry', from: '教育', to: null },
    ])
    expect(await code(propose([{ field: 'occupation', to: ' 教师 ' }]))).toBe(
      'correction.nothingChanged',
    )
  })

  test.each([
    ['correction.invalidValue', [{ field: 'mobile', to: 'abc' }]],
    ['correction.invalidValue', [{ field: 'mobile', to: null }]],
    ['correction.invalidValue', [{ field: 'id_expiry', to: '2030-02-30' }]],
    [
      'request.invalid',
      [
        { field: 'email', to: 'a@b.cn' },
        { field: 'email', to: 'c@d.cn' },
      ],
    ],
    ['request.invalid', [{ field: 'tier', to: 'private' } as never]],
  ] as [string, Changes][])('%s for %j', async (expected, changes) => {
    expect(await code(propose(changes))).toBe(expected)
    expect(payloads()).toEqual([])
  })

  test('a row that changed meanwhile, and evidence of blanks, are refused', async () => {
    const change: Changes = [{ field: 'email', to: 'a@b.cn' }]
    expect(await code(propose(change, 7))).toBe('correction.conflict')
    expect(await code(propose(change, 1, '　'))).toMatch(
      /^(correction.evidenceMissing|request.invalid)$/,
    )
    expect(payloads()).toEqual([])
  })
})

describe('completing a task', () => {
  const complete = (taskId: string, who: keyof typeof callers = 'lin') =>
    desk.call(callers[who], 'workbench.completeTask', { taskId, outcome: 'done', note: '' })

  test('closes it here at once and keeps it in sight as queued', async () => {
    await complete(ids.task)
    expect((await open()).tasks).toMatchObject([{ id: ids.task, state: 'done', queued: true }])
    expect(payloads()).toMatchObject([
      {
        baseRevs: { [`task:${ids.task}`]: 1 },
        payload: { taskId: ids.task, customerId: ids.zhou, outcome: 'done', note: null },
      },
    ])
  })

  test('only once', async () => {
    await complete(ids.task)
    expect(await code(complete(ids.task))).toBe('task.alreadyClosed')
  })

  test('not a colleague’s, unless one answers for the branch', async () => {
    expect(await code(complete(ids.taskOfZhao))).toBe('task.notYours')
    expect(await code(complete('none'))).toBe('task.notFound')
    expect(await code(complete(ids.taskOfZhao, 'head'))).toBe('ok')
  })
})
