import { createPinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type App, createRenderer, h } from 'vue'
import type { TeamMember, WorkRow } from '#contract/ipc/workbench-views.ts'
import { useHandOver } from '#renderer/features/workbench/team/use-hand-over.ts'
import { i18n } from '#renderer/locales/index.ts'
import { answerChannels } from '../bridge/bridge-double.ts'

const today = '2026-11-24'
const from = { staffId: 'chen', name: '陈立新' } as TeamMember

/** Rows of the person who is away: one customer each, with two tasks. */
let rows: WorkRow[] = []
let asked: number[] = []
let reassigned: { taskIds: string[]; toStaffId: string }[] = []
const drafts = new Map<string, string>()

const customers = (count: number): WorkRow[] =>
  Array.from(
    { length: count },
    (_, index) =>
      ({
        customerId: `c${index}`,
        tasks: [{ id: `t${index}-1` }, { id: `t${index}-2` }],
      }) as WorkRow,
  )

answerChannels({
  'workbench.member': (request) => {
    const { offset, limit } = request as { offset: number; limit: number }
    asked.push(offset)
    const page = { total: rows.length, rows: rows.slice(offset, offset + limit) }
    return Promise.resolve({ ok: true, value: page as never })
  },
  'workbench.reassign': (request) => {
    reassigned.push(request as (typeof reassigned)[number])
    return Promise.resolve({ ok: true, value: { commandId: 'k' } as never })
  },
  'drafts.load': (request) => {
    const { key } = request as { key: string }
    const value = drafts.get(key)
    return Promise.resolve({ ok: true, value: value === undefined ? null : { key, value } })
  },
  'drafts.save': (request) => {
    const { key, value } = request as { key: string; value: string }
    drafts.set(key, value)
    return Promise.resolve({ ok: true, value: null })
  },
  'drafts.discard': (request) => {
    drafts.delete((request as { key: string }).key)
    return Promise.resolve({ ok: true, value: null })
  },
})

/** Mounts without a document: nothing of it is drawn. */
const { createApp } = createRenderer<object, object>({
  createElement: () => ({}),
  createText: () => ({}),
  createComment: () => ({}),
  setText: () => undefined,
  setElementText: () => undefined,
  insert: () => undefined,
  remove: () => undefined,
  patchProp: () => undefined,
  parentNode: () => null,
  nextSibling: () => null,
})

let app: App<object> | null = null

async function open(): Promise<ReturnType<typeof useHandOver>> {
  let store: ReturnType<typeof useHandOver> | null = null
  app = createApp({
    setup() {
      store = useHandOver(from, () => today)
      return () => h('p')
    },
  })
  app.use(createPinia()).use(i18n).mount({})
  const opened = store as ReturnType<typeof useHandOver> | null
  if (!opened) throw new Error('not mounted')
  await vi.waitFor(() => expect(opened.list.ready.value).toBe(true))
  await opened.draft.loaded
  return opened
}

beforeEach(() => {
  rows = customers(100)
  asked = []
  reassigned = []
  drafts.clear()
})
afterEach(() => app?.unmount())

describe('rows that are handed over', () => {
  test('are the thirty most pressing to begin with, and the first page holds them', async () => {
    const { chosen } = await open()
    expect([...chosen.value]).toEqual(rows.slice(0, 30).map(({ customerId }) => customerId))
    expect(asked).toEqual([0])
  })

  test('go with every task of theirs, also those of a page that is scrolled away', async () => {
    const { chosen, draft, list, submit } = await open()
    list.need(85, 95)
    await vi.waitFor(() => expect(list.rows.value[90]).toBeDefined())
    chosen.value = new Set(['c2', 'c90'])
    draft.form.value.toStaffId = 'lin'
    list.need(0, 20)
    expect(await submit()).toBe(true)
    expect(reassigned).toMatchObject([
      { taskIds: ['t2-1', 't2-2', 't90-1', 't90-2'], toStaffId: 'lin', until: '2026-11-27' },
    ])
    expect(drafts.size).toBe(0)
  })

  test('kept from before are all there, though they lie pages below', async () => {
    const kept = { toStaffId: 'lin', until: '2026-11-27', reason: 'leave', chosen: ['c5', 'c95'] }
    drafts.set('hand-over:chen', JSON.stringify(kept))
    const { chosen } = await open()
    await vi.waitFor(() => expect([...chosen.value]).toEqual(['c5', 'c95']))
    expect(asked).toEqual([0, 40, 80])
  })

  test('that somebody else has closed meanwhile fall out of what was kept', async () => {
    rows = customers(100).filter(({ customerId }) => customerId !== 'c95')
    const kept = { toStaffId: 'lin', until: '2026-11-27', reason: 'leave', chosen: ['c5', 'c95'] }
    drafts.set('hand-over:chen', JSON.stringify(kept))
    const { chosen, list, submit } = await open()
    await vi.waitFor(() => expect(list.rows.value.every((row) => row)).toBe(true))
    expect([...chosen.value]).toEqual(['c5'])
    await submit()
    expect(reassigned).toMatchObject([{ taskIds: ['t5-1', 't5-2'] }])
  })

  test('are neither none nor more tasks than one act takes', async () => {
    rows = customers(101)
    const { chosen, draft, list, problems, submit } = await open()
    draft.form.value.toStaffId = 'lin'
    await list.loadAll()
    for (const wrong of [[], rows.map(({ customerId }) => customerId)]) {
      chosen.value = new Set(wrong)
      expect(await submit()).toBe(false)
      expect(problems.value.rows).toBe(true)
    }
    chosen.value = new Set(rows.slice(1).map(({ customerId }) => customerId))
    expect(await submit()).toBe(true)
    expect(reassigned[0]?.taskIds).toHaveLength(200)
  })
})
