import type { Sentences } from '../sentences.ts'
import type { kit as zh } from '../zh/kit.ts'

/** Sentences of the page that shows the kit. */
export const kit: Sentences<typeof zh> = {
  title: 'Parts and states',
  note: 'Every part in every state; for demonstrations and development',
  numbers: 'Numbers and dates',
  marks: 'Tiers and marks',
  masked: 'Masked fields',
  facts: 'Strip of facts',
  waits: 'Loading',
  states: 'Empty · offline · error',
  grid: 'List of {count} rows',
  gridEmpty: 'List, empty',
  gridLoading: 'List, loading',
  gridFailed: 'List, failed',
  chart: 'Chart',
  name: 'Customer',
  amount: 'AUM now',
  change: 'Change in 30 days',
  trend: '12 months',
  due: 'Matures',
  month: 'Month',
  emptyTitle: 'No customer fits',
  emptyNote: '37 fit without the maturity of 30 days',
  emptyWay: 'Loosen the filter',
  finding: 'Assets rose from 2.10 m to 2.68 m in 12 months',
  demoName: 'Sample customer {number}',
  reason: 'Phone call',
  otherReason: 'At the counter',
  chosen: '{count} rows selected',
}
