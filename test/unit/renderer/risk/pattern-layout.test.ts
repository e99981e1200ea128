import { expect, test } from 'vitest'
import type { RiskCaseFile } from '#contract/sync/risk.ts'
import { flowsOf, layOutPattern, partyRadius } from '#renderer/features/risk/pattern-layout.ts'

const party = (id: string): RiskCaseFile['partyList'][number] => ({
  id,
  kind: 'customer',
  name: id,
  customerNo: null,
  tier: null,
  branchName: null,
  bank: null,
  accountTail: null,
})
const moved = (payer: string, receiver: string, amountFen = 100) => ({
  payer,
  receiver,
  amountFen,
  on: '2026-11-20',
  atMs: null,
})

test('transfers between the same two are one arrow with their sum', () => {
  expect(flowsOf([moved('a', 'b'), moved('b', 'a', 30), moved('a', 'b', 5)])).toEqual([
    { from: 'a', to: 'b', count: 2, fen: 105 },
    { from: 'b', to: 'a', count: 1, fen: 30 },
  ])
})

test('a ring is drawn as one, everybody apart from the others', () => {
  const ids = Array.from({ length: 8 }, (_, at) => `p${at + 1}`)
  const transfers = ids.map((id, at) => moved(id, ids[(at + 1) % ids.length] ?? ''))
  const file = { kind: 'ring' as const, partyList: ids.map(party), transfers }
  const { placed, drawn, left } = layOutPattern(file, 620)
  expect([placed.length, drawn.length, left]).toEqual([8, 8, 0])
  for (const [at, one] of placed.entries()) {
    for (const other of placed.slice(at + 1)) {
      expect(Math.hypot(one.x - other.x, one.y - other.y)).toBeGreaterThan(3 * partyRadius)
    }
  }
  expect(layOutPattern(file, 620)).toEqual({
    placed,
    drawn,
    left,
    height: expect.any(Number) as number,
  })
})

test('payers stand left of the lead, who is paid right of it, and too many are counted', () => {
  const payers = Array.from({ length: 12 }, (_, at) => `in${at}`)
  const file = {
    kind: 'pass_through' as const,
    partyList: ['lead', ...payers, 'out'].map(party),
    transfers: [...payers.map((id) => moved(id, 'lead')), moved('lead', 'out')],
  }
  const { placed, left, height } = layOutPattern(file, 700)
  const lead = placed.find((each) => each.lead)
  expect(left).toBe(2)
  for (const { party: one, x, y } of placed) {
    if (one.id.startsWith('in')) expect(x).toBeLessThan(lead?.x ?? 0)
    if (one.id === 'out') expect(x).toBeGreaterThan(lead?.x ?? Infinity)
    expect(y).toBeGreaterThan(0)
    expect(y).toBeLessThan(height)
  }
})
