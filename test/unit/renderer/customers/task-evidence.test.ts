import { expect, test } from 'vitest'
import type { TaskView } from '#contract/ipc/customers.ts'
import { taskKinds } from '#domain/workbench/task.ts'
import {
  evidenceSentence,
  type EvidenceWords,
} from '../../../../renderer/components/tasks/task-evidence.ts'
import { customers as en } from '../../../../renderer/locales/en/customers.ts'
import { customers as zh } from '../../../../renderer/locales/zh/customers.ts'

const words: EvidenceWords = {
  money: (fen) => `${fen / 1_000_000} 万元`,
  day: (day) => day.slice(5),
  percent: (bp) => `${bp / 100}%`,
  tier: (tier) => `<${tier}>`,
  outcome: (outcome) => `<${outcome}>`,
  reason: (reason) => `<${reason}>`,
  churn: (reasons) => reasons.join('、'),
  fields: (names) => names.join('、'),
}

/** Facts as `domain/workbench/evidence.ts` names them, one task a kind. */
const full: Record<TaskView['kind'], TaskView['evidence']> = {
  maturity: { product: '安心 90 天', amountFen: 86_000_000, maturesOn: '2026-11-24' },
  payment_due: { what: 'card', amountFen: 240_000, dueOn: '2026-11-28', shortFen: 209_000 },
  birthday: { on: '2026-11-25', age: 53 },
  inflow: { amountFen: 30_000_000, on: '2026-11-23', bank: '某行' },
  outflow: { amountFen: 62_400_000, on: '2026-11-22', shareBp: 3090, bank: null },
  tier_cliff: { tier: 'diamond', gapFen: 8_300_000, until: '2026-12-31', perDayFen: 30_000_000 },
  id_expiry: { expiresOn: '2026-11-20' },
  risk_expiry: { expiresOn: '2027-03-12', level: 3 },
  after_sale: { product: '稳健一号', amountFen: 20_000_000, boughtOn: '2026-11-16', days: 7 },
  idle_cash: { amountFen: 18_520_000, days: 34 },
  contact_overdue: { days: 72, cycleDays: 60 },
  churn: { points: 65, reasons: 'drop,outflow', fallFen: 12_000_000, outFen: 9_000_000 },
  tier_change: {
    outcome: 'raised',
    before: 'gold',
    tier: 'platinum',
    on: '2026-11-01',
    averageFen: 52_000_000,
  },
  data_quality: { fields: 'address,employer' },
  follow_up: { outcome: 'again', on: '2026-11-23', note: '问大额存单' },
  referral: { reason: 'maturity', by: '许嘉宁', on: '2026-11-23' },
}

function sentence(kind: TaskView['kind'], evidence: TaskView['evidence']) {
  const task = { kind, evidence, amountFen: null, dueOn: '2026-11-24' }
  return evidenceSentence(task, words, '2026-11-23')
}

test.each(taskKinds)('%s: the sentence quotes exactly what it is given', (kind) => {
  const said = sentence(kind, full[kind])
  if (!said) throw new Error('no sentence')
  for (const customers of [zh, en]) {
    const text = customers.evidence[said.key]
    const quoted = [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1])
    expect(quoted.sort()).toEqual(Object.keys(said.quotes).sort())
  }
})

test.each(taskKinds)('%s: without facts it is silent or says only what it knows', (kind) => {
  const said = sentence(kind, {})
  if (said) expect(Object.values(said.quotes)).not.toContain(undefined)
  expect(JSON.stringify(said)).not.toContain('NaN')
})

test('an expired paper is said to be expired, one that ends today is not', () => {
  expect(sentence('id_expiry', { expiresOn: '2026-11-22' })?.key).toBe('idExpired')
  expect(sentence('id_expiry', { expiresOn: '2026-11-23' })?.key).toBe('idExpiry')
})

test('the task’s own amount and due day stand in for missing facts', () => {
  const task = {
    kind: 'maturity',
    evidence: {},
    amountFen: 5_000_000,
    dueOn: '2026-12-01',
  } as const
  expect(evidenceSentence(task, words, '2026-11-23')).toEqual({
    key: 'maturityPlain',
    quotes: { amount: '5 万元', day: '12-01' },
  })
})
